"""The two formulas that noticing needs, against numbers from tables."""

from math import exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.scrutiny.chances import evenness, tail, usual


@pytest.mark.parametrize(
    ("count", "mean", "chance"),
    [
        (0, 3.0, 1.0),
        (1, 0.0, 0.0),
        (1, 1.0, 1 - exp(-1)),
        (3, 1.0, 1 - 2.5 * exp(-1)),
        (5, 2.0, 0.052653),
        (10, 1.0, 1.1142548e-07),
        (20, 10.0, 0.0034543),
        (15, 5.0, 0.00022625),
    ],
)
def test_the_tail_is_that_of_the_tables(count: int, mean: float, chance: float) -> None:
    assert isclose(tail(count, mean), chance, rel_tol=1e-4, abs_tol=1e-12)


@given(st.integers(0, 3000), st.floats(0.001, 2500))
def test_the_tail_is_a_chance_and_falls(count: int, mean: float) -> None:
    assert 0 <= tail(count + 1, mean) <= tail(count, mean) + 1e-9 <= 1 + 2e-9
    assert tail(count, mean) <= tail(count, mean * 1.1) + 1e-9


def test_one_outburst_changes_nothing_of_what_is_usual() -> None:
    quiet = [3, 2, 4, 3, 3, 2, 4, 3]
    assert usual(quiet)[0] == usual([*quiet, 500])[0] == 3
    assert usual([0] * 30) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("instants", "even"), [([0, 10, 20, 30], 0.0), ([0, 1, 20, 21], 0.0), ([5], 0.0), ([1, 1, 1], 0.0)]
)
def test_evenness_of_a_clock_is_nothing(instants: list[float], even: float) -> None:
    assert (evenness(instants) == even) is (instants != [0, 1, 20, 21])
