"""Asking for a supplement: the clock stands still up to a day, an answer lets it run on, and the calendar does."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.errors import NotAllowed
from demosx.core.permissions import Actor
from demosx.duties.models import Duty
from demosx.journey.travel import moment
from demosx.ledger.queries import timeline
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import co_proposers, errors, supplements
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import Supplement
from demosx.stages.review.agenda import assign_departments
from tests.counting import at_once

At = Callable[[str], AbstractContextManager[None]]
Make = Callable[..., Account]
SignIn = Callable[[FlaskClient, Account], FlaskClient]
RULES = str(Path(__file__).with_name("fixed.toml"))
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
DUE = date(2019, 2, 8)


@pytest.fixture
def proposer(app: Flask, make_account: Make) -> Account:
    return make_account("별이")


@pytest.fixture
def operator(app: Flask, make_account: Make) -> Account:
    return make_account("운영", roles=["operator"])


@pytest.fixture
def filed(proposer: Account, operator: Account, at: At) -> Proposal:
    """Filed on Friday 1 February 2019: the period ends on 3 March, and the answer is due by 21 February."""
    with at("2019-02-01 12:00"):
        testing.apply_examples([RULES])
        made = testing.proposal(proposer, process_key="fixed")
        assign_departments(made, testing.department("transport").id, actor=actor_of(operator.id))
        with moment(made):
            made.supports = made.supports_site = 50
        db.session.commit()
        testing.forget_letters()
        return made


def due() -> date | None:
    query = db.select(Duty).where(Duty.name == "answer").execution_options(populate_existing=True)
    return db.session.scalars(query).one().due_on


def asked(proposal: Proposal, operator: Account, day: date = DUE) -> Supplement:
    made = supplements.ask(proposal, "사진을 더 보내 주세요.", day, actor=actor_of(operator.id))
    db.session.commit()
    return made


def row() -> Supplement:
    return db.session.scalars(db.select(Supplement).execution_options(populate_existing=True)).one()


def test_the_clocks_stand_still_up_to_the_day_that_is_given(
    filed: Proposal, operator: Account, at: At
) -> None:
    assert (due(), filed.closes_on) == (date(2019, 2, 21), date(2019, 3, 3))
    with at("2019-02-04 12:00"):
        made = asked(filed, operator)
    # The 4th to the 8th are five days.
    assert made.paused and (due(), filed.closes_on) == (date(2019, 2, 26), date(2019, 3, 8))


def test_an_answer_lets_them_run_on_at_once(
    filed: Proposal, proposer: Account, operator: Account, at: At
) -> None:
    with at("2019-02-04 12:00"):
        number = asked(filed, operator).id
    with at("2019-02-05 09:00"):
        supplements.answer(filed, number, "보냈습니다.", actor=actor_of(proposer.id))
        db.session.commit()
        with pytest.raises(errors.SupplementOver):
            supplements.answer(filed, number, "또 보냈습니다.", actor=actor_of(proposer.id))
    assert (due(), filed.closes_on) == (
        date(2019, 2, 25),
        date(2019, 3, 5),
    )  # Saturday the 23rd rolls to Monday
    assert (row().closed_as, row().answer) == ("answered", "보냈습니다.")


def test_taken_back_it_runs_on_as_well(filed: Proposal, operator: Account, at: At) -> None:
    with at("2019-02-04 12:00"):
        number = asked(filed, operator).id
    with at("2019-02-04 18:00"):
        supplements.take_back(filed, number, "필요 없게 되었습니다.", actor=actor_of(operator.id))
        db.session.commit()
    assert due() == date(2019, 2, 22)
    assert row().closed_as == "taken_back"


def test_the_day_passes_by_the_calendar_however_late_somebody_looks(
    filed: Proposal, proposer: Account, operator: Account, at: At, client: FlaskClient
) -> None:
    with at("2019-02-04 12:00"):
        number = asked(filed, operator).id
    with at("2019-02-08 23:59"):
        assert "보완을 기다리는 중" in client.get(f"/proposals/{filed.id}").text
        assert supplements.note_lapsed() == 0
    with at("2019-02-09 00:00"):
        page = client.get(f"/proposals/{filed.id}").text
        assert "보완을 기다리는 중" not in page and "답이 없었습니다" in page
        with pytest.raises(errors.SupplementOver):
            supplements.answer(filed, number, "늦은 답", actor=actor_of(proposer.id))
        db.session.rollback()
    with at("2019-02-20 15:00"):
        assert supplements.note_lapsed() == 1
        assert supplements.note_lapsed() == 0
    entry = next(entry for entry in timeline(filed.id) if entry.verb == "supplement_lapsed")
    assert testing.ZONE.fromutc(entry.at.replace(tzinfo=testing.ZONE)).isoformat()[:16] == "2019-02-09T00:00"
    assert (due(), row().closed_as) == (date(2019, 2, 26), "lapsed")


def test_one_at_a_time_also_for_two_at_once(app: Flask, filed: Proposal, operator: Account, at: At) -> None:
    number, actor = filed.id, actor_of(operator.id)

    def act() -> str:
        with at("2019-02-04 12:00"):
            try:
                supplements.ask(db.session.get_one(Proposal, number), "무엇을", DUE, actor=actor)
            except errors.SupplementOpen:
                return "open"
            return "asked"

    db.session.rollback()
    assert sorted(at_once(app, [act, act, act])) == ["asked", "open", "open"]


def test_after_one_has_lapsed_another_can_be_asked(filed: Proposal, operator: Account, at: At) -> None:
    with at("2019-02-04 12:00"):
        asked(filed, operator)
    with at("2019-02-11 12:00"):
        asked(filed, operator, date(2019, 2, 12))
    assert due() == date(2019, 2, 28)
    rows = db.session.scalars(db.select(Supplement).order_by(Supplement.id)).all()
    assert [one.closed_as for one in rows] == ["lapsed", None]


@pytest.mark.parametrize("day", [date(2019, 2, 4), date(2019, 2, 3), date(2019, 9, 1), date(9999, 12, 31)])
def test_a_day_that_does_not_fit_is_refused(filed: Proposal, operator: Account, at: At, day: date) -> None:
    with at("2019-02-04 12:00"), pytest.raises(errors.SupplementWrong):
        asked(filed, operator, day)


def test_who_may_not_ask_does_not_and_who_may_not_answer_neither(
    filed: Proposal, proposer: Account, operator: Account, make_account: Make, at: At
) -> None:
    own = make_account("교통", roles=["officer"], at_department="transport")
    other = make_account("공원", roles=["officer"], at_department="parks")
    with at("2019-02-04 12:00"):
        for stranger in (Actor(), actor_of(proposer.id), actor_of(other.id)):
            with pytest.raises(NotAllowed):
                supplements.ask(filed, "무엇을", DUE, actor=stranger)
        number = supplements.ask(filed, "무엇을", DUE, actor=actor_of(own.id)).id
        for stranger in (Actor(), actor_of(operator.id), actor_of(other.id)):
            with pytest.raises(NotAllowed):
                supplements.answer(filed, number, "답", actor=stranger)
        friend = make_account("달이")
        co_proposers.join(co_proposers.invite(filed, actor=actor_of(proposer.id)), actor=actor_of(friend.id))
        supplements.answer(filed, number, "함께 제안한 사람의 답", actor=actor_of(friend.id))


def test_what_has_ended_is_not_asked_and_an_open_request_ends_with_it(
    filed: Proposal, proposer: Account, operator: Account, at: At
) -> None:
    with at("2019-02-04 12:00"):
        number = asked(filed, operator).id
    with at("2019-02-05 12:00"):
        with moment(filed, actor_of(proposer.id)) as journey:
            journey.press(next(rule.key for rule in journey.process.rules if "proposer" in rule.by), {})
        db.session.commit()
        with pytest.raises(errors.OverAlready):
            supplements.answer(filed, number, "답", actor=actor_of(proposer.id))
        with pytest.raises(errors.OverAlready):
            supplements.ask(filed, "또", DUE, actor=actor_of(operator.id))
        db.session.rollback()
    with at("2019-02-12 12:00"):
        assert supplements.note_lapsed() == 1
    assert row().closed_as == "over"
    assert "supplement_lapsed" not in [entry.verb for entry in timeline(filed.id)]


def test_where_the_file_stops_nothing_the_days_count_on(proposer: Account, operator: Account, at: At) -> None:
    with at("2019-02-01 12:00"):
        made = testing.proposal(proposer)
        before = made.closes_on
        assert not asked(made, operator).paused
    assert made.closes_on == before


def test_where_the_file_has_a_duty_for_it_that_is_used(
    app: Flask, proposer: Account, operator: Account, at: At
) -> None:
    with at("2022-08-01 12:00"):
        testing.apply_examples(["suggestion-rules"])
        made = testing.proposal(proposer, process_key="suggestion")
        with pytest.raises(errors.SupplementByDuty):
            asked(made, operator, date(2022, 8, 10))


def test_at_the_desk_and_on_the_page(
    filed: Proposal, proposer: Account, operator: Account, at: At, client: FlaskClient, sign_in: SignIn
) -> None:
    address, page = f"/desk/proposals/{filed.id}/supplement", f"/proposals/{filed.id}"
    with at("2019-02-04 12:00"):
        desk = sign_in(client, operator)
        assert address in desk.get(f"/desk/proposals/{filed.id}").text
        token = TOKEN.findall(desk.get(address).text)[0]
        kept = desk.post(address, data={"csrf_token": token, "question": "사진 <b>두 장</b>", "due": "어제"})
        assert kept.status_code == 422 and "사진 &lt;b&gt;두 장" in kept.text
        sent = desk.post(
            address, data={"csrf_token": token, "question": "사진을 <b>더</b>", "due": "2019-02-08"}
        )
        assert sent.status_code == 302
        assert any("보완" in letter.body and page in letter.body for letter in testing.letters(proposer))
        everybody = client.application.test_client().get(page).text
        assert "보완을 기다리는 중, 2월 8일(금)까지" in everybody and "<b>더</b>" not in everybody
        assert f"{page}/supplement/1" not in everybody
        home = sign_in(client.application.test_client(), proposer)
        mine = home.get(page).text
        token = TOKEN.findall(mine)[0]
        assert f"{page}/supplement/1" in mine
        assert home.post(f"{page}/supplement/1", data={"csrf_token": token, "answer": " "}).status_code == 422
        answered = home.post(
            f"{page}/supplement/1", data={"csrf_token": token, "answer": "사진을 올렸습니다."}
        )
        assert answered.status_code == 302
        shown = client.application.test_client().get(page).text
    assert "사진을 올렸습니다." in shown and "보완을 기다리는 중" not in shown
