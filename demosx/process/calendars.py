"""Days, working days and midnights in one place's zone and country."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol, cast
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)
CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
WEEKEND = frozenset({5, 6})
FIRST_COUNTED = frozenset({"KR", "JP", "TW", "CN"})
"""Where months end the day before the number of the first counted day returns (Korea: Civil Act art. 160, Japan: 143,
Taiwan: 121)."""


class _Country(Protocol):
    def is_working_day(self, key: date) -> bool: ...


@dataclass(frozen=True)
class Calendar:
    """The calendar of a site.

    `country` is an ISO 3166 code such as `KR`, or one of a part of a country with holidays of its own, such as
    `GB-SCT`; without one only Saturdays and Sundays are off. `rolls`:
    whether a duty that would end on a day off ends on the next working day. `add` are days off that the
    country's calendar lacks, `remove` days on which this place works all the same. `same_number`: a month from the
    28th ends on the 28th, also in February; else it ends the day before the number of the first day that counts.
    They differ only where a month is too short. Raises ValueError for a country without a calendar.
    """

    tz: ZoneInfo
    country: str | None = None
    rolls: bool = False
    add: frozenset[date] = frozenset()
    remove: frozenset[date] = frozenset()
    same_number: bool = False

    def __post_init__(self) -> None:
        if self.country is not None:
            _country(self.country)

    def day_of(self, at: datetime) -> date:
        """The local day of an aware instant."""
        return at.astimezone(self.tz).date()

    def midnight(self, day: date) -> datetime:
        """The first instant of a local day, in UTC; where the clock skips 00:00, the instant at which it
        jumps."""
        return _midnight(self.tz, day)

    def after(self, last: date) -> datetime:
        """The instant at which a period with this last day is over."""
        return _midnight(self.tz, last + ONE_DAY)

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        if day in self.remove:
            return True
        if day in self.add:
            return False
        if self.country is None:
            return day.weekday() not in WEEKEND
        return _country(self.country).is_working_day(day)

    def roll(self, day: date) -> date:
        """The day itself, or the next working day where this calendar rolls (Korea: Civil Act art. 161)."""
        while self.rolls and not self.works(day):
            day += ONE_DAY
        return day


def law_of(country: str | None) -> tuple[bool, bool]:
    """What a country's law says of lengths of time, as far as we know it: whether what falls due on a day off is due
    on the next working day, and whether months go by the same number."""
    code = (country or "").partition("-")[0]
    return code == "KR", bool(code) and code not in FIRST_COUNTED


@lru_cache(maxsize=64)
def _country(code: str) -> _Country:
    country, _hyphen, part = code.partition("-")
    if not CODE.fullmatch(code):
        raise ValueError(f"{code} is no code of a country")
    try:
        return cast(_Country, holidays.country_holidays(country, subdiv=part or None))
    except NotImplementedError as error:
        raise ValueError(f"no calendar of public holidays for {code}") from error


@lru_cache(maxsize=4096)
def _midnight(tz: ZoneInfo, day: date) -> datetime:
    wanted = datetime.combine(day, time(), tzinfo=tz)
    late = wanted.astimezone(UTC)
    if late.astimezone(tz).replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return late
    # 00:00 is skipped here: look for the jump between the readings with the offset after it and before it.
    early = wanted.replace(fold=1).astimezone(UTC) - timedelta(seconds=1)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early).total_seconds() // 2)
        if middle.astimezone(tz).date() >= day:
            late = middle
        else:
            early = middle
    return late
