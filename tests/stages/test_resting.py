"""On days on which the rules let a stage rest its pages offer nothing and say why, and the server refuses."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.journey.queries import visits_of
from demosx.journey.travel import StageClosed, moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal
from demosx.proposals.queries import Sort, listed
from demosx.square.queries import close_to_threshold
from demosx.stages.deliberation.queries import deliberations
from demosx.stages.deliberation.services import open_deliberation, vote, write_question
from demosx.stages.review.services import record_decision, recuse, start_round

RULES = str(Path(__file__).parents[1] / "desk" / "clocks.toml")
WHY = "이 단계는 3월 10일(화)까지 쉽니다. 사유: 선거 기간"
At = Callable[..., object]


@pytest.fixture
def city(app: Flask, at: Callable) -> SimpleNamespace:
    """People, and rules by which every stage rests from 5 to 10 March 2020."""
    with at("2020-03-01 09:00"):
        testing.apply_examples([RULES])
        people = {
            role: testing.account(f"{role} 김", [role])
            for role in ("operator", "lead", "head", "planning_panel")
        }
        people["citizen"] = testing.account("나리")
        return SimpleNamespace(**people)


def at_stage(city: SimpleNamespace, stage: str) -> Proposal:
    """A proposal that the lead has brought to a stage."""
    made = testing.proposal(city.citizen, f"제안 {stage}", process_key="clocks")
    if stage != "gather":
        with moment(made, actor_of(city.lead.id)) as journey:
            journey.force("move", stage, "시험")
        db.session.commit()
    return made


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def signed_in(app: Flask, who: Account) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return testing.sign_in(app.test_client(), who)


def test_support_rests(app: Flask, client: FlaskClient, city: SimpleNamespace, at: Callable) -> None:
    with at("2020-03-02 09:00"):
        made = at_stage(city, "gather")
    with at("2020-03-05 00:00"):
        page = page_of(client, f"/proposals/{made.id}")
        assert WHY in page and "쉬는 중" in page and f"/proposals/{made.id}/support" not in page
        assert "쉬는 중" in page_of(client, "/proposals")
        assert close_to_threshold(["gather"]) == []
    with at("2020-03-11 00:00"):
        assert "쉬는 중" not in page_of(client, f"/proposals/{made.id}")
        assert close_to_threshold(["gather"]) == [made]


def test_a_rest_is_told_before_it_comes(
    app: Flask, client: FlaskClient, city: SimpleNamespace, at: Callable
) -> None:
    told = "이 단계는 3월 5일(목)부터 3월 10일(화)까지 쉬며, 이 기간은 세지 않습니다. 사유: 선거 기간"
    with at("2020-03-02 09:00"):
        made, forum = at_stage(city, "gather"), at_stage(city, "forum")
        operator = actor_of(city.operator.id)
        write_question(forum, "밤에도 버스가 다닌다면?", "쉽게", revision=1, actor=operator)
        open_deliberation(forum, visits_of(forum.id)[-1].entered_at.date(), operator)
        db.session.commit()
    addresses = [f"/proposals/{one.id}" for one in (made, forum)]
    addresses.append(f"/deliberations/{visits_of(forum.id)[-1].id}")
    with at("2020-03-04 23:00"):
        assert all(told in page_of(client, address) for address in addresses)
    for later in ("2020-03-05 00:00", "2020-03-11 00:00"):
        with at(later):
            assert not any("세지 않습니다" in page_of(client, address) for address in addresses)


def test_a_vote_rests(app: Flask, client: FlaskClient, city: SimpleNamespace, at: Callable) -> None:
    with at("2020-03-02 09:00"):
        made = at_stage(city, "forum")
        operator = actor_of(city.operator.id)
        write_question(made, "밤에도 버스가 다닌다면?", "쉽게", revision=1, actor=operator)
        open_deliberation(made, visits_of(made.id)[-1].entered_at.date(), operator)
        db.session.commit()
    number = visits_of(made.id)[-1].id
    with at("2020-03-06 09:00"):
        citizen = signed_in(app, city.citizen)
        for address in (f"/proposals/{made.id}", f"/deliberations/{number}"):
            page = page_of(citizen, address)
            assert WHY in page and 'name="choice"' not in page, address
        assert "쉬는 중" in page_of(client, "/deliberations")
        refused = citizen.post(f"/deliberations/{number}/vote", data={"choice": "yes"})
        assert refused.status_code == 409
        assert f"투표가 반영되지 않았습니다. {WHY}" in refused.get_data(as_text=True)
        said = citizen.post(f"/proposals/{made.id}/opinions", data={"body": "저도요", "back": "/"})
        assert said.status_code == 409 and "선거 기간" in said.get_data(as_text=True)
    with at("2020-03-11 09:00"):
        vote(made, number, "yes", actor_of(city.citizen.id))


def test_a_review_rests(app: Flask, city: SimpleNamespace, at: Callable) -> None:
    with at("2020-03-02 09:00"):
        made = at_stage(city, "review")
    member = actor_of(city.planning_panel.id)
    desk = signed_in(app, city.planning_panel)
    with at("2020-03-06 09:00"):
        page = page_of(desk, f"/desk/proposals/{made.id}")
        assert WHY in page and 'name="reasons"' not in page
        assert desk.get(f"/desk/proposals/{made.id}/decision").status_code == 409
        for act in (
            lambda: record_decision(made, "go_on", "좋습니다", member),
            lambda: recuse(made, "가족의 일", member),
            lambda: start_round(made, member),
        ):
            with pytest.raises(StageClosed) as refusal:
                act()
            assert str(refusal.value) == WHY
            db.session.rollback()
    with at("2020-03-11 09:00"):
        assert 'name="reasons"' in page_of(desk, f"/desk/proposals/{made.id}")
        record_decision(made, "go_on", "좋습니다", member)
    assert made.stage == "forum"


def test_an_answer_that_belongs_to_a_stage_rests(app: Flask, city: SimpleNamespace, at: Callable) -> None:
    with at("2020-03-02 09:00"):
        made = at_stage(city, "reply")
    desk = signed_in(app, city.head)
    here, answers = f"/desk/proposals/{made.id}", f"/desk/proposals/{made.id}/answers/reply"
    with at("2020-03-06 09:00"):
        assert answers not in page_of(desk, here)
        refused = desk.post(answers, data={"verdict": "accept", "body": "긴 답변입니다"})
        assert refused.status_code == 409
        assert WHY in refused.get_data(as_text=True) and "긴 답변입니다" in refused.get_data(as_text=True)
    with at("2020-03-11 09:00"):
        assert answers in page_of(desk, here)
        assert desk.get(answers).status_code == 200


def test_what_stands_still_is_in_the_lists_without_days(
    app: Flask, client: FlaskClient, city: SimpleNamespace, at: Callable
) -> None:
    with at("2020-03-02 09:00"):
        made, other = at_stage(city, "gather"), at_stage(city, "gather")
        with moment(made, actor_of(city.operator.id)) as journey:
            journey.pause("gather", "hearing")
        db.session.commit()
    with at("2020-03-03 09:00"):
        assert {one.id for one in close_to_threshold(["gather"])} == {made.id, other.id}
        assert [one.id for one in listed(sort=Sort.CLOSING).items] == [other.id]
        page = page_of(client, "/proposals?q=제안")
        assert page.count("기한 멈춤") == 1 and page.count("일 남음") == 1
        assert f"/proposals/{made.id}/support" in page_of(
            signed_in(app, city.operator), f"/proposals/{made.id}"
        )


def test_a_deliberation_that_stands_still_stays_open(
    app: Flask, client: FlaskClient, city: SimpleNamespace, at: Callable
) -> None:
    with at("2020-03-02 09:00"):
        made = at_stage(city, "forum")
        operator = actor_of(city.operator.id)
        write_question(made, "밤에도 버스가 다닌다면?", "쉽게", revision=1, actor=operator)
        open_deliberation(made, visits_of(made.id)[-1].entered_at.date(), operator)
        db.session.commit()
    with at("2020-03-03 09:00"):
        with moment(made, operator) as journey:
            journey.pause("forum", "hearing")
        db.session.commit()
        (found,) = deliberations("now").items
        assert found.visit.ends_on is None
        page = page_of(client, "/deliberations")
        assert "기한 멈춤" in page and "일 남음" not in page
        shown = page_of(client, f"/deliberations/{found.visit.id}")
        assert "기한 멈춤 — 의견 청취, 3월 3일(화)부터" in shown and "일 남음" not in shown
