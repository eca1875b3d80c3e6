"""Numbers and days as they are written elsewhere."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.opendata.values import LARGEST, Unfit, When, count, passage, when, word

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("value", "number"),
    [("1,204", 1204), (" 57 ", 57), (12, 12), (12.0, 12), ("12.0", 12), ("", 0), (None, 0), ("007", 7),
     ("1,831,900", 1_831_900), (str(LARGEST), LARGEST)],
)  # fmt: skip
def test_counts(value: object, number: int) -> None:
    assert count(value) == number


@pytest.mark.parametrize(
    "value",
    ["-5", -1, "많음", "1.5", 1.5, True, [3], {"n": 3}, "1,2,3", "12,34", str(LARGEST + 1), "9" * 5000, "nan", "1e3",
     float("inf"), "٣x"],
)  # fmt: skip
def test_what_is_no_count(value: object) -> None:
    with pytest.raises(Unfit):
        count(value)


@given(st.integers(0, LARGEST))
def test_every_number_reads_the_same_however_it_is_grouped(number: int) -> None:
    assert count(number) == count(str(number)) == count(f"{number:,}") == number


@pytest.mark.parametrize(
    "text",
    ["2019-05-01", "2019.05.01", "2019. 5. 1.", "2019/5/1", "20190501", "2019년 5월 1일", " 2019-05-01 "],
)
def test_days(text: str) -> None:
    assert when(text, SEOUL) == When(date(2019, 5, 1))


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2019-05-01 13:20", datetime(2019, 5, 1, 4, 20, tzinfo=UTC)),
        ("2019-05-01T13:20:05", datetime(2019, 5, 1, 4, 20, 5, tzinfo=UTC)),
        ("2019/05/01 13:20", datetime(2019, 5, 1, 4, 20, tzinfo=UTC)),
        ("2019.05.01 13:20", datetime(2019, 5, 1, 4, 20, tzinfo=UTC)),
        ("2019-04-30T23:30:00Z", datetime(2019, 4, 30, 23, 30, tzinfo=UTC)),
        ("2019-05-01T00:10:00+09:00", datetime(2019, 4, 30, 15, 10, tzinfo=UTC)),
    ],
)
def test_instants_are_the_sites_unless_they_say(text: str, utc: datetime) -> None:
    assert when(text, SEOUL) == When(date(2019, 5, 1), utc)


def test_a_day_stands_for_its_noon() -> None:
    found = when("2019-05-01", SEOUL)
    assert found is not None
    assert found.instant(SEOUL) == datetime(2019, 5, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2019-02-30", "2019-13-01", "봄에", "01/05/2019", "1.5", "0001-01-01", "1899-12-31", "2019-05-01 25:00",
             "2019", "43586", "9999-99-99"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Unfit):
        when(text, SEOUL)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        found = when(text, SEOUL)
    except Unfit:
        return
    assert found is None or 1900 <= found.day.year <= 9999


def test_nothing_is_no_day_and_no_word() -> None:
    assert when("", SEOUL) is None and when(None, SEOUL) is None
    assert word(None) == "" and passage(None) == ""


def test_words_are_one_line_and_ids_may_be_numbers() -> None:
    assert word(" 버스\n\n의자\u202e ") == "버스 의자"
    assert word(579345) == "579345" and word(579345.0) == "579345"
    assert passage("하나\r\n둘\x00 ") == "하나\n둘"


@pytest.mark.parametrize("value", [["a"], {"a": 1}, True])
def test_what_is_no_word(value: object) -> None:
    with pytest.raises(Unfit):
        word(value)
    with pytest.raises(Unfit):
        passage(value)
