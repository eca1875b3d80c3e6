"""Letting the calendar act on every proposal for which something has become due."""

from datetime import datetime

from sqlalchemy import select

from ..core import clock
from ..core.db import db, transaction
from ..journey.travel import moment
from .models import Proposal

BATCH = 200


def settle_due() -> int:
    """Settle every proposal whose calendar has something due by now, each in a transaction of its own.

    Gives how many were settled. What is recorded is dated to the midnights that caused it, however late this runs.
    """
    settled = 0
    now = clock.now()
    after = 0
    while ids := _due(now, after):
        for proposal_id in ids:
            with transaction():
                proposal = db.session.get_one(Proposal, proposal_id)
                with moment(proposal):
                    pass
            settled += 1
        after = ids[-1]
    return settled


def _due(now: datetime, after: int) -> list[int]:
    query = select(Proposal.id).where(Proposal.next_due_at <= now, Proposal.id > after)
    ids = list(db.session.scalars(query.order_by(Proposal.id).limit(BATCH)))
    db.session.rollback()
    return ids
