"""What people may do, what is refused, and what only the lead may."""

from datetime import date

import pytest

from demosx.process import NotPossible, acts, events
from demosx.process.outlook import allowed, buttons
from tests.process.journeys import KOREA, Journey, example, noon

CITIZEN = example("seoul-2019")


def at_agenda() -> Journey:
    return Journey(CITIZEN, "2019-02-01").on("2019-02-10", supports=500)


def preparing() -> Journey:
    journey = at_agenda().on("2019-02-11").act(acts.decide, "deliberate")
    return journey.act(acts.decide, "vote")


def refused(journey: Journey, act: object, *args: object, **more: object) -> str:
    """The code with which an act is refused; the journey must be as before."""
    before = journey.state
    with pytest.raises(NotPossible) as error:
        journey.act(act, *args, **more)  # type: ignore[arg-type]
    assert journey.state == before
    return error.value.code


def test_a_button_needs_its_role_its_reason_and_its_stage() -> None:
    journey = Journey(CITIZEN, "2019-02-01")
    adopt = "support/move:agenda#2"
    assert refused(journey, acts.press, adopt, ["operator"], gives=["reason"]) == "no_button"
    assert refused(journey, acts.press, adopt, ["planning_panel"]) == "needs"
    assert refused(journey, acts.press, "execution/end:carried_out", ["official"]) == "no_button"
    assert refused(journey, acts.press, "nothing", ["official"]) == "no_button"
    journey.act(acts.press, adopt, ["member", "planning_panel"], gives=["reason"])
    assert journey.stage == "agenda"
    assert journey.happened(events.Moved)[-1].rule == adopt


def test_buttons_are_those_of_the_stage_for_these_roles() -> None:
    journey = Journey(CITIZEN, "2019-02-01")

    def shown(*roles: str) -> list[str]:
        found = buttons(CITIZEN, journey.state, roles, journey.facts, journey.now, KOREA)
        return [CITIZEN.label(rule, "en") for rule in found]

    assert shown("proposer") == ["Withdraw"]
    assert shown("planning_panel") == ["Adopt as an outstanding proposal"]
    assert shown("proposer", "planning_panel") == ["Withdraw", "Adopt as an outstanding proposal"]
    assert shown("operator") == []
    journey.act(acts.press, "/end:withdrawn", ["proposer"])
    assert (journey.ended, shown("proposer")) == ("withdrawn", [])


def test_decisions_are_taken_where_something_is_decided() -> None:
    journey = at_agenda()
    assert refused(journey, acts.decide, "vote") == "unknown_decision"
    assert refused(journey, acts.complete, "agenda", "deliberate") == "needs_a_decision"
    journey.act(acts.decide, "deliberate")
    assert journey.state.decisions["agenda"].value == "deliberate"
    assert journey.state.duties["agenda"].closed_as == "done"
    assert journey.happened(events.Decided)[0].decision.number == 1


def test_only_what_is_owed_can_be_completed_and_only_with_an_outcome() -> None:
    journey = Journey(CITIZEN, "2019-02-01")
    assert refused(journey, acts.complete, "department_answer", "accept") == "duty_not_open"
    assert refused(journey, acts.complete, "nothing", None) == "duty_not_open"
    assert refused(journey, acts.withdraw_duty, "department_answer") == "duty_not_open"
    journey.on("2019-02-10", supports=50)
    assert refused(journey, acts.complete, "department_answer", "maybe") == "unknown_outcome"
    assert refused(journey, acts.complete, "department_answer", None) == "unknown_outcome"
    journey.act(acts.withdraw_duty, "department_answer")
    assert journey.state.duties["department_answer"].closed_as == "withdrawn"
    assert refused(journey, acts.complete, "department_answer", "accept") == "duty_not_open"


def test_a_stage_is_opened_by_those_named_from_today_on_and_once() -> None:
    journey = preparing().on("2019-03-01")
    day = date(2019, 3, 5)
    assert allowed(CITIZEN, journey.state, journey.now, KOREA) == frozenset()
    assert refused(journey, acts.open_stage, day, ["official"]) == "not_theirs_to_open"
    assert refused(journey, acts.open_stage, date(2019, 2, 28), ["operator"]) == "day_has_passed"
    journey.act(acts.open_stage, date(2019, 3, 10), ["operator"]).act(acts.open_stage, day, ["operator"])
    assert len(journey.happened(events.Scheduled)) == 2
    journey.on("2019-03-04T23:59")
    assert allowed(CITIZEN, journey.state, journey.now, KOREA) == frozenset()
    journey.on("2019-03-05T00:00")
    assert allowed(CITIZEN, journey.state, journey.now, KOREA) == {"vote", "opine"}
    assert [event.at for event in journey.happened(events.Started)] == [noon("2019-03-05T00:00")]
    assert refused(journey, acts.open_stage, date(2019, 3, 9), ["operator"]) == "already_open"


def test_a_stage_opened_today_is_open_at_once() -> None:
    journey = preparing().act(acts.open_stage, date(2019, 2, 11), ["operator"])
    assert allowed(CITIZEN, journey.state, journey.now, KOREA) == {"vote", "opine"}
    assert len(journey.happened(events.Started)) == 1
    assert len(journey.on("2019-02-20").happened(events.Started)) == 1


def test_a_stage_that_opens_by_itself_cannot_be_opened() -> None:
    assert refused(at_agenda(), acts.open_stage, date(2019, 3, 1), ["operator"]) == "opens_by_itself"


def test_the_lead_moves_ends_and_reopens_outside_the_rules() -> None:
    journey = Journey(CITIZEN, "2019-02-01")
    assert refused(journey, acts.force_move, "support") == "already_there"
    assert refused(journey, acts.force_move, "nowhere") == "unknown_stage"
    assert refused(journey, acts.reopen, "support") == "not_ended"
    assert refused(journey, acts.force_end, "whatever") == "unknown_end"
    journey.act(acts.force_move, "agenda")
    assert (journey.stage, journey.owed, journey.happened(events.Moved)[-1].rule) == (
        "agenda",
        ["agenda"],
        None,
    )
    journey.act(acts.force_end, "merged")
    assert (journey.ended, journey.owed) == ("merged", [])
    for act, args in ((acts.press, ("/end:withdrawn", ["proposer"])), (acts.decide, ("decline",)),
                      (acts.force_move, ("support",)), (acts.force_end, ("merged",))):  # fmt: skip
        assert refused(journey, act, *args) == "ended"
    journey.on("2019-04-01").act(acts.reopen, "support")
    assert (journey.stage, journey.ended, journey.state.visit.number) == ("support", None, 3)
    assert journey.happened(events.Reopened)[0].key == "merged"
    journey.on("2019-05-02")
    assert journey.ended == "expired"


def test_what_a_stage_is_about_is_not_taken_back() -> None:
    journey = Journey(CITIZEN, "2019-02-01").act(acts.force_move, "head_answer")
    assert refused(journey, acts.withdraw_duty, "head_answer") == "belongs_to_stage"
