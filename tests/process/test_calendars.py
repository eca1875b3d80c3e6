"""Midnights where the clock jumps, and days off."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.process.calendars import Calendar, law_of
from tests.process.journeys import KOREA

ZONES = ["Asia/Seoul", "America/Sao_Paulo", "America/Havana", "Asia/Beirut", "Africa/Cairo", "Pacific/Apia",
         "Europe/London", "America/Asuncion", "Asia/Tehran", "America/St_Johns", "Australia/Lord_Howe"]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "day", "first"),
    [
        ("Asia/Seoul", "2019-03-04", "2019-03-03T15:00:00"),
        ("UTC", "2019-03-04", "2019-03-04T00:00:00"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00"),
        ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00"),
        ("America/Havana", "2019-11-03", "2019-11-03T04:00:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00"),
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00"),
    ],
)
def test_the_first_instant_of_a_day(zone: str, day: str, first: str) -> None:
    calendar = Calendar(ZoneInfo(zone))
    assert calendar.midnight(date.fromisoformat(day)) == datetime.fromisoformat(first).replace(tzinfo=UTC)


def test_the_zones_of_these_tests_exist() -> None:
    assert set(ZONES) <= available_timezones()


@given(st.dates(date(1975, 1, 1), date(2036, 1, 1)), st.sampled_from(ZONES))
def test_nothing_of_a_day_comes_before_its_midnight(day: date, zone: str) -> None:
    calendar = Calendar(ZoneInfo(zone))
    first = calendar.midnight(day)
    assert calendar.day_of(first) >= day
    assert calendar.day_of(first - timedelta(seconds=1)) < day
    assert calendar.after(day) > first or zone == "Pacific/Apia"


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        ("2019-03-02", "2019-03-04"),
        ("2019-03-01", "2019-03-04"),
        ("2019-03-04", "2019-03-04"),
        ("2019-02-04", "2019-02-07"),
        ("2019-05-05", "2019-05-07"),
        ("2018-10-03", "2018-10-04"),
    ],
)
def test_duties_roll_off_days_off_in_korea(day: str, rolled: str) -> None:
    assert str(KOREA.roll(date.fromisoformat(day))) == rolled


def test_a_calendar_that_does_not_roll() -> None:
    assert Calendar(KOREA.tz, "KR").roll(date(2019, 3, 2)) == date(2019, 3, 2)


def test_without_a_country_only_weekends_are_off() -> None:
    plain = Calendar(ZoneInfo("UTC"), rolls=True)
    assert plain.works(date(2019, 3, 1))
    assert not plain.works(date(2019, 3, 2))


@pytest.mark.parametrize("code", ["XX", "Korea", "KOR", "kr"])
def test_an_unknown_country_is_refused(code: str) -> None:
    """A name has holidays in the library too, but no law that we know it by."""
    with pytest.raises(ValueError, match=code):
        Calendar(ZoneInfo("UTC"), code)


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    day = date(2025, 1, 2)
    scotland, britain = (Calendar(ZoneInfo("Europe/London"), code) for code in ("GB-SCT", "GB"))
    assert (scotland.works(day), britain.works(day)) == (False, True)
    with pytest.raises(ValueError, match="GB-XYZ"):
        Calendar(ZoneInfo("Europe/London"), "GB-XYZ")


@pytest.mark.parametrize(
    ("country", "law"),
    [
        ("KR", (True, False)),
        ("JP", (False, False)),
        ("GB", (False, True)),
        ("DE-BY", (False, True)),
        (None, (False, False)),
    ],
)
def test_what_the_law_says_of_lengths(country: str | None, law: tuple[bool, bool]) -> None:
    assert law_of(country) == law
