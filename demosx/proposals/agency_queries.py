"""Reading the city's own proposals before they are public."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from ..core.db import db
from .models import Proposal

AT_ONCE = 20


def to_publish(now: datetime) -> Sequence[int]:
    """The proposals for which the calendar has something due by now and that have a day of publication."""
    query = select(Proposal.id).where(
        Proposal.next_due_at <= now, Proposal.audience == "staff", Proposal.publish_on.is_not(None)
    )
    return db.session.scalars(query.order_by(Proposal.next_due_at).limit(AT_ONCE)).all()
