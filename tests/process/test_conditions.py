"""Conditions: how they are read, what they come to, and what is still missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.process.conditions import LONGEST, ConditionError, parse_condition, shortfall
from demosx.process.kinds import Value

FACTS: dict[str, Value] = {
    "supports": 50,
    "population": 9_700_000,
    "decision": "deliberate",
    "period_over": True,
    "overdue.answer": False,
    "votes": 3,
    "votes.yes": 2,
    "ratio": Decimal("0.1"),
    "area": "교통",
    "opened": "2019-03-04",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("supports >= 50", True),
        ("supports > 50", False),
        ("supports <= 50", True),
        ("supports < 50", False),
        ("supports == 50", True),
        ("supports != 50", False),
        ("50 <= supports", True),
        ("supports >= 5_0", True),
        ("decision == 'deliberate'", True),
        ('decision == "deliberate"', True),
        ("decision != ''", True),
        ("area == '교통'", True),
        ("opened >= '2019-03-01'", True),
        ("period_over", True),
        ("not period_over", False),
        ("not not period_over", True),
        ("overdue.answer", False),
        ("period_over and supports >= 50", True),
        ("period_over and supports > 50 or votes == 3", True),
        ("period_over and (supports > 50 or votes == 4)", False),
        ("not period_over or supports >= 50", True),
        ("not (period_over and supports >= 50)", False),
        ("supports + 10 * 2 == 70", True),
        ("(supports + 10) * 2 == 120", True),
        ("100 - 30 - 20 == supports", True),
        ("- supports == 0 - 50", True),
        ("supports / 7 * 7 == 50", True),
        ("votes.yes / votes >= 2 / 3", True),
        ("votes.yes / votes > 0.6666666666666666666666666666", True),
        ("supports >= 0.01 * population", False),
        ("0.1 + 0.2 == 0.3", True),
        ("ratio + 0.2 == 0.3", True),
        # what is not there
        ("missing == 'x'", False),
        ("missing != 'x'", False),
        ("missing >= 0", False),
        ("missing < 0", False),
        ("missing", False),
        ("not missing", True),
        ("missing + 1 >= 0", False),
        ("not (missing >= 0)", True),
        ("missing == missing", False),
        ("votes / (supports - 50) >= 0", False),
    ],
)
def test_what_conditions_come_to(text: str, expected: bool) -> None:
    assert parse_condition(text).holds(FACTS) is expected


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("", "condition_empty", 0),
        ("   ", "condition_empty", 0),
        ("supports = 50", "condition_other_sign", 9),
        ("supports && votes", "condition_other_sign", 9),
        ("!period_over", "condition_other_sign", 0),
        ("supports ≥ 50", "condition_other_sign", 9),
        ("decision == 'x", "condition_open_quote", 12),
        ("decision == ‘x’", "condition_open_quote", 12),
        ("supports >= 5,000", "condition_strange_sign", 13),
        ("supports >= 1%", "condition_strange_sign", 13),
        ("1 <= supports <= 5", "condition_chain", 14),
        ("supports >= 50 period_over", "condition_left_over", 15),
        ("supports >= 50)", "condition_left_over", 14),
        ("supports >=", "condition_value_missing", 11),
        (">= 50", "condition_value_missing", 0),
        ("period_over and", "condition_value_missing", 15),
        ("period_over and or votes", "condition_value_missing", 16),
        ("period_over AND votes", "condition_left_over", 12),
        ("NOT period_over", "condition_capitals", 0),
        ("period_over == true", "condition_true_false", 15),
        ("(supports >= 50", "condition_open_bracket", 0),
        ("(" * 100 + "period_over" + ")" * 100, "condition_too_deep", 20),
        ("not " * 100 + "period_over", "condition_too_deep", 160),
        ("supports >= 50 or " * 200 + "period_over", "condition_too_long", 0),
        ("__import__('os')", "condition_left_over", 10),
        ("supports.__class__ >= lambda: 1", "condition_strange_sign", 28),
    ],
)
def test_what_is_no_condition(text: str, code: str, at: int) -> None:
    with pytest.raises(ConditionError) as error:
        parse_condition(text)
    assert (error.value.code, error.value.at) == (code, at)


def test_what_a_condition_reads() -> None:
    condition = parse_condition(
        "supports >= 50 and (decision == 'x' or outcome.a != overdue.b) and decisions.c == ''"
    )
    assert condition.reads == {"supports", "decision", "outcome.a", "overdue.b", "decisions.c"}
    assert condition.once_each == ("decision", "decisions.c", "outcome.a", "overdue.b")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        assert 0 <= error.at <= len(text)
    else:
        assert condition.holds({}) in (True, False)


@given(st.text("()+-*/<>=!.'ab1 andornot", max_size=LONGEST))
def test_texts_of_the_right_letters_are_read_or_refused(text: str) -> None:
    try:
        assert parse_condition(text).holds(FACTS) in (True, False)
    except ConditionError as error:
        assert error.code.startswith("condition_")


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_percentage_is_exact(supports: int, population: int) -> None:
    facts: dict[str, Value] = {"supports": supports, "population": population}
    assert parse_condition("supports >= 0.01 * population").holds(facts) is (100 * supports >= population)


@pytest.mark.parametrize(
    ("text", "facts", "more"),
    [
        ("supports >= 50", {"supports": 38}, 12),
        ("supports > 50", {"supports": 38}, 13),
        ("50 <= supports", {"supports": 38}, 12),
        ("supports >= 50", {"supports": 50}, None),
        ("supports >= 50", {}, 50),
        ("supports >= 50 and votes >= 3", {"supports": 38, "votes": 3}, 12),
        ("supports >= 50 and votes >= 3", {"supports": 38, "votes": 2}, None),
        ("supports >= 50 or supports >= 40", {"supports": 38}, 2),
        ("supports >= 50 and supports >= 60", {"supports": 38}, 22),
        ("supports >= 50 and supports < 45", {"supports": 38}, None),
        ("supports >= 0.01 * population", {"supports": 1, "population": 1050}, 10),
        ("supports / population >= 0.01", {"supports": 1, "population": 1050}, 10),
        ("supports * 3 >= 50 and not period_over", {"supports": 1}, 16),
        ("supports <= 50", {"supports": 60}, None),
        ("votes >= 3", {"supports": 1}, None),
        ("period_over", {"supports": 1}, None),
        ("supports == 'x'", {"supports": "x"}, None),
    ],
)
def test_how_many_more(text: str, facts: dict[str, Value], more: int | None) -> None:
    assert shortfall(parse_condition(text), "supports", facts) == more


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 5))
def test_that_many_more_and_no_fewer(have: int, wanted: int, votes: int) -> None:
    condition = parse_condition(f"supports >= {wanted} and votes >= 2")
    facts: dict[str, Value] = {"supports": have, "votes": votes}
    more = shortfall(condition, "supports", facts)
    if more is None:
        assert votes < 2 or have >= wanted
    else:
        assert condition.holds({**facts, "supports": have + more})
        assert not condition.holds({**facts, "supports": have + more - 1})
