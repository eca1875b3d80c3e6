"""The calendar by which a scenario counts: the one of the setting, or the one that its file describes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from ..calendars import Calendar, law_of
from . import values
from .notes import Notes
from .values import Misfit, Reader

MONTHS = ("first counted", "same number")


def _months(value: Any) -> str:
    if value not in MONTHS:
        raise Misfit("not_one_of", given=str(value), allowed=", ".join(MONTHS))
    return str(value)


DAYS: Mapping[str, Reader] = {
    "roll": values.flag,
    "months": _months,
    "add": values.days,
    "remove": values.days,
}


def read_calendar(notes: Notes, top: Mapping[str, Any], calendar: Calendar) -> Calendar:
    """The calendar that a file asks for. One that names a country or days of its own has nothing of the site's but
    the time zone."""
    calendar = _in_zone(notes, top, calendar)
    if "country" not in top and "calendar" not in top:
        return calendar
    own = notes.fields(("calendar",), top.get("calendar", {}), DAYS)
    country = top.get("country", calendar.country)
    rolls, same_number = law_of(country)
    try:
        return Calendar(
            tz=calendar.tz,
            country=country,
            rolls=own.get("roll", rolls),
            add=frozenset(own.get("add", ())),
            remove=frozenset(own.get("remove", ())),
            same_number=own["months"] == "same number" if "months" in own else same_number,
        )
    except ValueError:
        notes.error("unknown_country", ("country",), country=country)
        return calendar


def _in_zone(notes: Notes, top: Mapping[str, Any], calendar: Calendar) -> Calendar:
    if "timezone" not in top:
        return calendar
    try:
        return replace(calendar, tz=ZoneInfo(top["timezone"]))
    except (KeyError, ValueError, OSError):
        notes.error("unknown_zone", ("timezone",), zone=top["timezone"])
        return calendar
