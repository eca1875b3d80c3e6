"""What is owed: duties of proposals and of stages, and reports on their rhythm."""

from demosx.process import acts, events
from tests.process.journeys import Journey, noon
from tests.process.small import DUTY, process, rule


def test_a_duty_that_was_opened_stays_when_the_number_falls() -> None:
    journey = process(rule("a", when="'supports >= 5'", open="'d'") + DUTY, ways="a")
    journey.on("2019-02-02", supports=5).on("2019-02-03", supports=4)
    assert journey.owed == ["d"]


def test_reopening_a_duty_empties_its_outcome() -> None:
    journey = process(rule("a", by="['operator']", open="'d'") + DUTY, ways="a")
    journey.act(acts.press, "a/open:d", ["operator"]).act(acts.complete, "d", "no")
    first = journey.state.duties["d"]
    journey.act(acts.press, "a/open:d", ["operator"])
    second = journey.state.duties["d"]
    assert [(duty.outcome, duty.number) for duty in (first, second)] == [("no", 1), (None, 2)]


def test_a_stage_duty_that_a_leaving_rule_drops_was_dropped_not_left() -> None:
    own = 'owner = "operator"\nwithin = "10 days"\n'
    journey = process(own + rule("a", when="'supports >= 5'", move="'b'", drop="['a']"), "")
    journey.on("2019-02-02", supports=5)
    assert (journey.stage, journey.state.duties["a"].closed_as) == ("b", "dropped")


def test_duties_survive_moves_and_the_end() -> None:
    journey = process(rule("a", open="'d'") + rule("a", by="['operator']", move="'b'"), DUTY)
    journey.act(acts.press, "a/move:b", ["operator"]).act(acts.press, "b/end:closed", ["operator"])
    assert (journey.ended, journey.owed) == ("closed", ["d"])
    journey.on("2019-03-01").act(acts.complete, "d", "yes")
    assert journey.owed == []


def test_an_overdue_duty_fires_at_midnight_after_its_rolled_day() -> None:
    late = rule("a", when="'overdue.d'", notify="'lead'")
    journey = process(rule("a", open="'d'") + late + DUTY, ways="a")
    assert journey.due("d") == "2019-02-11"
    journey.on("2019-02-28")
    assert journey.happened(events.Notified)[0].at == noon("2019-02-12T00:00")


def test_a_stage_opens_its_own_duty_and_closes_it_on_leaving() -> None:
    own = 'owner = "operator"\nwithin = "10 days"\n' + rule("a", by="['operator']", move="'b'")
    journey = process(own, "")
    assert journey.owed == ["a"]
    journey.act(acts.press, "a/move:b", ["operator"])
    assert (journey.owed, journey.state.duties["a"].closed_as) == ([], "left")


REPORTS = 'owner = "operator"\nreport_every = "1 month"\n'


def test_reports_are_due_on_a_rhythm_that_lateness_does_not_shift() -> None:
    journey = process(REPORTS, ways="a")
    assert (journey.owed, journey.due("report")) == (["report"], "2019-03-04")
    journey.on("2019-02-20").act(acts.complete, "report", None)
    assert journey.due("report") == "2019-04-01"
    journey.on("2019-05-20").act(acts.complete, "report", None)
    assert (journey.due("report"), journey.state.duties["report"].number) == ("2019-06-03", 3)


def test_a_report_whose_day_is_moved_off_a_weekend_is_not_passed_over() -> None:
    journey = process(REPORTS.replace("1 month", "1 week"), ways="a")
    journey.on("2019-02-15").act(acts.complete, "report", None)
    assert journey.due("report") == "2019-02-22"
    saturday = Journey(journey.process, "2019-02-02").on("2019-02-16").act(acts.complete, "report", None)
    assert saturday.due("report") == "2019-02-18"


def test_a_withdrawn_report_is_followed_by_the_next_and_none_is_owed_after_the_stage() -> None:
    journey = process(REPORTS, ways="a").on("2019-02-20").act(acts.withdraw_duty, "report")
    assert (journey.due("report"), journey.owed) == ("2019-04-01", ["report"])
    journey.act(acts.press, "a/end:closed", ["operator"])
    assert journey.owed == []


def test_no_report_follows_one_that_is_completed_after_the_end() -> None:
    asked = rule("b", by="['operator']", open="'report'")
    named = '[duties.report]\nname = { ko = "소식", en = "Report" }\nowner = "operator"\n'
    journey = process(REPORTS + rule("a", by="['operator']", move="'b'"), asked + named)
    journey.act(acts.press, "a/move:b", ["operator"]).act(acts.press, "b/open:report", ["operator"])
    journey.act(acts.force_move, "a").act(acts.force_end, "closed")
    assert journey.owed == ["report"]
    journey.act(acts.complete, "report", None)
    assert journey.owed == []
