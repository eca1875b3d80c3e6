"""Letting the calendar act on every proposal for which something has become due."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, tuple_

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
    after: tuple[datetime, int] | None = None
    while due := _due(now, after):
        for _at, proposal_id in due:
            try:
                _settle(proposal_id)
                settled += 1
            except Exception as error:  # noqa: BLE001 — raised below, with the others
                error.add_note(f"while the calendar acted on proposal {proposal_id}")
                broken.append(error)
            progress(1)
        after = due[-1]
    if broken:
        raise ExceptionGroup("some proposals could not be settled", broken)
    return settled


def _settle(proposal_id: int) -> None:
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        with moment(proposal):
            pass


def _due(now: datetime, after: tuple[datetime, int] | None) -> list[tuple[datetime, int]]:
    """The next that are due, the longest due first: since when, and which. In the order of the index, so that nobody
    looks through all there are."""
    query = select(Proposal.next_due_at, Proposal.id).where(Proposal.next_due_at <= now)
    if after is not None:
        query = query.where(tuple_(Proposal.next_due_at, Proposal.id) > after)
    rows = db.session.execute(query.order_by(Proposal.next_due_at, Proposal.id).limit(BATCH)).all()
    db.session.rollback()
    return [(at, proposal_id) for at, proposal_id in rows if at is not None]
