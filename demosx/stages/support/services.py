"""Supporting a proposal, once, and taking that back while the stage allows it."""

from datetime import datetime

from sqlalchemy import delete

from ...core.db import db, insert
from ...core.errors import NotAllowed
from ...core.permissions import Actor
from ...journey import participation
from ...journey.store import load_stay
from ...journey.travel import moment
from ...proposals.models import Proposal
from .models import Support

SUPPORT = "support"


def support(proposal: Proposal, *, actor: Actor, at: datetime | None = None) -> bool:
    """Count this person's support. False where it was counted already; the unique index decides, not this code.

    Raises StageClosed or NotAllowed.
    """
    account_id = _person(actor)
    with moment(proposal, actor, at) as journey:
        journey.require_open(SUPPORT)
        visit = journey.visit
        row = insert(Support).values(
            proposal_id=proposal.id, account_id=account_id, visit_number=visit.number, at=journey.now
        )
        added = db.session.scalar(row.on_conflict_do_nothing().returning(Support.id)) is not None
        if added:
            proposal.supports += 1
            proposal.supports_site += 1
            visit.supports += 1
            participation.took_part(proposal, visit, account_id, "supported")
    return added


def withdraw_support(proposal: Proposal, *, actor: Actor) -> bool:
    """Take back one's support. False where there was none. A duty that it has opened stays."""
    account_id = _person(actor)
    with moment(proposal, actor) as journey:
        journey.require_open(SUPPORT)
        given_in = db.session.scalar(
            delete(Support)
            .where(Support.proposal_id == proposal.id, Support.account_id == account_id)
            .returning(Support.visit_number)
        )
        if given_in is not None:
            here = given_in == journey.visit.number
            visit = journey.visit if here else load_stay(proposal.id, given_in)
            proposal.supports -= 1
            proposal.supports_site -= 1
            visit.supports -= 1
            participation.stepped_back(proposal, visit, account_id, "supported")
    return given_in is not None


def _person(actor: Actor) -> int:
    if actor.id is None:
        raise NotAllowed()
    return actor.id
