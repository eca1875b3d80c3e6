"""Which rules come to hold for a proposal that is under way, and when."""

from dataclasses import dataclass, replace
from datetime import datetime

from ..calendars import Calendar
from ..definition import Process


@dataclass(frozen=True)
class Change:
    """Rules that hold for what is under way from an instant on. `number` is their place among the versions of the
    scenario; `by_deadline`: the day has come that they name, so this is midnight."""

    at: datetime
    number: int
    process: Process
    by_deadline: bool


@dataclass(frozen=True)
class Timetable:
    """Every change that has been ordered. Those up to the version `passed` are over for this proposal, whether it went
    over or not."""

    changes: tuple[Change, ...] = ()
    passed: int = 1

    def ordered(self, process: Process, number: int, now: datetime, calendar: Calendar) -> "Timetable":
        """The same with rules that are applied now: they hold from their day, or from now if that is later."""
        change = Change(now, number, process, by_deadline=False)
        if holds_later(process, now, calendar):
            assert process.effective is not None
            change = Change(calendar.midnight(process.effective), number, process, by_deadline=True)
        return replace(self, changes=(*self.changes, change))

    def due(self, until: datetime) -> Change | None:
        """The next change until an instant. Where rules that were applied later hold sooner, those before are
        skipped."""
        due = [change for change in self.changes if change.number > self.passed and change.at <= until]
        return min(due, key=lambda change: (change.at, -change.number), default=None)


def holds_later(process: Process, now: datetime, calendar: Calendar) -> bool:
    """Whether rules name a day that is still to come."""
    return process.effective is not None and process.effective > calendar.day_of(now)
