"""Which conditions follow from others, and which can never be true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.process.conditions import Condition, parse_condition
from demosx.process.kinds import Value
from demosx.process.logic import follows, possible, ways


def read(text: str | None) -> Condition | None:
    return None if text is None else parse_condition(text)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (None, "period_over"),
        (None, None),
        ("supports >= 50", "supports >= 500"),
        ("supports >= 50", "500 <= supports"),
        ("supports > 50", "supports >= 51"),
        ("supports != 50", "supports > 50"),
        ("supports >= 50 or votes >= 1", "supports >= 50"),
        ("period_over", "period_over and supports >= 50"),
        ("not period_over", "not period_over and votes > 2"),
        ("not (supports >= 500)", "not (supports >= 50)"),
        ("not (supports >= 500)", "supports < 50"),
        ("decision != 'a'", "decision == 'b'"),
        ("decision != ''", "decision == 'b'"),
        ("supports / population >= 0.01", "supports / population >= 0.02"),
        ("supports >= 1 or votes >= 1", "supports >= 3 or votes >= 2"),
        ("supports >= 50", "supports >= 60 and supports < 20"),
        ("supports > 3", "supports >= 3 and supports != 3"),
        ("supports <= 0.01 * population", "supports == 0.01 * population"),
        ("today >= '2025-01-01'", "today >= '2026-01-01'"),
    ],
)
def test_what_follows(weaker: str | None, stronger: str | None) -> None:
    assert follows(read(weaker), read(stronger))


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("supports >= 500", "supports >= 50"),
        ("supports >= 50", None),
        ("supports >= 50", "votes >= 50"),
        ("supports < 50", "not (supports >= 50)"),
        ("period_over and participants >= 5000", "period_over"),
        ("decision == 'a'", "decision != 'b'"),
        ("decision == 'a'", "decision == 'b'"),
        ("supports >= 0.01 * population", "supports >= 0.02 * population"),
        ("supports >= 50", "supports >= 60 or votes >= 2"),
    ],
)
def test_what_does_not_follow(weaker: str | None, stronger: str | None) -> None:
    assert not follows(read(weaker), read(stronger))


@pytest.mark.parametrize(
    ("text", "can_be"),
    [
        ("supports >= 50 and supports < 50", False),
        ("supports >= 50 and supports <= 50", True),
        ("decision == 'a' and decision == 'b'", False),
        ("decision == 'a' and decision != 'a'", False),
        ("period_over and not period_over", False),
        ("not (supports >= 50) and supports >= 60", False),
        ("not (supports >= 50 or period_over) and period_over", False),
        ("supports > 1 and supports < 2 or period_over", True),
        ("votes < 3 and supports >= 50", True),
        ("supports >= 3 and supports <= 3 and supports != 3", False),
        ("supports >= 0.01 * population and supports < 0.01 * population", False),
        ("supports >= 0.01 * population and supports < 0.02 * population", True),
        ("today >= '2026-01-01' and today < '2025-01-01'", False),
        ("today >= '2025-01-01' and today < '2026-01-01'", True),
        ("today < '2026-01-01' and today <= '2025-01-01'", True),
        ("not (supports >= 5) and not (supports < 5)", True),  # where there is no such number yet
    ],
)
def test_what_can_be_true(text: str, can_be: bool) -> None:
    assert possible(read(text)) is can_be


def test_too_many_ways_are_left_open() -> None:
    condition = read(" and ".join(f"(a{n} >= 1 or b{n} >= 1)" for n in range(8)))
    assert ways(condition) is None
    assert possible(condition)
    assert not follows(condition, condition)


comparisons = st.builds(
    "{} {} {}".format,
    st.sampled_from(["a", "b"]),
    st.sampled_from([">=", ">", "<", "<=", "==", "!="]),
    st.integers(0, 4),
)
conditions = st.recursive(
    comparisons | st.sampled_from(["f", "g"]),
    lambda inner: (
        st.builds("not ({})".format, inner)
        | st.builds("({}) and ({})".format, inner, inner)
        | st.builds("({}) or ({})".format, inner, inner)
    ),
    max_leaves=5,
)
facts = st.fixed_dictionaries(
    {}, optional={"a": st.integers(-1, 5), "b": st.integers(-1, 5), "f": st.booleans(), "g": st.booleans()}
)


@given(conditions, conditions, facts)
def test_what_is_said_to_follow_does(weaker: str, stronger: str, known: dict[str, Value]) -> None:
    weak, strong = parse_condition(weaker), parse_condition(stronger)
    if strong.holds(known):
        assert possible(strong)
        if follows(weak, strong):
            assert weak.holds(known)
