"""The meaning of rules and deadlines, each in the smallest process that shows it."""

from datetime import date, timedelta

import pytest

from demosx.process import acts, events, next_due
from demosx.process.engine import advance, begin, react
from tests.process.journeys import KOREA, Journey, noon, read
from tests.process.small import DUTY, END, HEAD, OTHER, STAGE, process, rule


def test_a_rule_fires_once_per_visit_however_its_number_swings() -> None:
    journey = process(rule("a", when="'supports >= 5'", open="'d'") + DUTY, ways="a")
    journey.on("2019-02-02", supports=5).act(acts.complete, "d", "yes")
    journey.on("2019-02-03", supports=4).on("2019-02-04", supports=6)
    assert journey.state.duties["d"].number == 1


def test_a_new_visit_lets_its_rules_fire_again() -> None:
    back = rule("b", by="['operator']", move="'a'")
    to_b = rule("a", by="['operator']", move="'b'")
    journey = process(rule("a", when="'supports >= 5'", open="'d'") + to_b, back + DUTY)
    journey.on("2019-02-02", supports=5).act(acts.complete, "d", "yes")
    journey.act(acts.press, "a/move:b", ["operator"]).on("2019-02-03").act(
        acts.press, "b/move:a", ["operator"]
    )
    assert (journey.state.visit.number, journey.state.duties["d"].number, journey.owed) == (3, 2, ["d"])


def test_a_rule_that_reads_an_outcome_fires_once_per_opening() -> None:
    again = rule("a", by="['operator']", open="'d'")
    mark = rule("a", when="\"outcome.d == 'no'\"", notify="'aide'")
    journey = process(again + mark + DUTY, ways="a")
    for day in ("02", "03", "04"):
        journey.on(f"2019-02-{day}").act(acts.press, "a/open:d", ["operator"]).act(acts.complete, "d", "no")
        journey.on(f"2019-02-{day}", supports=int(day))
    assert len(journey.happened(events.Notified)) == 3
    assert journey.happened(events.Notified)[0].to == ("aide",)


def test_a_rule_outside_the_stages_fires_once_for_the_whole_journey() -> None:
    ways = rule("a", by="['operator']", move="'b'"), rule("b", by="['operator']", move="'a'")
    journey = process(ways[0], ways[1] + rule("", when="'supports >= 5'", notify="'aide'"))
    journey.on("2019-02-02", supports=5).act(acts.press, "a/move:b", ["operator"])
    journey.on("2019-02-03", supports=9).act(acts.press, "b/move:a", ["operator"])
    assert len(journey.happened(events.Notified)) == 1


def test_rules_outside_the_stages_are_read_first() -> None:
    outside = rule("", when="'supports >= 5'", end="'closed'")
    journey = process(rule("a", when="'supports >= 4'", move="'b'"), outside).on("2019-02-02", supports=5)
    assert journey.ended == "closed"


def test_a_move_to_the_present_stage_does_nothing_and_is_spent() -> None:
    outside = rule("", when="'supports >= 5'", move="'b'")
    to_a = rule("b", by="['operator']", move="'a'")
    journey = process(rule("a", by="['operator']", move="'b'"), to_a + outside)
    journey.act(acts.press, "a/move:b", ["operator"]).on("2019-02-02", supports=5)
    assert (journey.stage, journey.state.visit.number) == ("b", 2)
    journey.act(acts.press, "b/move:a", ["operator"])
    assert journey.stage == "a"


def test_no_stage_is_entered_twice_in_one_moment() -> None:
    swing = (
        rule("a", when="'supports >= 5 and votes.ever >= 0'", move="'b'"),
        rule("b", when="'opinions >= 1'", move="'a'"),
    )
    journey = process(*swing).on("2019-02-02", supports=5, opinions=1, **{"votes.ever": 0})
    assert (journey.stage, journey.state.visit.number) == ("a", 3)
    settled = journey.state
    assert journey.on("2019-02-03", supports=6).state.visit == settled.visit


def test_reading_starts_again_after_each_firing() -> None:
    first = rule("a", when="'mark.hot'", notify="'aide'")
    second = rule("a", when="'supports >= 5'", mark="'hot'")
    words = '[words]\nhot = { ko = "뜨거움", en = "Hot" }\n'
    journey = process(first + second + words, ways="a").on("2019-02-02", supports=5)
    fired = [event.rule for event in journey.happened(events.Fired)]
    assert fired == ["a/mark:hot", "a/notify:aide"]


def test_a_rule_without_trigger_fires_on_entry() -> None:
    stages = (
        STAGE.format("a")
        + rule("a", move="'b'")
        + STAGE.format("b")
        + rule("b", open="'d'")
        + END.format("b")
    )
    journey = Journey(read(HEAD + stages + DUTY), "2019-02-01")
    assert (journey.stage, journey.owed, journey.state.visit.entered_at) == ("b", ["d"], noon("2019-02-01"))


def test_what_a_rule_sets_later_rules_read() -> None:
    sets = rule("a", when="'supports >= 5'", notify="'aide'", set="{ hot = true, weight = 2.5, label = 'x' }")
    reads = rule("a", when="\"hot and weight * 2 == 5 and label == 'x'\"", end="'closed'")
    journey = process(sets + reads, ways="a").on("2019-02-02", supports=5)
    assert journey.ended == "closed"
    assert journey.happened(events.Given)[0].facts["hot"] is True


def test_a_rule_drops_duties_before_it_acts() -> None:
    opens = rule("a", open="'d'") + rule("a", open="'e'")
    drops = rule("a", when="'supports >= 5'", move="'b'", drop="['d']")
    journey = process(opens + drops, DUTY + OTHER).on("2019-02-02", supports=5)
    assert (journey.stage, journey.owed) == ("b", ["e"])
    assert journey.state.duties["d"].closed_as == "dropped"


def test_a_rule_that_reads_a_decision_fires_once_per_decision() -> None:
    decides = 'owner = "operator"\ndecides = ["yes", "no"]\n'
    told = rule("a", when="\"decision == 'yes'\"", notify="'aide'") + rule(
        "a", when="\"decision == 'no'\"", end="'closed'"
    )
    stage = STAGE.format("a").replace('"support"', '"review"')
    journey = Journey(read(HEAD + stage + decides + told), "2019-02-01")
    for _ in range(3):
        journey.act(acts.decide, "yes").on("2019-02-05", supports=1)
    assert len(journey.happened(events.Notified)) == 3


def test_an_end_is_final() -> None:
    journey = process(rule("a", when="'supports >= 9'", move="'b'"), "").act(
        acts.press, "a/end:closed", ["operator"]
    )
    assert journey.on("2019-02-05", supports=10).stage == "a"
    assert next_due(journey.process, journey.state, KOREA) is None


def test_what_a_deadline_causes_starts_at_midnight_and_its_day_counts() -> None:
    first = 'period = "10 days"\n' + rule("a", when="'period_over'", move="'b'")
    second = 'period = "10 days"\nowner = "operator"\nwithin = "10 days"\n' + rule(
        "b", when="'period_over'", end="'expired'"
    )
    journey = process(first, second).on("2019-02-14")
    assert (journey.stage, journey.state.visit.entered_at) == ("b", noon("2019-02-12T00:00"))
    assert str(journey.state.duties["b"].last_day) == "2019-02-21"
    journey.on("2019-02-25")
    assert journey.end == ("expired", noon("2019-02-22T00:00"))


def test_the_first_day_that_a_person_sets_does_not_count_though_a_deadline_led_there() -> None:
    first = 'period = "10 days"\n' + rule("a", when="'period_over'", move="'b'")
    second = 'period = "10 days"\nopened_by = "operator"\n' + rule("b", when="'period_over'", end="'expired'")
    journey = process(first, second).on("2019-02-14").act(acts.open_stage, date(2019, 2, 20), ["operator"])
    assert journey.on("2019-03-10").end == ("expired", noon("2019-03-03T00:00"))


def test_what_a_person_causes_does_not_count_its_day() -> None:
    first = rule("a", by="['operator']", move="'b'")
    second = 'period = "10 days"\n' + rule("b", when="'period_over'", end="'expired'")
    journey = (
        process(first, second).on("2019-02-12").act(acts.press, "a/move:b", ["operator"]).on("2019-02-25")
    )
    assert journey.end == ("expired", noon("2019-02-23T00:00"))


def test_days_are_counted_days() -> None:
    journey = process(rule("a", when="'days >= 3'", end="'closed'"), ways="a").on("2019-02-03T23:59")
    assert journey.ended is None
    journey.on("2019-02-10")
    assert journey.end == ("closed", noon("2019-02-04T00:00"))


def test_days_are_zero_on_the_starting_day() -> None:
    assert process(rule("a", when="'days == 0'", end="'closed'"), ways="a").ended == "closed"


def test_looking_before_the_calendar_is_settled_is_refused() -> None:
    journey = process('period = "10 days"\n' + rule("a", when="'period_over'", end="'expired'"), ways="a")
    with pytest.raises(ValueError, match="not settled"):
        react(journey.process, journey.state, noon("2019-03-01"), journey.facts, KOREA)


def test_a_clock_that_goes_back_stands_still() -> None:
    journey = process(rule("a", when="'supports >= 5'", open="'d'") + DUTY, ways="a").on("2019-02-05")
    journey.counts["supports"] = 5
    state, _ = react(journey.process, journey.state, noon("2019-02-04"), journey.facts, KOREA)
    assert state.duties["d"].opened_at == noon("2019-02-05")


def test_the_past_is_judged_by_the_facts_as_they_were() -> None:
    enough = 'period = "10 days"\n' + rule("a", when="'period_over and supports >= 5'", move="'b'")
    journey = process(enough + rule("a", when="'period_over'", end="'expired'"), "")
    journey.on("2019-02-20", supports=5)
    assert journey.ended == "expired"


def test_facts_are_asked_again_after_a_move() -> None:
    moves = rule("a", when="'participants >= 5'", move="'b'")
    journey = process(moves, rule("b", when="'participants >= 5'", end="'closed'"))
    of_visit = {1: 5, 2: 0}
    state, _ = react(
        journey.process,
        journey.state,
        journey.now,
        lambda s: {"participants": of_visit[s.visit.number]},
        KOREA,
    )
    assert (state.visit.stage, state.ended) == ("b", None)


def test_filing_in_the_past_and_catching_up_gives_what_would_have_been() -> None:
    journey = process('period = "10 days"\n' + rule("a", when="'period_over'", end="'expired'"), ways="a")
    state, _ = begin(journey.process, noon("2015-02-01"), journey.facts, KOREA)
    state, happened = advance(journey.process, state, noon("2019-02-01"), journey.facts, KOREA)
    assert state.ended is not None
    assert happened[-1].at == state.ended.at == noon("2015-02-12T00:00")
    assert state.settled_until - noon("2019-02-01") == timedelta(0)
