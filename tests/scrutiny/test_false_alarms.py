"""How often honest days are taken for something else: measured, and held.

Each figure is that of many invented days whose supports come by chance alone. What the rates are is in
`guides/operate/desk-supports.md`.
"""

from collections import Counter
from random import Random

import pytest

from demosx.scrutiny.patterns import Usual, groups
from tests.scrutiny.days import Rate, by_day, people, shared

NETWORKS = (0.2, 0.15, 0.1, 0.05)
KNOWN = Usual(2000, {"network-0": 400, "network-1": 300, "network-2": 200, "network-3": 100}, 100)
WEEKS = 40


def alarms(rate: Rate, weeks: int = WEEKS, young: Rate = lambda _: 0.05, seed: int = 11) -> Counter[str]:
    """In how many of so many weeks each kind of group is found."""
    chance, found = Random(seed), Counter[str]()
    for _ in range(weeks):
        found.update({group.kind for group in groups(people(chance, 7, rate, NETWORKS, young), KNOWN)})
    return found


@pytest.mark.parametrize("per_day", [3, 30, 300])
def test_quiet_and_busy_weeks_are_left_alone(per_day: int) -> None:
    assert alarms(by_day(per_day)) == Counter(), "not once in forty weeks"


def test_a_link_that_is_shared_shows_as_a_burst_alone() -> None:
    found = alarms(shared(20, 75, 150, 6))
    assert found.keys() <= {"burst"}, found


def test_newcomers_who_join_because_of_a_shared_link_show_as_new_accounts() -> None:
    """That is what it is; the page says that it need not mean anything."""
    found = alarms(shared(20, 75, 150, 6), weeks=10, young=lambda hour: 0.6 if 75 <= hour < 100 else 0.05)
    assert found.keys() == {"burst", "young"}
