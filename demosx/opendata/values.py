"""Single values as other systems write them: numbers, days, words."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from ..core.terminal import _
from ..core.text import clean, one_line

LARGEST = 2_147_483_647
OLDEST = 1900
NOON = time(12)
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?")
DAY = re.compile(r"(\d{4})\s*(?:[-./]|년)\s*(\d{1,2})\s*(?:[-./]|월)\s*(\d{1,2})\s*[.일]?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Unfit(Exception):
    """A value does not fit; the text says what would."""


@dataclass(frozen=True)
class When:
    """A day in the site's zone, and the instant, aware, in UTC, where one was given."""

    day: date
    at: datetime | None = None

    def instant(self, zone: ZoneInfo) -> datetime:
        """The instant; noon where only the day is known, as everywhere in process files."""
        return self.at or datetime.combine(self.day, NOON, tzinfo=zone).astimezone(UTC)


def word(value: object) -> str:
    """One line of text; empty for nothing. Numbers are written out, so that an id may be one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float, type(None))):
        raise Unfit(_("“%(value)s” is not text.", value=shown(value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_line("" if value is None else str(value))


def passage(value: object) -> str:
    """Text of many lines; empty for nothing."""
    if not isinstance(value, (str, type(None))):
        raise Unfit(_("“%(value)s” is not text.", value=shown(value)))
    return clean(value or "")


def count(value: object) -> int:
    """A whole number, 0 or more, also written as 1,234; nothing is 0."""
    text = "" if value is None else str(value).strip()
    if not text:
        return 0
    if isinstance(value, bool) or not NUMBER.fullmatch(text):
        raise Unfit(_("“%(value)s” is not a whole number.", value=shown(value)))
    number = (
        int(text.partition(".")[0].replace(",", "")) if len(text) < len(str(LARGEST)) * 2 else LARGEST + 1
    )
    if number < 0:
        raise Unfit(_("“%(value)s” is less than 0.", value=shown(value)))
    if number > LARGEST:
        raise Unfit(_("“%(value)s” is too large.", value=shown(value)))
    return number


def when(value: object, zone: ZoneInfo) -> When | None:
    """A day or an instant: 2019-05-01, 2019. 5. 1., 2019년 5월 1일, 20190501, with a time 2019-05-01T13:20.

    A time without an offset is the site's. None for nothing.
    """
    text = word(value)
    if not text:
        return None
    found = _day(text) or _instant(text, zone)
    if found is None:
        raise Unfit(_("“%(value)s” is not a day. Write 2019-05-01, or 2019-05-01 13:20.", value=shown(value)))
    if found.day.year < OLDEST:
        raise Unfit(_("“%(value)s” is too long ago.", value=shown(value)))
    return found


def shown(value: object) -> str:
    """The beginning of a value, for a sentence about it."""
    text = one_line(str(value))
    return text if len(text) <= 40 else text[:39] + "…"


def _day(text: str) -> When | None:
    match = DAY.fullmatch(text) or COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return When(date(year, month, day))
    except ValueError:
        raise Unfit(_("“%(value)s” is not in the calendar.", value=text)) from None


def _instant(text: str, zone: ZoneInfo) -> When | None:
    try:
        parsed = datetime.fromisoformat(
            text.replace("/", "-").replace(".", "-", 2) if text[4:5] in "./" else text
        )
    except ValueError:
        return None
    if OLDEST <= parsed.year <= 9998:
        at = (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
        return When(at.astimezone(zone).date(), at)
    return When(parsed.date())
