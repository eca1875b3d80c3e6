"""Months in the site's time zone: of which there are looks, which are over, and which wait for their inspection."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ..core import clock
from ..core.i18n import language
from ..core.settings import site

LATE_AFTER = 10  # days into the next month
WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def label(self) -> str:
        """As people read it: 2026년 11월, November 2026."""
        if language() == "ko":
            return f"{self.year}년 {self.number}월"
        return f"{self.first:%B %Y}"

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def begins(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.first, time(), site().zone).astimezone(UTC)

    @property
    def over(self) -> bool:
        """Whether it is past, by the machine's clock, as the looks are dated."""
        return self.next.begins <= clock.wall()

    @property
    def late(self) -> bool:
        """Whether its inspection should be done by now."""
        return (
            self.over and (clock.wall().astimezone(site().zone).date() - self.next.first).days >= LATE_AFTER
        )


def month_of(moment: datetime) -> Month:
    """The month in which a moment falls."""
    there = moment.astimezone(site().zone)
    return Month(there.year, there.month)


def read_month(text: str) -> Month | None:
    """A month as it stands in addresses, such as 2026-11; None where it is none that a calendar has."""
    found = WRITTEN.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found and 2000 <= int(found[1]) < 9999 else None


def months_between(first: Month, last: Month) -> list[Month]:
    """Every month from `first` to `last`, the latest first."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next
    return found[::-1]
