"""The time. `now()` is the site's time, which a demonstration may move; `wall()` is the machine's, for security."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

_pinned: ContextVar[datetime | None] = ContextVar("pinned_time", default=None)


def wall() -> datetime:
    """The machine's time, aware, UTC. For sessions, tokens, throttles and mail: nobody moves it."""
    return datetime.now(UTC)


def now() -> datetime:
    """The site's time, aware, UTC: the wall clock, plus what a demonstration has moved it by."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    return wall() + (_shift() if has_app_context() else timedelta())


@contextmanager
def pinned(moment: datetime) -> Iterator[None]:
    """Hold `now()` at `moment` (aware) inside the block: for imports, demonstrations and tests."""
    if moment.tzinfo is None:
        raise ValueError("a pinned moment needs a time zone")
    token = _pinned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)


def today(zone: ZoneInfo) -> date:
    """The calendar day at `now()` in `zone`."""
    return now().astimezone(zone).date()


def move_to(moment: datetime, file: Path) -> None:
    """Make `now()` read `moment` from this instant on, for every process that serves the site of `file`."""
    seconds = (moment.astimezone(UTC) - wall()).total_seconds()
    # Replaced whole, so that no server ever reads half of it.
    draft = file.with_name(file.name + ".new")
    draft.write_text(f"{seconds:.3f}\n", encoding="ascii")
    draft.replace(file)


def _shift() -> timedelta:
    file: Path | None = current_app.config.get("CLOCK_FILE")
    if file is None or not file.exists():
        return timedelta()
    return timedelta(seconds=float(file.read_text(encoding="ascii")))
