"""A session as it stands: whose it is, how it began, and what has been shown in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..core import clock
from ..core.permissions import Actor

LIFETIME = timedelta(days=30)
FACTOR_LASTS = timedelta(hours=12)
DEMO = "demo"


@dataclass(frozen=True)
class Session:
    """What the database says of one session; as `SignIn`, with the person as they may act in it."""

    id: int
    actor: Actor
    way: str
    last_seen_at: datetime
    proved_at: datetime
    factor_at: datetime | None


def factor_counts(way: str, factor_at: datetime | None) -> bool:
    """Whether a session's second factor still counts: for a working day, and in a demonstration as long as it lasts."""
    if factor_at is None:
        return False
    return way == DEMO or factor_at > clock.wall() - FACTOR_LASTS
