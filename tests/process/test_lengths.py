"""Last days as the design, the documented cases and the Civil Act of Korea give them."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.process.calendars import Calendar
from demosx.process.lengths import (
    LengthError,
    counted_days,
    last_day,
    parse_length,
    parse_reminder,
    stretched,
)
from tests.process.journeys import KOREA, PLAIN


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        ("2019-02-01", "30 days", "2019-03-03"),
        ("2019-05-01", "30 days", "2019-05-31"),
        ("2018-12-14", "30 days", "2019-01-13"),
        ("2018-09-04", "30 days, first day counted", "2018-10-03"),
        ("2019-02-10", "20 days", "2019-03-02"),
        ("2019-02-10", "1 day", "2019-02-11"),
        ("2019-02-10", "2 weeks", "2019-02-24"),
        ("2019-02-10", "1 week, first day counted", "2019-02-16"),
        ("2019-02-09", "1 month", "2019-03-09"),
        ("2019-02-28", "1 month", "2019-03-31"),
        ("2019-01-30", "1 month", "2019-02-28"),
        ("2019-01-28", "1 month", "2019-02-28"),
        ("2019-01-27", "1 month", "2019-02-27"),
        ("2020-01-30", "1 month", "2020-02-29"),
        ("2020-02-28", "1 year", "2021-02-28"),
        ("2019-03-30", "1 month", "2019-04-30"),
        ("2019-12-31", "2 months", "2020-02-29"),
        ("2019-03-01, counted", "1 month", "2019-03-31"),
        ("2019-05-01", "1 year", "2020-05-01"),
        ("2019-05-01, counted", "1 year", "2020-04-30"),
        ("2019-03-04, counted", "30 days", "2019-04-02"),
        ("2019-02-01", "5 working days", "2019-02-13"),
        ("2019-03-04, counted", "5 working days", "2019-03-08"),
        ("2019-03-02, counted", "1 working day", "2019-03-04"),
        ("2018-09-21", "3 working days", "2018-10-01"),
    ],
)
def test_last_days(start: str, length: str, last: str) -> None:
    day, _, counted = start.partition(", ")
    given_last = last_day(date.fromisoformat(day), parse_length(length), KOREA, bool(counted))
    assert str(given_last) == last


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("30 days", "30 days"),
        ("1 day", "1 day"),
        ("1 days", "1 day"),
        ("20 working days", "20 working days"),
        ("1 working day", "1 working day"),
        ("  2   weeks ", "2 weeks"),
        ("30 days, first day counted", "30 days, first day counted"),
    ],
)
def test_lengths_read(text: str, back: str) -> None:
    assert str(parse_length(text)) == back


@pytest.mark.parametrize(
    "text",
    ["", "30", "days", "30days", "0 days", "-3 days", "1.5 days", "a month", "30일", "30 hours", "30 Days", "101 years",
     "99999999 days", "30 days, first", "30 days counted", "２０ days,", "1 day before"],
)  # fmt: skip
def test_no_lengths(text: str) -> None:
    with pytest.raises(LengthError):
        parse_length(text)


def test_lengths_in_words() -> None:
    assert parse_length("30 days, first day counted").describe("ko") == "30일 (첫날 포함)"
    assert parse_length("20 working days").describe("ko") == "20일(근무일)"
    assert parse_length("1 month").describe("en") == "1 month"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 days before", "2019-02-27"),
        ("1 day after", "2019-03-05"),
        ("2 working days before", "2019-02-27"),
        ("1 working day after", "2019-03-05"),
        ("1 week before", "2019-02-25"),
        ("1 month before", "2019-02-04"),
    ],
)
def test_reminders_count_from_the_due_day(text: str, day: str) -> None:
    reminder = parse_reminder(text)
    assert str(reminder.day(date(2019, 3, 4), KOREA)) == day
    assert str(reminder) == text


@pytest.mark.parametrize(
    "text", ["", "5 days", "before", "5 before", "5 days later", "1 day, first day counted before"]
)
def test_no_reminders(text: str) -> None:
    with pytest.raises(LengthError):
        parse_reminder(text)


def test_a_site_adds_and_removes_days_off() -> None:
    own = Calendar(
        KOREA.tz, "KR", True, add=frozenset({date(2019, 3, 4)}), remove=frozenset({date(2019, 3, 2)})
    )
    assert str(own.roll(date(2019, 3, 2))) == "2019-03-02"
    assert str(own.roll(date(2019, 3, 3))) == "2019-03-05"
    assert str(last_day(date(2019, 3, 1), parse_length("2 working days"), own)) == "2019-03-05"


days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
units = st.sampled_from(["days", "weeks", "months", "years", "working days"])


@given(days, st.integers(1, 60), units)
def test_a_counted_first_day_ends_no_later(start: date, amount: int, unit: str) -> None:
    length = parse_length(f"{amount} {unit}")
    counted, not_counted = last_day(start, length, PLAIN, True), last_day(start, length, PLAIN)
    assert start <= counted <= not_counted
    assert last_day(start, parse_length(f"{amount} {unit}, first day counted"), PLAIN) == counted


@given(days, st.integers(1, 60), units)
def test_longer_never_ends_earlier(start: date, amount: int, unit: str) -> None:
    length, longer = parse_length(f"{amount} {unit}"), parse_length(f"{amount + 1} {unit}")
    assert last_day(start, length, PLAIN) < last_day(start, longer, PLAIN)


@given(days, st.integers(1, 40))
def test_working_days_end_on_one(start: date, amount: int) -> None:
    last = last_day(start, parse_length(f"{amount} working days"), Calendar(ZoneInfo("UTC")))
    assert last.weekday() < 5
    assert (
        sum((date.fromordinal(n)).weekday() < 5 for n in range(start.toordinal() + 1, last.toordinal() + 1))
        == amount
    )


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        ("2019-02-28", "6 months", "2019-08-28"),
        ("2019-02-28, counted", "6 months", "2019-08-27"),
        ("2021-04-30", "18 months", "2022-10-30"),
        ("2019-12-31", "2 months", "2020-02-29"),
        ("2020-02-29", "1 year", "2021-02-28"),
        ("2019-05-10", "1 month", "2019-06-10"),
        ("2019-02-01", "30 days", "2019-03-03"),
    ],
)
def test_months_elsewhere_end_on_the_number_of_the_starting_day(start: str, length: str, last: str) -> None:
    day, _, counted = start.partition(", ")
    europe = Calendar(ZoneInfo("Europe/Berlin"), "DE", same_number=True)
    assert str(last_day(date.fromisoformat(day), parse_length(length), europe, bool(counted))) == last


spans = st.lists(
    st.tuples(st.dates(date(2019, 1, 1), date(2019, 12, 31)), st.integers(0, 40)), max_size=6
).map(lambda found: sorted((first, first + timedelta(days=more)) for first, more in found))
units = st.sampled_from(["days", "weeks", "months", "working days"])


def counting(first: date, wanted: int, gaps: list[tuple[date, date]], working: bool) -> date:
    """The day on which so many days have counted, one after the other."""
    day = first - timedelta(days=1)
    while wanted:
        day += timedelta(days=1)
        off = any(begin <= day <= end for begin, end in gaps)
        wanted -= not off and (not working or KOREA.works(day))
    return day


@given(st.dates(date(2019, 1, 1), date(2019, 12, 31)), st.integers(1, 40), units, spans, st.booleans())
def test_days_in_gaps_are_added_at_the_end(
    start: date, amount: int, unit: str, gaps: list[tuple[date, date]], counted: bool
) -> None:
    length = parse_length(f"{amount} {unit}")
    first = start if counted else start + timedelta(days=1)
    plain = last_day(start, length, KOREA, counted)
    working = unit == "working days"
    wanted = amount if working else (plain - first).days + 1
    assert stretched(start, length, KOREA, counted, gaps=gaps) == counting(first, wanted, gaps, working)


@given(st.dates(date(2019, 1, 1), date(2019, 12, 31)), st.integers(-3, 200), spans)
def test_counted_days_are_those_outside_of_gaps(
    first: date, more: int, gaps: list[tuple[date, date]]
) -> None:
    until = first + timedelta(days=more - 1)
    days = [first + timedelta(days=number) for number in range(max(more, 0))]
    outside = [day for day in days if not any(begin <= day <= end for begin, end in gaps)]
    assert counted_days(first, until, gaps) == (len(outside) if more >= 0 else more)


def test_an_extension_counts_from_the_day_after_the_last() -> None:
    base, more = parse_length("10 days"), parse_length("1 month, first day counted")
    assert str(stretched(date(2019, 2, 1), base, KOREA, extended=[more])) == "2019-03-11"


def test_a_rolled_length_reads_back_and_says_so() -> None:
    length = parse_length("15 days, first day counted, rolled")
    assert (str(length), length.rolled) == ("15 days, first day counted, rolled", True)
    assert parse_length("15 days, rolled").describe("ko") == "15일 (쉬는 날이면 다음 근무일까지)"
    with pytest.raises(LengthError):
        parse_reminder("5 days, rolled before")


@pytest.mark.parametrize("start", ["2025-01-01", "2025-03-30", "2025-03-31", "2025-05-01"])
def test_a_length_may_name_its_last_day(start: str) -> None:
    length = parse_length("until 2025-03-31")
    assert str(last_day(date.fromisoformat(start), length, KOREA)) == "2025-03-31"
    assert (length.describe("ko"), length.describe("en")) == ("2025년 3월 31일까지", "until 31 March 2025")
    assert parse_length(str(parse_length(" until  2025-03-31, rolled"))).rolled


@pytest.mark.parametrize("text", ["until 2025-02-30", "until 31 March", "until 1025-03-31", "until"])
def test_a_day_that_is_none_is_no_length(text: str) -> None:
    with pytest.raises(LengthError):
        parse_length(text)
