"""Clocks that run, stand still and are lengthened: those of visits and of duties alike.

A day touched by a pause, first and last included, does not count (Korea: 청원법 art. 9 (4), where time for
supplements and the like is not counted).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .calendars import Calendar
from .lengths import Length, Span, stretched


@dataclass(frozen=True)
class Pause:
    """Days on which a clock stands still, and why. `last` is None while it still does."""

    reason: str
    first: date
    last: date | None = None


Pauses = tuple[Pause, ...]


def running(pauses: Iterable[Pause]) -> bool:
    """Whether a clock runs: nothing that stopped it is still going on."""
    return all(pause.last is not None for pause in pauses)


def begun(pauses: Pauses, reason: str, today: date) -> Pauses:
    """The pauses with one more, from today on."""
    return (*pauses, Pause(reason, today))


def ended(pauses: Pauses, reason: str, last: date) -> Pauses:
    """The pauses with those for this reason over: `last` is the last day that does not count."""
    return tuple(
        replace(pause, last=last) if pause.reason == reason and pause.last is None else pause
        for pause in pauses
    )


def open_reasons(pauses: Pauses) -> tuple[str, ...]:
    """Why a clock stands still now; empty where it runs."""
    return tuple(pause.reason for pause in pauses if pause.last is None)


def gaps_of(
    pauses: Iterable[Pause], frozen: Iterable[Span] = (), until: date | None = None
) -> tuple[Span, ...]:
    """The days that do not count, in order. A pause that is going on counts until `until`, and not at all without."""
    spans = [
        (pause.first, last)
        for pause in pauses
        if (last := pause.last or until) is not None and last >= pause.first
    ]
    return tuple(sorted([*spans, *frozen]))


def last_of(
    start: date, length: Length, calendar: Calendar, by_deadline: bool, pauses: Pauses,
    extended: Sequence[Length] = (), frozen: Sequence[Span] = (),
) -> date | None:  # fmt: skip
    """The last day of a clock, not rolled; None while it stands still."""
    if not running(pauses):
        return None
    gaps = gaps_of(pauses, frozen)
    return stretched(start, length, calendar, by_deadline, extended=extended, gaps=gaps)
