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


WAITS = (
    DUTY.replace('["hearing"]', '["supplement", "a"]')
    + """
[duties.supplement]
name = { ko = "보완", en = "Supplement" }
owner = "proposer"
within = "7 days"
[words]
a = { ko = "검토", en = "Review" }
"""
)
ASKS = rule("a", when='"opinions >= 1"', open='"supplement"')
FREE = rule("a", when='"supports >= 5"', open='"d"') + ASKS + WAITS
ON = rule("a", when='"opinions >= 9"', move='"b"')
OWNED = 'owner = "operator"\nwithin = "30 days"\n' + ON + FREE


def test_what_a_clock_waits_for_goes_over_with_it_and_stops_it_once() -> None:
    one, other = process(FREE, ways="a"), process(FREE, ways="a").on("2019-02-03", supports=5)
    other.on("2019-02-04", opinions=1)
    joined(one, other)
    assert one.owed == ["d", "supplement"] and one.happened(events.Paused) == []
    one.on("2019-02-06").act(acts.complete, "supplement", None)
    assert one.due("d") == "2019-02-18"
    assert len(one.state.duties["d"].pauses) == 1


def test_a_clock_does_not_wait_for_what_stays_behind() -> None:
    one, other = process(OWNED, "").act(acts.force_move, "b"), process(OWNED, "").on("2019-02-03", supports=5)
    assert other.state.duties["d"].paused  # the stage's own duty stands in its way
    joined(one.on("2019-02-05"), other.on("2019-02-05"))
    assert not one.state.duties["d"].paused
    assert one.due("d") == "2019-02-15"  # the 4th and the 5th do not count


def test_a_clock_waits_for_what_is_owed_here() -> None:
    one = process(FREE, ways="a").on("2019-02-04", opinions=1)
    other = process(FREE, ways="a").on("2019-02-03", supports=5).on("2019-02-04")
    joined(one, other)
    assert one.state.duties["d"].paused
    one.on("2019-02-05").act(acts.complete, "supplement", None)
    assert one.due("d") == "2019-02-15"


def test_what_comes_stops_what_was_owed_here_already() -> None:
    one = process(FREE, ways="a").on("2019-02-03", supports=5)
    other = process(FREE, ways="a").on("2019-02-04", opinions=1)
    joined(one, other)
    assert [event.name for event in one.happened(events.Paused)] == ["d"]


def test_an_earlier_clock_waits_all_the_same() -> None:
    one = process(FREE, ways="a").on("2019-02-04", supports=5, opinions=1)
    other = process(FREE, ways="a").on("2019-02-03", supports=5).on("2019-02-06")
    joined(one, other)
    one.on("2019-02-07").act(acts.complete, "supplement", None)
    assert one.due("d") == "2019-02-15"  # from the 3rd on, without the 6th and the 7th


def test_what_was_done_here_is_owed_again_where_it_comes_open() -> None:
    one, other = (process(RULES, ways="a").on("2019-02-03", supports=5) for _ in range(2))
    one.act(acts.complete, "d", "no")
    joined(one, other)
    assert one.state.duties["d"].outcome is None and one.state.duties["d"].number == 2


def test_the_other_s_rules_see_the_people_who_come() -> None:
    one, other = process(RULES + ENOUGH, ways="a"), process(RULES, ways="a").on("2019-02-03", supports=3)
    joined(one, other, supports=8)
    assert one.state.marks == {"many"}


def test_what_has_ended_is_not_merged() -> None:
    journey = process(RULES, ways="a").act(acts.press, "a/end:closed", ["operator"])
    with pytest.raises(NotPossible):
        journey.act(merge_away)
