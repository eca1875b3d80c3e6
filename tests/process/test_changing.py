"""Other rules for what is under way: nothing is lost, nothing is done twice, nothing is over before the change."""

from datetime import date

import pytest

from demosx.process import NotPossible, Process, acts, allowed, apply_version, clock_acts, obstacles, period
from demosx.process.changing import every_obstacle
from demosx.process.events import (
    DutyClosed,
    DutyOpened,
    Ended,
    Marked,
    Moved,
    Notified,
    RulesChanged,
    Started,
)
from demosx.process.outlook import over_at
from tests.process.journeys import KOREA, Journey, noon, read

RULES = """
format = 1
key = "t"
name = { ko = "시험", en = "Test" }
first = "a"
[[rules]]
by = ["operator"]
end = "closed"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
period = "30 days"
allows = ["support"]
[[stages.a.rules]]
when = "supports >= 50"
open = "d"
[[stages.a.rules]]
when = "supports >= 500"
move = "b"
[[stages.a.rules]]
when = "period_over and open_duties == 0"
end = "expired"
[stages.b]
kind = "review"
name = { ko = "나", en = "B" }
owner = "planning_panel"
within = "20 days"
decides = ["on"]
[[stages.b.rules]]
when = "decision == 'on'"
move = "c"
[stages.c]
kind = "deliberation"
name = { ko = "다", en = "C" }
opened_by = ["operator"]
period = "10 days"
allows = ["opine"]
[[stages.c.rules]]
when = "period_over"
move = "e"
[stages.e]
kind = "execution"
name = { ko = "라", en = "E" }
owner = "department"
report_every = "3 months"
[[stages.e.rules]]
by = ["official"]
end = "carried_out"
[duties.d]
name = { ko = "일", en = "Duty" }
owner = "department"
within = "20 days"
outcomes = ["yes", "no"]
pause = ["supplement", "hearing"]
extend = { times = 1, up_to = "10 days", by = ["official"] }
[duties.supplement]
name = { ko = "보완", en = "Supplement" }
owner = "proposer"
[words]
on = { ko = "계속", en = "On" }
"""
OLD = read(RULES)


def rules(*changes: tuple[str, str]) -> Process:
    """The same rules with some places changed; each must be there once."""
    text = RULES
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return read(text)


def change(journey: Journey, new: Process, by_deadline: bool = False) -> Journey:
    """Let other rules hold for a journey, now."""
    step = apply_version(
        journey.process, new, journey.state, journey.now, journey.facts, journey.calendar, by_deadline
    )
    journey.process = new
    journey.events.clear()
    journey.state = journey._keep(step)
    return journey


def filed() -> Journey:
    """Filed on 1 February 2019 at noon: the period's last day is 3 March."""
    return Journey(OLD, "2019-02-01", counts={"supports": 0})


def in_stage(key: str) -> Journey:
    journey = filed()
    journey.on("2019-02-04").act(acts.force_move, key)
    return journey


def verbs(journey: Journey) -> list[str]:
    return [type(event).__name__ for event in journey.events]


def test_a_lower_number_acts_at_once_and_a_higher_one_undoes_nothing() -> None:
    journey = change(filed().on("2019-02-10", supports=35), rules(('>= 50"', '>= 30"')))
    assert verbs(journey) == ["RulesChanged", "Fired", "DutyOpened"]
    assert {event.at for event in journey.events} == {noon("2019-02-10")}
    journey = change(filed().on("2019-02-10", supports=50), rules(('>= 50"', '>= 70"')))
    assert (verbs(journey), journey.owed, journey.due("d")) == (["RulesChanged"], ["d"], "2019-03-04")


def test_what_was_done_in_this_visit_is_not_done_again() -> None:
    journey = filed().on("2019-02-10", supports=60)
    journey.on("2019-02-12").act(acts.complete, "d", "no")
    change(journey, rules(('>= 50"', '>= 30 or participants >= 5"')))
    assert verbs(journey) == ["RulesChanged"]
    assert journey.state.duties["d"].outcome == "no"


def test_a_rule_that_moves_out_of_its_stage_is_the_same_deed() -> None:
    outside = '[[rules]]\nwhen = "supports >= 30"\nopen = "d"\n[[rules]]\nby = ["operator"]'
    new = rules(
        ('[[rules]]\nby = ["operator"]', outside),
        ('[[stages.a.rules]]\nwhen = "supports >= 50"\nopen = "d"\n', ""),
    )
    journey = filed().on("2019-02-10", supports=60)
    journey.on("2019-02-12").act(acts.complete, "d", "no")
    change(journey, new)
    assert verbs(journey) == ["RulesChanged"]
    later = filed().on("2019-02-10", supports=600)
    later.on("2019-02-12").act(acts.complete, "d", "no")
    assert change(later, new).state.duties["d"].outcome == "no"


def test_a_second_opening_has_an_answer_of_its_own() -> None:
    """What was told of the first answer is told of the second too, though the rules changed in between."""
    told = '[[stages.a.rules]]\nwhen = "outcome.d == \'no\'"\nnotify = "lead"\n'
    button = '[[stages.a.rules]]\nby = ["official"]\nopen = "d"\n'
    journey = Journey(rules(("[stages.b]", told + button + "[stages.b]")), "2019-02-01")
    for day in ("2019-02-03", "2019-02-05"):
        journey.on(day).act(acts.press, "a/open:d#2", ["official"])
        if day == "2019-02-03":
            journey.act(acts.complete, "d", "no")
    assert (len(journey.happened(Notified)), journey.state.duties["d"].number) == (1, 2)
    again = told.replace("'no'", "'no' or supports >= 9000")
    change(journey, rules(("[stages.b]", again + button + "[stages.b]")))
    assert not journey.happened(Notified)
    journey.act(acts.complete, "d", "no")
    assert len(journey.happened(Notified)) == 1


def test_nothing_changes_for_what_has_ended() -> None:
    journey = filed().on("2019-03-10")
    assert journey.ended == "expired"
    assert obstacles(OLD, rules(("stages.a]", "stages.a]")), journey.state) == ()
    with pytest.raises(NotPossible, match="ended"):
        change(journey, OLD)


@pytest.mark.parametrize(
    ("day", "length", "last", "over"),
    [
        ("2019-02-10", "40 days", "2019-03-13", "2019-03-14T00:00"),
        ("2019-02-10", "20 days", "2019-02-21", "2019-02-22T00:00"),
        ("2019-02-21", "20 days", "2019-02-21", "2019-02-22T00:00"),
        ("2019-02-22", "20 days", "2019-02-22", "2019-02-22T12:00"),
        ("2019-02-25", "5 days", "2019-02-25", "2019-02-25T12:00"),
    ],
)
def test_a_period_is_measured_anew_and_over_no_earlier_than_the_change(
    day: str, length: str, last: str, over: str
) -> None:
    new = rules(("30 days", length), ("period_over and open_duties == 0", "period_over and supports < 0"))
    journey = change(filed().on(day), new)
    assert period(new, journey.state, KOREA) == (date(2019, 2, 1), date.fromisoformat(last))
    assert over_at(new, journey.state.visit, KOREA) == noon(over)


def test_a_period_that_would_be_over_long_ago_ends_with_the_change() -> None:
    journey = change(filed().on("2019-02-25"), rules(("30 days", "20 days")))
    assert journey.end == ("expired", noon("2019-02-25"))
    journey = change(filed().on("2019-02-25T00:00"), rules(("30 days", "20 days")), by_deadline=True)
    assert journey.end == ("expired", noon("2019-02-25T00:00"))


def test_a_period_that_was_over_can_open_again_when_it_is_longer() -> None:
    journey = filed().on("2019-03-01", supports=50).on("2019-03-10")
    assert allowed(OLD, journey.state, journey.now, KOREA) == frozenset()
    change(journey, rules(("30 days", "60 days")))
    assert allowed(journey.process, journey.state, journey.now, KOREA) == {"support"}
    assert journey.on("2019-04-02").owed == ["d"]


def test_open_duties_keep_their_day_whatever_becomes_of_them() -> None:
    journey = filed().on("2019-02-10", supports=50)
    change(
        journey,
        rules(
            (
                '[duties.d]\nname = { ko = "일", en = "Duty" }\nowner = "department"\nwithin = "20 days"',
                '[duties.d]\nname = { ko = "일", en = "Duty" }\nowner = "head"\nwithin = "5 days"',
            )
        ),
    )
    assert journey.due("d") == "2019-03-04"
    journey.act(clock_acts.extend, "d", ["official"])
    assert journey.due("d") == "2019-03-12"


def test_a_duty_that_stands_still_goes_on_standing_still() -> None:
    journey = filed().on("2019-02-10", supports=50).on("2019-02-11").act(clock_acts.pause, "d", "hearing")
    change(journey, rules(('pause = ["supplement", "hearing"]\n', "")))
    assert journey.state.duties["d"].paused
    journey.on("2019-02-13").act(clock_acts.resume, "d")
    assert journey.due("d") == "2019-03-05"


def test_a_reason_that_has_become_a_duty_can_still_be_ended() -> None:
    """Nothing is open that could end it, so whoever may let it run on does."""
    journey = filed().on("2019-02-10", supports=50).on("2019-02-11").act(clock_acts.pause, "d", "hearing")
    hearing = '[duties.hearing]\nname = { ko = "청취", en = "Hearing" }\nowner = "operator"\n[words]'
    change(journey, rules(("[words]", hearing)))
    journey.on("2019-02-12").act(clock_acts.resume, "d")
    assert not journey.state.duties["d"].paused


def test_a_period_stands_still_by_the_new_rules_too() -> None:
    journey = filed().on("2019-02-10", supports=50).on("2019-02-11").act(clock_acts.pause, "d", "supplement")
    new = rules(('allows = ["support"]', 'allows = ["support"]\npause = ["supplement"]'))
    change(journey, new)
    assert period(new, journey.state, KOREA) is None
    journey.on("2019-02-12").act(acts.complete, "supplement", None)
    assert period(new, journey.state, KOREA) == (date(2019, 2, 1), date(2019, 3, 5))


def test_what_a_stage_owes_by_the_new_rules_only_is_owed_from_the_change_on() -> None:
    journey = in_stage("b").on("2019-02-10")
    without = rules(
        ('owner = "planning_panel"\nwithin = "20 days"\ndecides = ["on"]', ""),
        ("decision == 'on'", "supports >= 1"),
    )
    change(journey, without)
    assert [(event.name, event.how) for event in journey.happened(DutyClosed)] == [("b", "dropped")]
    change(journey, OLD)
    assert (journey.owed, journey.due("b")) == (["b"], "2019-03-04")


def test_reports_begin_and_end_with_the_rules_that_want_them() -> None:
    journey = in_stage("e")
    assert journey.due("report") == "2019-05-07"  # 4 May is a Saturday, the 6th a day off for Children's Day
    change(journey.on("2019-03-01"), rules(('report_every = "3 months"', 'within = "90 days"')))
    assert journey.owed == ["e"]
    change(journey, rules(("3 months", "1 month")))
    assert (journey.owed, journey.due("report")) == (["report"], "2019-03-04")
    change(journey, OLD)
    assert journey.due("report") == "2019-03-04", "an open report keeps its day"


def test_a_stage_in_preparation_begins_where_nobody_has_to_open_it_any_more() -> None:
    journey = change(in_stage("c").on("2019-02-10"), rules(('opened_by = ["operator"]\n', "")))
    assert journey.happened(Started)
    assert period(journey.process, journey.state, KOREA) == (date(2019, 2, 10), date(2019, 2, 20))
    at_midnight = in_stage("c").on("2019-02-10T00:00")
    change(at_midnight, rules(('opened_by = ["operator"]\n', "")), by_deadline=True)
    assert period(at_midnight.process, at_midnight.state, KOREA) == (date(2019, 2, 10), date(2019, 2, 19))


def test_a_day_that_was_set_for_a_stage_stays_set() -> None:
    journey = in_stage("c").act(acts.open_stage, date(2019, 2, 20), ["operator"])
    change(journey, rules(('opened_by = ["operator"]\n', "")))
    assert not journey.happened(Started)
    assert period(journey.process, journey.on("2019-02-21").state, KOREA) == (
        date(2019, 2, 20),
        date(2019, 3, 2),
    )


def test_a_stage_that_has_begun_is_not_prepared_again() -> None:
    prepared = rules(('allows = ["support"]', 'allows = ["support"]\nopened_by = ["operator"]'))
    journey = change(filed().on("2019-02-10"), prepared)
    assert allowed(prepared, journey.state, journey.now, KOREA) == {"support"}


GONE = (
    ("[stages.b]", "[stages.panel]"),
    ("[[stages.b.rules]]", "[[stages.panel.rules]]"),
    ('move = "b"', 'move = "panel"'),
)


def test_a_stage_that_is_gone_is_a_new_visit_elsewhere() -> None:
    renamed = rules(*GONE, ("[[rules]]", '[goes_to]\nb = "panel"\n[[rules]]'))
    journey = change(in_stage("b").on("2019-02-10"), renamed)
    assert verbs(journey) == ["RulesChanged", "DutyClosed", "Moved", "DutyOpened"]
    (gone,), (moved,), (closed,) = (journey.happened(kind) for kind in (RulesChanged, Moved, DutyClosed))
    assert (gone.from_stage, gone.to_stage, closed.how) == ("b", "panel", "left")
    assert (moved.visit.number, moved.visit.stage, journey.due("panel")) == (3, "panel", "2019-03-04")


def test_a_new_visit_at_midnight_counts_its_first_day() -> None:
    renamed = rules(*GONE, ("[[rules]]", '[goes_to]\nb = "panel"\n[[rules]]'))
    journey = change(in_stage("b").on("2019-02-10T00:00"), renamed, by_deadline=True)
    assert str(journey.state.duties["panel"].last_day) == "2019-03-01"


def test_a_renamed_stage_does_not_ask_for_what_it_has_asked_for() -> None:
    text = RULES.replace("stages.a", "stages.gather").replace('first = "a"', 'first = "gather"')
    renamed = read(text.replace("[[rules]]", '[goes_to]\na = "gather"\n[[rules]]', 1))
    journey = filed().on("2019-02-10", supports=60)
    journey.on("2019-02-12").act(acts.complete, "d", "no")
    change(journey, renamed)
    assert (journey.stage, journey.happened(DutyOpened), journey.state.duties["d"].outcome) == (
        "gather",
        [],
        "no",
    )
    assert journey.on("2019-02-13", supports=500).stage == "b"


def test_a_stage_of_another_kind_is_another_stage() -> None:
    other = rules(
        ('kind = "review"', 'kind = "answer"'),
        ('decides = ["on"]', 'outcomes = ["on"]'),
        ("decision == 'on'", "outcome.b == 'on'"),
    )
    assert obstacles(OLD, other, in_stage("b").state) == (("kind_changed", "b"),)
    assert obstacles(OLD, other, filed().state) == ()
    mapped = read(other.source.replace("[[rules]]", '[goes_to]\nb = "b"\n[[rules]]', 1))
    journey = change(in_stage("b").on("2019-02-10"), mapped)
    assert [event.visit.number for event in journey.happened(Moved)] == [3]
    assert (journey.owed, journey.due("b")) == (["b"], "2019-03-04")


def test_what_the_new_rules_have_no_place_for_is_said_and_nothing_is_done() -> None:
    gone = rules(*GONE)
    journey = in_stage("b")
    before = journey.state
    with pytest.raises(NotPossible, match="stage_gone"):
        change(journey, gone)
    assert journey.state == before
    assert obstacles(OLD, gone, filed().state) == ()
    assert every_obstacle(OLD, gone) == (("stage_gone", "b"),)


def test_something_owed_needs_a_name_in_the_new_rules() -> None:
    text = RULES.replace('[[stages.a.rules]]\nwhen = "supports >= 50"\nopen = "d"\n', "")
    start, end = text.index("[duties.d]"), text.index("[duties.supplement]")
    new = read(text[:start] + text[end:])
    owing = filed().on("2019-02-10", supports=50)
    assert obstacles(OLD, new, owing.state) == (("duty_gone", "d"),)
    assert every_obstacle(OLD, new) == (("duty_gone", "d"),)
    owing.act(acts.complete, "d", "yes")
    assert obstacles(OLD, new, owing.state) == ()
    assert change(owing, new).state.duties["d"].outcome == "yes"


def test_marks_facts_and_decisions_go_along() -> None:
    marking = rules(
        (
            'when = "supports >= 50"\nopen = "d"',
            'when = "supports >= 50"\nmark = "budget"\nset = { lane = "fast" }',
        )
    )
    journey = Journey(marking, "2019-02-01", counts={"supports": 0}).on("2019-02-02", supports=50)
    journey.on("2019-02-03", supports=500).act(acts.decide, "on")
    before = journey.state
    change(journey.on("2019-02-04"), marking)
    after = journey.state
    assert (after.marks, after.given, after.decisions) == (before.marks, before.given, before.decisions)
    assert not journey.happened(Marked)


def test_changing_to_the_same_rules_changes_nothing_but_the_version() -> None:
    journey = filed().on("2019-02-10", supports=50)
    before = journey.state
    change(journey, OLD)
    after = journey.state
    assert (after.duties, after.fired, after.visit.starts_on) == (
        before.duties,
        before.fired,
        before.visit.starts_on,
    )
    assert period(OLD, after, KOREA) == period(OLD, before, KOREA)


def test_the_change_waits_for_nothing_that_was_due_before() -> None:
    journey = filed()
    late = noon("2019-03-20")
    with pytest.raises(ValueError, match="not settled"):
        apply_version(OLD, OLD, journey.state, late, journey.facts, KOREA)


def test_a_deadline_of_the_same_midnight_is_met_by_the_old_rules() -> None:
    journey = filed().on("2019-03-04T00:00")
    assert journey.happened(Ended) and journey.end == ("expired", noon("2019-03-04T00:00"))
