"""Letting the calendar act on every proposal for which something has become due."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from ..core import clock
from ..core.db import db, transaction
from ..journey.travel import moment
from .models import Proposal

BATCH = 200


def settle_due(progress: Callable[[int], object] = lambda done: None) -> int:
    """Settle every proposal whose calendar has something due by now, each in a transaction of its own.

    Gives how many were settled; `progress` hears after each. What is recorded is dated to the midnights that caused
    it, however late this runs. One that cannot be settled does not keep the others waiting; what broke is raised at
    the end.
    """
    settled = 0
    broken: list[Exception] = []
    now = clock.now()
    after = 0
    while ids := _due(now, after):
        for proposal_id in ids:
            try:
                _settle(proposal_id)
                settled += 1
            except Exception as error:  # noqa: BLE001 — raised below, with the others
                error.add_note(f"while the calendar acted on proposal {proposal_id}")
                broken.append(error)
            progress(1)
        after = ids[-1]
    if broken:
        raise ExceptionGroup("some proposals could not be settled", broken)
    return settled


def _settle(proposal_id: int) -> None:
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        with moment(proposal):
            pass


def _due(now: datetime, after: int) -> list[int]:
    query = select(Proposal.id).where(Proposal.next_due_at <= now, Proposal.id > after)
    ids = list(db.session.scalars(query.order_by(Proposal.id).limit(BATCH)))
    db.session.rollback()
    return ids
