"""Rules come to hold in the order of their days, and what was applied before what holds is skipped."""

from dataclasses import replace
from datetime import date, timedelta

from demosx.process.simulate.timetable import Timetable, holds_later
from tests.process.journeys import KOREA, example, noon

NOW = noon("2019-02-10")
RULES = replace(example("seoul-2019"), effective=date(2019, 1, 1))
LATER = replace(RULES, effective=date(2019, 2, 20))


def test_rules_of_a_day_that_has_come_hold_now_and_others_from_their_midnight() -> None:
    assert not holds_later(RULES, NOW, KOREA)
    assert not holds_later(replace(RULES, effective=date(2019, 2, 10)), NOW, KOREA)
    assert not holds_later(replace(RULES, effective=None), NOW, KOREA)
    assert holds_later(LATER, NOW, KOREA)
    change = Timetable().ordered(RULES, 2, NOW, KOREA).due(NOW)
    assert change is not None
    assert (change.at, change.by_deadline) == (NOW, False)
    ordered = Timetable().ordered(LATER, 2, NOW, KOREA)
    midnight = noon("2019-02-20T00:00")
    assert ordered.due(midnight - timedelta(seconds=1)) is None
    change = ordered.due(midnight)
    assert change is not None
    assert (change.at, change.by_deadline) == (midnight, True)


def test_the_first_to_hold_comes_next_and_those_before_it_are_skipped() -> None:
    ordered = (
        Timetable().ordered(LATER, 2, NOW, KOREA).ordered(RULES, 3, NOW, KOREA).ordered(LATER, 4, NOW, KOREA)
    )
    far = noon("2019-03-01")
    numbers = []
    while change := ordered.due(far):
        numbers.append(change.number)
        ordered = replace(ordered, passed=change.number)
    assert numbers == [3, 4]


def test_of_two_that_hold_from_the_same_day_the_later_one_holds() -> None:
    change = Timetable().ordered(LATER, 2, NOW, KOREA).ordered(LATER, 3, NOW, KOREA).due(noon("2019-03-01"))
    assert change is not None
    assert change.number == 3
