"""The maths of a panel: quorum, majority, ties."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.stages.review.counting import enough, standing

HALF, TWO_THIRDS, ALL = Fraction(1, 2), Fraction(2, 3), Fraction(1)


@pytest.mark.parametrize(
    ("votes", "eligible", "quorum", "majority", "stands"),
    [
        ({}, 4, HALF, None, None),
        ({"a": 1}, 4, HALF, None, None),
        ({"a": 2}, 4, HALF, None, "a"),
        ({"a": 2}, 5, HALF, None, None),
        ({"a": 3}, 5, HALF, None, "a"),
        ({"a": 2, "b": 2}, 4, HALF, None, None),
        ({"a": 2, "b": 2}, 4, HALF, HALF, None),
        ({"a": 2, "b": 1, "c": 1}, 4, HALF, None, None),
        ({"a": 2, "b": 1, "c": 1}, 4, HALF, HALF, "a"),
        ({"a": 3, "b": 2}, 5, HALF, None, "a"),
        ({"a": 2, "b": 1}, 3, HALF, TWO_THIRDS, "a"),
        ({"a": 3, "b": 2}, 5, HALF, TWO_THIRDS, None),
        ({"a": 4, "b": 2}, 6, ALL, TWO_THIRDS, "a"),
        ({"a": 66, "b": 33}, 100, HALF, TWO_THIRDS, "a"),
        ({"a": 199, "b": 100}, 300, HALF, TWO_THIRDS, None),
        ({"a": 4}, 5, ALL, None, None),
        ({"a": 3, "b": 2}, 5, None, TWO_THIRDS, None),
        ({"a": 2}, 4, None, TWO_THIRDS, None),
        ({"a": 3}, 4, None, TWO_THIRDS, "a"),
        ({"a": 1}, 1, ALL, ALL, "a"),
        ({"a": 1}, 0, HALF, None, "a"),
    ],
)
def test_what_stands(
    votes: dict[str, int],
    eligible: int,
    quorum: Fraction | None,
    majority: Fraction | None,
    stands: str | None,
) -> None:
    assert standing(votes, eligible, quorum, majority) == stands


SHARES = st.none() | st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20)
BALLOTS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 40), max_size=4)


@given(BALLOTS, st.integers(0, 80), SHARES, SHARES)
def test_what_stands_leads_alone_and_reaches_its_share(
    votes: dict[str, int], absent: int, quorum: Fraction | None, majority: Fraction | None
) -> None:
    cast = sum(votes.values())
    found = standing(votes, cast + absent, quorum, majority)
    if found is None:
        return
    assert all(votes[found] > n for choice, n in votes.items() if choice != found)
    assert Fraction(votes[found], cast) >= (majority if majority is not None else HALF)
    assert Fraction(cast, cast + absent) >= (quorum if quorum is not None else HALF)


@given(st.integers(0, 200), st.integers(0, 200), SHARES)
def test_a_quorum_only_grows_with_votes(cast: int, more: int, quorum: Fraction | None) -> None:
    eligible = cast + more
    if enough(cast, eligible, quorum):
        assert enough(cast + 1, max(eligible, cast + 1), quorum)


def test_nobody_is_no_quorum() -> None:
    assert not enough(0, 0, None)
    assert not enough(0, 0, HALF)
