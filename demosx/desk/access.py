"""Which proposals and duties a member of staff sees in lists: the same as `proposals.access` says of one, as SQL."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from ..core.permissions import Actor, Grant, Place, book
from ..journey.models import Assignment
from ..process.definition import Stage
from ..proposals.access import SEE_HIDDEN
from ..proposals.models import Proposal

ANYBODY = frozenset({"visitor", "member", "verified", "proposer"})


def unlimited_roles(actor: Actor) -> frozenset[str]:
    """The roles of the staff that this person holds for every proposal."""
    return frozenset(grant.role for grant in actor.grants if not grant.limited) - ANYBODY


def roles_at(actor: Actor, process: str, stage: str) -> frozenset[str]:
    """The roles of the staff that this person holds for every proposal in a stage of a process."""
    return actor.within(Place(process=process, panel=stage)).roles - ANYBODY


def has_everywhere(actor: Actor, permission: str) -> bool:
    """Whether this person has a permission for every proposal."""
    return any(not grant.limited for grant in _with(actor, permission))


def at_work(departments: Collection[int]) -> ColumnElement[bool]:
    """Whether one of these departments leads a proposal, assists, or drafted it."""
    if not departments:
        return false()
    assisting = exists().where(
        Assignment.proposal_id == Proposal.id, Assignment.department_id.in_(departments)
    )
    return or_(
        Proposal.lead_department_id.in_(departments), Proposal.department_id.in_(departments), assisting
    )


def reach(grant: Grant) -> ColumnElement[bool]:
    """Whether a grant counts for a proposal: the same as `Grant.reaches`."""
    limits = []
    if grant.department_id is not None:
        limits.append(at_work({grant.department_id}))
    if grant.process is not None:
        limits.append(Proposal.process_key == grant.process)
    if grant.panel is not None:
        limits.append(Proposal.stage == grant.panel)
    return and_(true(), *limits)


def within_reach(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Whether this person has a permission for a proposal, by the grants alone."""
    return or_(false(), *map(reach, _with(actor, permission)))


def in_sight(actor: Actor) -> ColumnElement[bool]:
    """Whether a proposal is not hidden, or hidden from others than this person."""
    if has_everywhere(actor, SEE_HIDDEN):
        return true()
    return or_(Proposal.hidden_at.is_(None), within_reach(actor, SEE_HIDDEN))


def seen_at(actor: Actor, stage: Stage) -> ColumnElement[bool]:
    """Whether this person sees a proposal that is in this stage now."""
    named = _named(stage)
    counting = {*_with(actor, SEE_HIDDEN), *(grant for grant in actor.grants if grant.role in named)}
    counting |= {grant for grant in actor.grants if grant.role == "officer" and grant.department_id}
    if any(not grant.limited for grant in counting):
        return in_sight(actor)
    return and_(in_sight(actor), or_(Proposal.audience != "staff", *map(reach, sorted(counting, key=repr))))


def _with(actor: Actor, permission: str) -> list[Grant]:
    """The grants by which this person has a permission."""
    if actor.scope is not None and permission not in actor.scope:
        return []
    roles = book().roles
    return [grant for grant in actor.grants if permission in roles.get(grant.role, frozenset())]


def _named(stage: Stage) -> frozenset[str]:
    """Whom a stage gives something to do."""
    pressing = {role for rule in stage.rules for role in rule.by}
    return frozenset({*stage.owner, *stage.opened_by} | pressing) - ANYBODY
