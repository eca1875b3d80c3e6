"""Which proposals and duties a member of staff sees in lists: the same as `proposals.access` says of one, as SQL."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from ..core.permissions import Actor, book
from ..journey.models import Assignment
from ..process.definition import Stage
from ..proposals.access import SEE_HIDDEN
from ..proposals.models import Proposal

ANYBODY = frozenset({"visitor", "member", "verified", "proposer"})


def unlimited_roles(actor: Actor) -> frozenset[str]:
    """The roles of the staff that this person holds for every proposal."""
    return frozenset(grant.role for grant in actor.grants if grant.department_id is None) - ANYBODY


def departments_with(actor: Actor, permission: str) -> frozenset[int]:
    """The departments for whose proposals this person has a permission by a limited role."""
    roles = book().roles
    return frozenset(
        grant.department_id
        for grant in actor.grants
        if grant.department_id is not None and permission in roles.get(grant.role, frozenset())
    )


def has_everywhere(actor: Actor, permission: str) -> bool:
    """Whether this person has a permission for every proposal."""
    roles = book().roles
    return any(permission in roles.get(role, frozenset()) for role in unlimited_roles(actor))


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


def in_sight(actor: Actor) -> ColumnElement[bool]:
    """Whether a proposal is not hidden, or hidden from others than this person."""
    if has_everywhere(actor, SEE_HIDDEN):
        return true()
    return or_(Proposal.hidden_at.is_(None), at_work(departments_with(actor, SEE_HIDDEN)))


def seen_at(actor: Actor, stage: Stage) -> ColumnElement[bool]:
    """Whether this person sees a proposal that is in this stage now."""
    if has_everywhere(actor, SEE_HIDDEN) or unlimited_roles(actor) & _named(stage):
        return in_sight(actor)
    mine = frozenset(grant.department_id for grant in actor.grants if grant.department_id is not None)
    return and_(in_sight(actor), or_(Proposal.audience != "staff", at_work(mine)))


def _named(stage: Stage) -> frozenset[str]:
    """Whom a stage gives something to do."""
    pressing = {role for rule in stage.rules for role in rule.by}
    return frozenset({*stage.owner, *stage.opened_by} | pressing) - ANYBODY
