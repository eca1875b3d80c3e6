"""Supporting a proposal, once, and taking that back while the stage allows it."""

from datetime import datetime

from sqlalchemy import delete

from ...core.db import db, insert, lock
from ...core.errors import NotAllowed
from ...core.permissions import Actor
from ...journey import participation
from ...journey.merged import lock_tree
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
    """Take back one's support, also of what was merged into this. False where there was none. A duty that it has opened
    stays."""
    account_id = _person(actor)
    merged = lock_tree(proposal)
    with moment(proposal, actor) as journey:
        journey.require_open(SUPPORT)
        taken = db.session.execute(
            delete(Support)
            .where(Support.proposal_id.in_(merged), Support.account_id == account_id)
            .returning(Support.proposal_id, Support.visit_number, Support.via_id)
        ).all()
        for number, given_in, via in taken:
            supported = db.session.get_one(Proposal, number)
            if supported is not proposal:
                db.session.flush()  # reading it anew would lose what has been changed of it
                lock(supported)
            visit = load_stay(number, given_in)
            supported.supports -= 1
            supported.supports_site -= 1
            visit.supports -= 1
            if via is None:
                participation.stepped_back(supported, visit, account_id, "supported")
    return bool(taken)


def _person(actor: Actor) -> int:
    if actor.id is None:
        raise NotAllowed()
    return actor.id
