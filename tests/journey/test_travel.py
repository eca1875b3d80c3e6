"""The engine on the database: the same story, the same dates, however late and however often anybody looks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from demosx import testing
from demosx.core import ticks
from demosx.core.db import db, transaction
from demosx.core.resources import shipped
from demosx.core.web import Application
from demosx.duties.models import Duty
from demosx.journey import store
from demosx.journey.facts import nothing_counted
from demosx.journey.line import journey_line
from demosx.journey.queries import prospects, standing
from demosx.journey.rules import apply_version, current_versions, process_of, registry, version_for
from demosx.journey.travel import Missing, NotPossibleNow, StageClosed, moment
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.process import parse_condition
from demosx.proposals.models import Proposal
from demosx.proposals.ticking import settle_due

At = Callable[[str], AbstractContextManager[None]]
SEOUL = ZoneInfo("Asia/Seoul")


def gather(proposal: Proposal, supports: int) -> None:
    """Let supports be counted that were gathered elsewhere."""
    with moment(proposal) as journey:
        journey.proposal.supports_elsewhere = supports
        journey.proposal.supports = journey.proposal.supports_site + supports
    db.session.commit()


def days(proposal: Proposal) -> list[tuple[str, str]]:
    """The history as local days and verbs."""
    entries = timeline(proposal.id, public_only=False)
    return [(f"{entry.at.astimezone(SEOUL):%Y-%m-%d %H:%M}", entry.verb) for entry in entries]


@pytest.fixture
def filed(
    app: Flask, at: At, make_account: Callable[..., Account], make_proposal: Callable[..., Proposal]
) -> Proposal:
    """A proposal of 1 February 2019, at noon."""
    with at("2019-02-01 12:00"):
        return make_proposal(make_account("별이"))


def test_filing_enters_the_first_stage(filed: Proposal) -> None:
    assert (filed.stage, filed.visit_number, filed.audience, filed.listed) == ("support", 1, "everyone", True)
    assert filed.closes_on == date(2019, 3, 3)
    assert days(filed) == [("2019-02-01 12:00", "filed")]


def test_fifty_supports_open_the_departments_duty(filed: Proposal, at: At) -> None:
    with at("2019-02-10 12:00"):
        gather(filed, 50)
    (duty,) = db.session.scalars(db.select(Duty)).all()
    assert (duty.name, duty.due_on, duty.last_day) == (
        "department_answer",
        date(2019, 3, 4),
        date(2019, 3, 2),
    )
    assert duty.public and duty.owners == ["department"]


def test_a_deadline_that_nobody_saw_is_dated_when_it_passed(filed: Proposal, at: At) -> None:
    with at("2019-06-20 09:00"):
        assert settle_due() == 1
        assert settle_due() == 0
    db.session.refresh(filed)
    assert filed.ended == "expired"
    assert days(filed) == [("2019-02-01 12:00", "filed"), ("2019-03-04 00:00", "ended")]
    assert timeline(filed.id)[-1].recorded_at == datetime(2019, 6, 20, 9, tzinfo=SEOUL)


def test_supports_that_come_too_late_find_the_period_over(filed: Proposal, at: At) -> None:
    with at("2019-03-04 00:00"):
        gather(filed, 600)
    assert filed.ended == "expired"


def test_supports_of_the_last_second_count(filed: Proposal, at: At) -> None:
    with at("2019-03-03 23:59"):
        gather(filed, 500)
    assert filed.stage == "agenda"
    assert [entry.verb for entry in timeline(filed.id)][-2:] == ["moved", "duty_opened"]


def test_looking_twice_changes_nothing(filed: Proposal, at: At) -> None:
    with at("2019-02-10 12:00"):
        gather(filed, 50)
        before = days(filed)
        for _again in range(3):
            gather(filed, 50)
    assert days(filed) == before


def test_below_a_threshold_again_the_duty_stays(filed: Proposal, at: At) -> None:
    with at("2019-02-10 12:00"):
        gather(filed, 50)
        gather(filed, 49)
    assert db.session.scalars(db.select(Duty)).one().closed_at is None


def test_a_page_settles_what_is_due_before_it_shows(filed: Proposal, at: At) -> None:
    with at("2019-03-10 12:00"):
        here = standing(filed)
        assert here.state.ended is not None and here.state.ended.key == "expired"
        assert [step.state for step in journey_line(here)] == ["past", "now"]


def test_what_the_next_number_brings(filed: Proposal, at: At) -> None:
    with at("2019-02-10 12:00"):
        gather(filed, 38)
        found = prospects(standing(filed))
    assert [(p.rule.key, p.missing, p.wanted) for p in found] == [
        ("support/open:department_answer", 12, 50),
        ("support/move:agenda", 462, 500),
    ]


def test_a_button_is_for_whom_the_file_names(
    filed: Proposal, at: At, make_account: Callable[..., Account]
) -> None:
    member, panel = make_account("달이"), make_account("기획", roles=["planning_panel"])
    with at("2019-02-10 12:00"):
        here = standing(filed)
        assert [rule.key for rule in here.buttons(actor_of(member.id))] == []
        assert [rule.key for rule in here.buttons(actor_of(panel.id))] == ["support/move:agenda#2"]
        with pytest.raises(Missing), moment(filed, actor_of(panel.id)) as journey:
            journey.press("support/move:agenda#2", {"reason": "  "})
        with moment(filed, actor_of(panel.id)) as journey:
            journey.press("support/move:agenda#2", {"reason": "때를 놓치면 안 됩니다"})
        db.session.commit()
    entry = timeline(filed.id)[1]
    assert (entry.verb, entry.actor_id, entry.reason) == ("moved", panel.id, "때를 놓치면 안 됩니다")


def test_a_decision_that_the_file_does_not_know_is_refused(filed: Proposal, at: At) -> None:
    with at("2019-02-10 12:00"), pytest.raises(NotPossibleNow), moment(filed) as journey:
        journey.decide("deliberate", {})


def test_nothing_is_open_after_the_period(filed: Proposal, at: At) -> None:
    with at("2019-03-04 00:00"), pytest.raises(StageClosed), moment(filed) as journey:
        journey.require_open("support")
    db.session.rollback()
    with at("2019-03-03 23:59"), moment(filed) as journey:
        journey.require_open("support")


def test_the_tick_lets_the_calendar_act(filed: Proposal, at: At) -> None:
    with at("2019-06-20 09:00"):
        assert ticks.run()["proposals_settled"] == 1
    db.session.refresh(filed)
    assert filed.ended == "expired"


def test_one_broken_proposal_does_not_stop_the_calendar(
    filed: Proposal, at: At, make_account: Callable[..., Account], make_proposal: Callable[..., Proposal]
) -> None:
    with at("2019-02-01 13:00"):
        other = make_proposal(make_account("달이"), title="다른 제안도 기한이 있습니다")
    filed.memory = {"fired": "broken"}
    db.session.commit()
    with at("2019-06-20 09:00"), pytest.raises(ExceptionGroup):
        settle_due()
    db.session.refresh(other)
    assert other.ended == "expired"


def test_rules_stay_readable_when_the_site_file_forgets_a_word(
    make_app: Callable[..., Application], at: At
) -> None:
    source = (shipped("examples/processes") / "seoul-2019.toml").read_text(encoding="utf-8")
    source = source.replace('when = "supports >= 50"', "when = \"supports >= 50 and area == 'transport'\"")
    app = make_app(processes=("agency",))
    with app.app_context(), app.test_request_context():
        with transaction():
            apply_version(source, "citizen.toml")
        smaller = app.extensions["demosx_site"].model_copy(update={"areas": {}, "districts": {}})
        app.extensions["demosx_site"] = smaller
        app.extensions.get("demosx_processes", {}).clear()
        assert process_of(version_for("citizen").id).key == "citizen"


def test_a_stage_just_entered_has_counted_nothing(app: Flask) -> None:
    kind = registry().kinds["deliberation"]
    assert nothing_counted(kind, ["yes", "no"]) == {"votes.yes": 0, "votes.no": 0}


def test_a_population_that_nobody_has_said_is_no_fact(filed: Proposal) -> None:
    shares = "supports >= 0.01 * population"
    with moment(filed) as journey:
        known = journey._facts(journey.state)
        assert known["population"] == filed.population > 0
        journey.proposal.population = 0
        known = journey._facts(journey.state)
        assert "population" not in known
        assert not parse_condition(shares).holds(known)


def test_what_is_asked_for_is_public_with_the_pause_where_the_duty_is_not(
    make_app: Callable[..., Application], at: At
) -> None:
    app = make_app(("suggestion-rules",))
    with app.app_context(), at("2019-02-01 12:00"):
        key = next(iter(current_versions()))
        proposal = testing.proposal(testing.account("별이"), process_key=key)
        owed = process_of(proposal.version_id).duties["supplement"]
        assert not owed.public
        stopped = next(
            name for name, duty in store.load_state(proposal, store.load_visit(proposal)).duties.items()
            if duty.is_open and duty.within
        )  # fmt: skip
        with transaction(), moment(proposal, actor_of(testing.account("운영", ["operator"]).id)) as journey:
            journey.pause(stopped, "supplement", "약도를 붙여 주세요.")
        told = [(entry.verb, entry.reason) for entry in timeline(proposal.id, public_only=True)]
        assert ("paused", "약도를 붙여 주세요.") in told
