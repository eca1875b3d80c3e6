"""Reading the history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from ..core.db import db
from .models import Entry


def timeline(proposal_id: int, public_only: bool = True) -> Sequence[Entry]:
    """A proposal's history, oldest first."""
    query = select(Entry).where(Entry.proposal_id == proposal_id)
    if public_only:
        query = query.where(Entry.public)
    return db.session.scalars(query.order_by(Entry.at, Entry.id)).all()


def latest_moment() -> datetime | None:
    """When the latest entry about a proposal counts; None while there is none."""
    return db.session.scalar(select(func.max(Entry.at)).where(Entry.proposal_id.is_not(None)))
