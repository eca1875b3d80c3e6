"""Lengths of time as people say them, and the last day they give."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, cast

from .calendars import ONE_DAY, Calendar

Span = tuple[date, date]
"""Days from the first to the last, both included."""

Unit = Literal["days", "working days", "weeks", "months", "years"]

LONGEST: dict[Unit, int] = {
    "days": 36_500,
    "working days": 25_000,
    "weeks": 5_200,
    "months": 1_200,
    "years": 100,
}
FORM = re.compile(r"(\d{1,6}) (working days?|days?|weeks?|months?|years?)(, first day counted)?(, rolled)?")
UNTIL = re.compile(r"until (\d{4}-\d{2}-\d{2})(, rolled)?")
REMINDER = re.compile(r"(.+) (before|after)")
ROLLED_KO, ROLLED_EN = " (쉬는 날이면 다음 근무일까지)", ", or the next working day"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
EARLIEST, LATEST = 1900, 2999
KOREAN: dict[Unit, str] = {
    "days": "일", "working days": "일(근무일)", "weeks": "주", "months": "개월", "years": "년",
}  # fmt: skip


class LengthError(ValueError):
    """A text that is no length, or one shorter than a day or longer than a century."""


@dataclass(frozen=True)
class Length:
    """A length of time: `amount` of `unit`, from the day after the start unless its first day is counted. `rolled`: a
    period that ends on a day off ends on the next working day where the calendar rolls, as duties do (Korea: Civil Act
    art. 161, for what a person must do by a day). `until`: it lasts until this day, whenever it starts; nothing is
    counted then."""

    amount: int
    unit: Unit
    first_day_counted: bool = False
    rolled: bool = False
    until: date | None = None

    def times(self, count: int) -> "Length":
        """The same length, `count` times over."""
        return replace(self, amount=self.amount * count)

    def describe(self, lang: str) -> str:
        """In words, for people: `30일` in Korean, `30 days` in any other language."""
        if self.until:
            return self._until(self.until, lang)
        if lang == "ko":
            first = " (첫날 포함)" if self.first_day_counted else ""
            return f"{self.amount}{KOREAN[self.unit]}{first}" + (ROLLED_KO if self.rolled else "")
        return str(replace(self, rolled=False)) + (ROLLED_EN if self.rolled else "")

    def _until(self, day: date, lang: str) -> str:
        if lang == "ko":
            return f"{day.year}년 {day.month}월 {day.day}일까지" + (ROLLED_KO if self.rolled else "")
        return f"until {day.day} {MONTHS[day.month - 1]} {day.year}" + (ROLLED_EN if self.rolled else "")

    def __str__(self) -> str:
        if self.until:
            return f"until {self.until.isoformat()}" + (", rolled" if self.rolled else "")
        unit = self.unit if self.amount != 1 else self.unit.removesuffix("s")
        first = ", first day counted" if self.first_day_counted else ""
        return f"{self.amount} {unit}{first}" + (", rolled" if self.rolled else "")


@dataclass(frozen=True)
class Reminder:
    """When to remind of a duty, counted from its due day."""

    length: Length
    before: bool

    def day(self, due_on: date, calendar: Calendar) -> date:
        """The day of the reminder for a duty that is due on `due_on`."""
        if self.length.unit == "working days":
            return _walk(due_on, self.length.amount, calendar, -1 if self.before else 1)
        if self.length.unit in ("months", "years"):
            return _months_later(due_on, _months(self.length) * (-1 if self.before else 1))
        days = timedelta(days=self.length.amount * (7 if self.length.unit == "weeks" else 1))
        return due_on - days if self.before else due_on + days

    def __str__(self) -> str:
        return f"{self.length} {'before' if self.before else 'after'}"


def parse_length(text: str) -> Length:
    """Read "30 days", "20 working days", "2 weeks", "2 months", "1 year", perhaps with ", first day counted" or
    ", rolled" behind it; or "until 2025-03-31".

    Raises LengthError for anything else.
    """
    if day := UNTIL.fullmatch(" ".join(text.split())):
        return _until(day[1], day[2] is not None)
    found = FORM.fullmatch(" ".join(text.split()))
    if found is None:
        raise LengthError(f"no length of time: {text!r}")
    amount, unit = int(found[1]), cast(Unit, found[2].removesuffix("s") + "s")
    if not 1 <= amount <= LONGEST[unit]:
        raise LengthError(f"not between 1 and {LONGEST[unit]} {unit}: {text!r}")
    return Length(amount, unit, first_day_counted=found[3] is not None, rolled=found[4] is not None)


def _until(text: str, rolled: bool) -> Length:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise LengthError(f"no day: {text!r}") from error
    if not EARLIEST <= day.year <= LATEST:
        raise LengthError(f"not between {EARLIEST} and {LATEST}: {text!r}")
    return Length(1, "days", rolled=rolled, until=day)


def parse_reminder(text: str) -> Reminder:
    """Read "5 days before" or "1 day after". Raises LengthError for anything else."""
    found = REMINDER.fullmatch(" ".join(text.split()))
    if found is None:
        raise LengthError(f"no reminder: {text!r}")
    length = parse_length(found[1])
    if length.first_day_counted or length.rolled or length.until:
        raise LengthError(f"no reminder: {text!r}")
    return Reminder(length, before=found[2] == "before")


def first_counted(start: date, length: Length | None, counted_from_midnight: bool) -> date:
    """The first day that counts. The starting day does not (Korea: Civil Act art. 157), unless the start was
    at midnight or the length says that it does."""
    counted = counted_from_midnight or (length is not None and length.first_day_counted)
    return start if counted else start + ONE_DAY


@lru_cache(maxsize=4096)
def last_day(start: date, length: Length, calendar: Calendar, counted_from_midnight: bool = False) -> date:
    """The last day of a length that starts during `start`; it counts whole, and is not rolled off days off.

    `counted_from_midnight`: the start was the first instant of that day, so the day counts. Months and years
    end the day before the first counted day's number returns, or on the month's last day where that number is
    missing (Korea: Civil Act art. 160). Where the calendar goes by the same number, those whose starting day does not
    count end on that day's number, or on the month's last day (EU: Regulation 1182/71 art. 3 (2) c).
    """
    if length.until:
        return length.until
    first = first_counted(start, length, counted_from_midnight)
    if calendar.same_number and first != start and length.unit in ("months", "years"):
        return _months_later(start, _months(length))
    if length.unit == "working days":
        return _walk(first - ONE_DAY, length.amount, calendar, 1)
    if length.unit in ("months", "years"):
        returned = _months_later(first, _months(length))
        return returned - ONE_DAY if returned.day == first.day else returned
    return first + timedelta(days=length.amount * (7 if length.unit == "weeks" else 1) - 1)


def stretched(
    start: date, length: Length, calendar: Calendar, counted_from_midnight: bool = False, *,
    extended: Sequence[Length] = (), gaps: Sequence[Span] = (),
) -> date:  # fmt: skip
    """The last day of a length, extended by others one after the other, on which days in `gaps` do not count.

    Each extension follows the last day before it. Months and years lengthen by as many days as do not count. `gaps`
    are in the order of their first days and may overlap.
    """
    last = _over_gaps(start, length, calendar, counted_from_midnight, gaps)
    for more in extended:
        last = _over_gaps(last, replace(more, first_day_counted=False), calendar, False, gaps)
    return last


def _over_gaps(
    start: date, length: Length, calendar: Calendar, counted_from_midnight: bool, gaps: Sequence[Span]
) -> date:
    last = last_day(start, length, calendar, counted_from_midnight)
    if not gaps:
        return last
    first = first_counted(start, length, counted_from_midnight)
    if length.unit == "working days":
        return _walk(first - ONE_DAY, length.amount, calendar, 1, gaps)
    passed = first - ONE_DAY
    for first_off, last_off in gaps:
        begins = max(first_off, passed + ONE_DAY)
        if begins <= last and begins <= last_off:
            last += last_off - begins + ONE_DAY
            passed = last_off
    return last


def counted_days(first: date, until: date, gaps: Sequence[Span]) -> int:
    """How many days from `first` to `until`, both included, are in none of the gaps; negative before `first`."""
    total = (until - first + ONE_DAY).days
    passed = first - ONE_DAY
    for first_off, last_off in gaps:
        begins, ends = max(first_off, passed + ONE_DAY), min(last_off, until)
        if begins <= ends:
            total -= (ends - begins + ONE_DAY).days
            passed = ends
    return total


def _months(length: Length) -> int:
    return length.amount * (12 if length.unit == "years" else 1)


def _months_later(day: date, months: int) -> date:
    """The same number in a later month, or that month's last day where it has no such number."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _walk(day: date, working_days: int, calendar: Calendar, step: int, gaps: Sequence[Span] = ()) -> date:
    """The day reached after so many working days in one direction, `day` itself and those in gaps not counted."""
    while working_days:
        day += ONE_DAY * step
        if calendar.works(day) and not any(first <= day <= last for first, last in gaps):
            working_days -= 1
    return day
