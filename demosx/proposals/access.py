"""Who may see a proposal, and who may change its text."""

from typing import Any

from ..core.permissions import Actor, book
from ..journey.people import narrowed, people_of
from ..journey.rules import process_of
from .writing_queries import proposing_together

SEE_HIDDEN = "proposal:see_hidden"


def may_see(actor: Actor, proposal: Any) -> bool:
    """Whether this person may know that the proposal is there. Its proposers always may."""
    return (proposal.hidden_at is None and proposal.audience != "staff") or _sees_anyway(actor, proposal)


def may_find(actor: Actor, proposal: Any) -> bool:
    """Whether a page that everybody can open may lead this person to the proposal: one that is for whoever has its link
    is named there only to those who would see it without."""
    return bool(proposal.listed) or _sees_anyway(actor, proposal)


def _sees_anyway(actor: Actor, proposal: Any) -> bool:
    if proposes(actor, proposal) or book().can(actor, SEE_HIDDEN, proposal):
        return True
    return proposal.hidden_at is None and works_on(actor, proposal)


def may_see_stage(actor: Actor, proposal: Any, stage: Any) -> bool:
    """Whether this person may see the work of one stage, where the file keeps it to staff and the proposer."""
    return stage.shown_to != "staff" or may_see_stage_work(actor, proposal)


def may_see_stage_work(actor: Actor, proposal: Any) -> bool:
    """Whether this person may see also what the file keeps to staff and the proposers."""
    return proposes(actor, proposal) or book().can(actor, SEE_HIDDEN, proposal) or works_on(actor, proposal)


def may_edit(actor: Actor, proposal: Any) -> bool:
    """Whether the text is this person's to change: the proposers', or the drafting department's."""
    if proposes(actor, proposal):
        return True
    return proposal.origin == "agency" and "department" in people_of(actor, proposal)


def is_proposer(actor: Actor, proposal: Any) -> bool:
    """Whether this person filed it."""
    return actor.id is not None and actor.id == proposal.proposer_id


def proposes(actor: Actor, proposal: Any) -> bool:
    """Whether this person filed it, or proposes it together with whoever did."""
    if is_proposer(actor, proposal):
        return True
    return bool(actor.id) and proposal.origin == "citizen" and actor.id in proposing_together(proposal.id)


def works_in_public(proposal: Any) -> bool:
    """Whether others than the staff may read the proposal, so that its history may be told to everybody."""
    return bool(proposal.audience != "staff")


def works_on(actor: Actor, proposal: Any) -> bool:
    """Whether the present stage gives this person something to do there, or their department works on it."""
    if not actor.is_staff or (actor.scope is not None and "desk:see" not in actor.scope):
        return False
    if narrowed(actor, proposal).departments("officer"):
        return True
    stage = process_of(proposal.version_id).stages[proposal.stage]
    named = {"department", *stage.owner, *stage.opened_by} | {
        role for rule in stage.rules for role in rule.by
    }
    return bool((named - {"visitor", "member", "verified", "proposer"}) & people_of(actor, proposal))


def acting_as(actor: Actor, permission: str, proposal: Any) -> str:
    """In which of their roles this person may do something to a proposal, for the history; empty if in none."""
    roles = book().roles
    return next(
        (role for role in sorted(people_of(actor, proposal)) if permission in roles.get(role, ())), ""
    )
