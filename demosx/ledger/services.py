"""Writing the history."""

from datetime import datetime
from typing import Any

from ..core import clock
from ..core.db import db
from ..core.permissions import Actor
from .models import Entry
from .signals import recorded


def record(
    verb: str,
    *,
    subject: tuple[str, int] | None = None,
    proposal_id: int | None = None,
    actor: Actor | None = None,
    role: str = "",
    data: dict[str, Any] | None = None,
    reason: str = "",
    public: bool = True,
    at: datetime | None = None,
) -> Entry:
    """Add one entry in the current transaction.

    `actor` is None for what the rules or the calendar did. `role` is in which role the actor did it. `data` and
    `reason` must not hold names, addresses or other personal data. `at` is when the change counts, now by default.
    """
    now = clock.now()
    entry = Entry(
        at=at or now,
        recorded_at=now,
        verb=verb,
        proposal_id=proposal_id,
        subject_type=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        actor_id=actor.id if actor else None,
        role=role,
        data=data or {},
        reason=reason,
        public=public,
    )
    db.session.add(entry)
    recorded.send(entry)
    return entry
