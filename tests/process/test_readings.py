"""Lengths, days, numbers and shares as people write them elsewhere."""

import pytest

from demosx.process import readings


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("30일", "30 days"), ("30 일", "30 days"), ("30일간", "30 days"), ("30일 이내", "30 days"),
        ("３０일", "30 days"),
        ("삼십일", "30 days"), ("하루", "1 day"), ("열흘", "10 days"), ("보름", "15 days"), ("1일", "1 day"),
        ("20 근무일", "20 working days"), ("20영업일", "20 working days"), ("20 근무 일", "20 working days"),
        ("20 business days", "20 working days"), ("5 workdays", "5 working days"), ("1 working-day", "1 working day"),
        ("2주", "2 weeks"), ("2주일", "2 weeks"), ("3개월", "3 months"), ("한 달", "1 month"), ("석 달", "3 months"),
        ("1년", "1 year"), ("30days", "30 days"), ("30 Days", "30 days"), ("30 day", "30 days"), ("a month", "1 month"),
        ("thirty days", "30 days"), ("1 days", "1 day"), ("48 hours", "2 days"), ("24시간", "1 day"),
        ("2026.12.31까지", "until 2026-12-31"), ("2026년 12월 31일 까지", "until 2026-12-31"), ("until 31.12.", ""),
        ("36 hours", ""), ("0 days", ""), ("40000 days", ""), ("1 month 15 days", ""), ("moons", ""), ("", ""),
        ("언젠가", ""), ("30", ""), ("반년", "6 months"), ("half a year", "6 months"),
        ("until 31.12.2026", "until 2026-12-31"), ("2026-12-31", "until 2026-12-31"),
        ("2026년 12월 31일", "until 2026-12-31"),
        ("30 days first day counted", "30 days, first day counted"), ("30일 (첫날 포함)", "30 days, first day counted"),
        ("2주, rolled", "2 weeks, rolled"), ("soon, rolled", ""),
    ],
)  # fmt: skip
def test_lengths(text: str, right: str) -> None:
    assert readings.length(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("5일 전", "5 days before"), ("1일 후", "1 day after"), ("하루 뒤", "1 day after"),
        ("5 days earlier", "5 days before"), ("1 week bevore", "1 week before"), ("5일", ""), ("before", ""),
        ("2026-12-31 before", ""), ("5 days, rolled before", ""),
    ],
)  # fmt: skip
def test_reminders(text: str, right: str) -> None:
    assert readings.reminder(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2019.1.1", "2019-01-01"), ("2019. 1. 1.", "2019-01-01"), ("2019/12/31", "2019-12-31"),
        ("2019년 1월 1일", "2019-01-01"), ("20190101", "2019-01-01"), ("2019–01–01", "2019-01-01"),
        ("2019-1-1", "2019-01-01"), ("2019.2.30", ""), ("내년", ""),
        ("31.1.2019", "2019-01-31"), ("1. 2. 2019", "2019-02-01"), ("1/2/2019", ""),
    ],
)  # fmt: skip
def test_days(text: str, right: str) -> None:
    assert readings.day(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("5,000", "5000"), ("5_000", "5000"), ("50명", "50"), ("16 세", "16"), ("1회", "1"), ("１６", "16"),
        ("5,00", ""), ("5.5", ""), ("-3", ""), ("오십", ""), ("", ""), ("9" * 16, ""),
    ],
)  # fmt: skip
def test_numbers(text: str, right: str) -> None:
    assert readings.number(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("50%", "1/2"), ("66.6%", "333/500"), ("0.5", "1/2"), ("1 / 2", "1/2"), ("3분의 2", "2/3"), ("절반", "1/2"),
        ("100 %", "1/1"), ("2/1", ""), ("0", ""), ("150%", ""), ("1/0", ""), ("과반수", ""), ("50", ""),
    ],
)  # fmt: skip
def test_shares(text: str, right: str) -> None:
    assert readings.share(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("True", "true"),
        ("예", "true"),
        ("no", "false"),
        ("아니요", "false"),
        ("ture", "true"),
        ("maybe", ""),
        ("", ""),
    ],
)
def test_flags(text: str, right: str) -> None:
    assert readings.flag(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Head answer", "head_answer"),
        ("re-view", "re_view"),
        ("공감", "support"),
        ("1st", ""),
        ("의제", ""),
        ("a.b", "ab"),
    ],
)
def test_keys(text: str, right: str) -> None:
    assert readings.key(text) == right
