"""Whole journeys by the example files, day by day."""

from demosx.process import acts, events
from tests.process.journeys import Journey, example, noon

CITIZEN = example("seoul-2019")


def test_the_rehearsal_of_the_design() -> None:
    journey = Journey(CITIZEN, "2019-02-01", counts={"supports": 0})
    journey.on("2019-02-10", supports=50)
    assert (journey.stage, journey.owed) == ("support", ["department_answer"])
    assert journey.due("department_answer") == "2019-03-04"
    assert str(journey.state.duties["department_answer"].last_day) == "2019-03-02"
    journey.on("2019-02-20").act(acts.complete, "department_answer", "decline")
    assert (journey.stage, journey.owed, journey.ended) == ("support", [], None)
    journey.on("2019-03-04")
    assert journey.end == ("answered", noon("2019-03-04T00:00"))


def test_a_proposal_that_nobody_supports_expires_at_midnight() -> None:
    journey = Journey(CITIZEN, "2019-02-01").on("2019-03-03T23:59")
    assert journey.ended is None
    journey.on("2019-06-01")
    assert journey.end == ("expired", noon("2019-03-04T00:00"))


def test_an_accepted_answer_goes_straight_to_execution() -> None:
    journey = Journey(CITIZEN, "2019-02-01").on("2019-02-10", supports=50)
    journey.on("2019-02-20").act(acts.complete, "department_answer", "accept")
    assert (journey.stage, journey.owed, journey.due("report")) == ("execution", ["report"], "2019-05-20")


def test_an_open_answer_holds_the_proposal_beyond_its_period() -> None:
    journey = Journey(CITIZEN, "2019-02-01").on("2019-03-03", supports=50).on("2019-03-20")
    assert (journey.stage, journey.owed, journey.ended) == ("support", ["department_answer"], None)
    journey.on("2019-03-21T10:00").act(acts.complete, "department_answer", "later")
    assert journey.end == ("expired", noon("2019-03-21T10:00"))


def to_forum() -> Journey:
    """A proposal that is being prepared for deliberation."""
    journey = Journey(CITIZEN, "2019-02-01").on("2019-02-10", supports=500)
    assert (journey.stage, journey.owed) == ("agenda", ["agenda", "department_answer"])
    journey.on("2019-03-15").act(acts.decide, "deliberate")
    assert (journey.stage, journey.owed) == ("method", ["department_answer", "method"])
    journey.on("2019-04-01").act(acts.decide, "vote")
    assert (journey.stage, journey.owed) == ("forum", ["department_answer"])
    journey.act(acts.complete, "department_answer", "partly")
    return journey


def test_many_participants_take_it_to_the_mayor_and_on_to_execution() -> None:
    journey = to_forum()
    journey.on("2019-04-10").act(acts.open_stage, noon("2019-04-20").date(), ["operator"])
    journey.on("2019-04-20T00:00")
    assert journey.happened(events.Started)[0].at == noon("2019-04-20T00:00")
    journey.on("2019-05-01", participants=5000).on("2019-05-21")
    assert journey.stage == "head_answer"
    assert journey.state.visit.entered_at == noon("2019-05-21T00:00")
    assert journey.due("head_answer") == "2019-06-19"
    journey.on("2019-06-10").act(acts.complete, "head_answer", "partly")
    assert (journey.stage, journey.owed) == ("execution", ["report"])
    journey.on("2019-06-12").act(acts.press, "execution/end:carried_out", ["official"], gives=["document"])
    assert (journey.ended, journey.owed) == ("carried_out", [])


def test_fewer_participants_take_it_to_the_department() -> None:
    journey = to_forum()
    journey.on("2019-04-10").act(acts.open_stage, noon("2019-04-10").date(), ["operator"])
    journey.on("2019-05-01", participants=4999).on("2019-05-11")
    assert journey.stage == "department_reply"
    journey.on("2019-05-20").act(acts.complete, "department_reply", "decline")
    assert journey.ended == "answered"


def test_a_referral_is_followed_to_its_result() -> None:
    journey = Journey(CITIZEN, "2019-02-01").on("2019-02-10", supports=500)
    journey.on("2019-03-15").act(acts.decide, "refer")
    assert (journey.stage, journey.owed) == ("agenda", ["department_answer", "referral"])
    journey.on("2019-05-01").act(acts.complete, "referral", "taken")
    assert (journey.ended, journey.owed) == ("referred", ["department_answer"])
    journey.on("2019-05-02").act(acts.complete, "department_answer", "accept")
    assert (journey.ended, journey.owed) == ("referred", [])


def test_infertility_injections_by_the_rules_of_2018() -> None:
    journey = Journey(example("seoul-2018"), "2018-01-19")
    journey.on("2018-09-01", supports=700)
    assert (journey.stage, journey.owed) == ("support", [])
    journey.act(acts.press, "support/move:review", ["operator"], gives=["reason"])
    journey.on("2018-10-02").act(acts.decide, "deliberate")
    assert (journey.stage, journey.state.visit.starts_on) == ("forum", None)
    journey.on("2018-11-27").act(acts.open_stage, noon("2018-12-14").date(), ["operator"])
    journey.on("2019-01-13T23:59", participants=5147, votes=5147)
    assert journey.stage == "forum"
    journey.on("2019-01-14")
    assert (journey.stage, journey.owed) == ("head_answer", ["head_answer"])
    assert journey.state.duties["head_answer"].due_on is None
    assert journey.state.visit.entered_at == noon("2019-01-14T00:00")
    journey.on("2019-03-26").act(acts.complete, "head_answer", "accept")
    assert (journey.stage, journey.due("report")) == ("execution", "2019-06-26")


def test_bicycle_helmets_as_an_agency_proposal() -> None:
    journey = Journey(example("agency"), "2018-08-01")
    journey.act(acts.press, "draft/move:fact_check", ["officer", "proposer"])
    assert journey.due("fact_check") == "2018-08-16"
    journey.on("2018-08-10").act(acts.decide, "send_back")
    assert (journey.stage, journey.owed) == ("draft", [])
    journey.on("2018-08-13").act(acts.press, "draft/move:fact_check", ["proposer"])
    assert journey.state.duties["fact_check"].number == 2
    journey.on("2018-08-27").act(acts.decide, "publish")
    journey.on("2018-09-04T09:00").act(acts.open_stage, noon("2018-09-04").date(), ["operator"])
    journey.on("2018-10-03T23:59", participants=2867)
    assert journey.stage == "forum"
    journey.on("2018-10-04")
    assert (journey.stage, journey.due("department_reply")) == ("department_reply", "2018-11-02")
