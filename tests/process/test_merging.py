"""One proposal goes on in another: what is owed goes with it."""

import pytest

from demosx.process import NotPossible, acts, clock_acts, events, going_over, merge_away, take_over
from tests.process.journeys import Journey, noon
from tests.process.small import process, rule

DUTY = """
[duties.d]
name = { ko = "일", en = "Duty" }
owner = "operator"
within = "10 days"
outcomes = ["yes", "no"]
pause = ["hearing"]
"""
RULES = 'owner = "operator"\nwithin = "30 days"\n' + rule("a", when='"supports >= 5"', open='"d"') + DUTY
ENOUGH = rule("", when='"supports >= 8"', mark='"many"')


def joined(first: Journey, second: Journey, **counts: int) -> Journey:
    """The second goes on in the first."""
    over = going_over(second.state)
    second.act(merge_away)
    first.on(f"{second.now:%Y-%m-%d}")
    first.counts |= counts
    return first.act(take_over, over)


def test_it_ends_as_merged_and_owes_nothing_any_more() -> None:
    one, other = (
        process(RULES, ways="a").on("2019-02-03"),
        process(RULES, ways="a").on("2019-02-03", supports=5),
    )
    joined(one, other)
    assert (other.ended, other.owed) == ("merged", [])
    assert (one.owed, one.due("d")) == (["a", "d"], "2019-02-13")
    assert [event.duty.name for event in one.happened(events.DutyOpened)] == ["a", "d"]


def test_the_earlier_due_day_holds() -> None:
    one = process(RULES, ways="a").on("2019-02-06", supports=5).on("2019-02-08")
    other = process(RULES, ways="a").on("2019-02-03", supports=5).on("2019-02-08")
    assert (one.due("d"), other.due("d")) == ("2019-02-18", "2019-02-13")
    joined(one, other)
    assert (one.due("d"), one.state.duties["d"].number) == ("2019-02-13", 1)
    assert one.happened(events.DutyMoved)[0].at == noon("2019-02-08")
    later = process(RULES, ways="a").on("2019-02-07", supports=5).on("2019-02-09")
    joined(one, later)
    assert one.due("d") == "2019-02-13"


def test_a_clock_that_stands_still_goes_over_standing_still() -> None:
    one, other = process(RULES, ways="a"), process(RULES, ways="a").on("2019-02-03", supports=5)
    other.on("2019-02-04").act(clock_acts.pause, "d", "hearing")
    joined(one, other)
    assert one.state.duties["d"].paused
    one.on("2019-02-06").act(clock_acts.resume, "d")
    assert one.due("d") == "2019-02-18"  # three days later than the 13th: Saturday the 16th


def test_the_other_s_rules_see_the_people_who_come() -> None:
    one, other = process(RULES + ENOUGH, ways="a"), process(RULES, ways="a").on("2019-02-03", supports=3)
    joined(one, other, supports=8)
    assert one.state.marks == {"many"}


def test_what_has_ended_is_not_merged() -> None:
    journey = process(RULES, ways="a").act(acts.press, "a/end:closed", ["operator"])
    with pytest.raises(NotPossible):
        journey.act(merge_away)
