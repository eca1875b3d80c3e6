"""Each person finds on their desk exactly what is theirs, in the order in which it is due."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.desk.queries import duties as mine
from demosx.duties.models import Duty
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.people.services import grant
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from demosx.proposals.ticking import settle_due
from demosx.stages.review.services import cast_decision

from .conftest import At, gather, lead

DeskOf = Callable[[Account], FlaskClient]


def duties_of(account: Account) -> set[tuple[str, str]]:
    """The title and name of everything on somebody's desk."""
    actor = actor_of(account.id)
    found = [*mine.dated(actor, None).items, *mine.undated(actor, None).items]
    return {(duty.proposal.title, duty.name) for duty in found}


@pytest.fixture
def journeys(city: SimpleNamespace, at: At) -> SimpleNamespace:
    """Four proposals: an answer of transport's, one that waits for a department, a panel's decision, a referral."""
    with at("2019-02-02 09:00"):
        made = {
            key: testing.proposal(city.citizen, f"제안 {key}") for key in ("bus", "bench", "square", "river")
        }
    with at("2019-02-10 12:00"):
        lead(made["bus"], "transport", city.operator)
        gather(made["bus"], 60)
        gather(made["bench"], 60)
        gather(made["square"], 500)
        gather(made["river"], 500)
        cast_decision(made["river"], "refer", "다른 기관의 일", actor_of(city.planning_panel.id))
        db.session.commit()
    return SimpleNamespace(**made)


def test_each_role_sees_exactly_its_duties(city: SimpleNamespace, journeys: SimpleNamespace, at: At) -> None:
    answer, waiting = ("제안 bus", "department_answer"), ("제안 bench", "department_answer")
    unassigned = {waiting, ("제안 square", "department_answer"), ("제안 river", "department_answer")}
    panel = {("제안 square", "agenda")}
    with at("2019-02-11 09:00"):
        assert duties_of(city.transport) == {answer}
        assert duties_of(city.parks) == set()
        assert duties_of(city.planning_panel) == panel
        assert duties_of(city.operator) == {("제안 river", "referral"), *unassigned}
        assert duties_of(city.official) == unassigned
        assert duties_of(city.lead) == unassigned
        for nobody in (city.head, city.aide, city.drawn_panel, city.admin, city.citizen):
            assert duties_of(nobody) == set()


def test_a_grant_for_one_department_reaches_what_it_works_on(
    city: SimpleNamespace, journeys: SimpleNamespace, at: At
) -> None:
    with at("2019-02-11 09:00"):
        local = testing.account("지역 운영자")
        grant(local, "operator", department=testing.department("parks"))
        db.session.commit()
        assert duties_of(local) == set()
        lead(journeys.river, "parks", city.operator)
        assert duties_of(local) == {("제안 river", "referral")}
        assert duties_of(city.parks) == {("제안 river", "department_answer")}


def test_what_is_assigned_to_a_person_is_on_their_desk(
    city: SimpleNamespace, journeys: SimpleNamespace, at: At, desk_of: DeskOf
) -> None:
    duty = db.session.scalars(db.select(Duty).where(Duty.name == "referral")).one()
    other = testing.account("다른 운영자", ["operator"])
    with at("2019-02-11 09:00"):
        page = desk_of(city.lead).get(f"/desk/duties/{duty.id}").get_data(as_text=True)
        assert "operator 김" in page and "다른 운영자" in page and "교통 담당" not in page
        done = desk_of(city.lead).post(f"/desk/duties/{duty.id}/assign", data={"account_id": other.id})
        assert done.status_code == 302
        assert "operator 김" not in desk_of(other).get("/desk").get_data(as_text=True)
        assert "다른 운영자" in desk_of(city.operator).get("/desk").get_data(as_text=True)


def test_only_those_who_owe_a_duty_can_be_given_it(
    city: SimpleNamespace, journeys: SimpleNamespace, at: At, desk_of: DeskOf
) -> None:
    duty = db.session.scalars(db.select(Duty).where(Duty.name == "referral")).one()
    with at("2019-02-11 09:00"):
        answer = desk_of(city.lead).post(f"/desk/duties/{duty.id}/assign", data={"account_id": city.parks.id})
        assert answer.status_code == 422
        assert desk_of(city.transport).post(f"/desk/duties/{duty.id}/assign").status_code == 403
    db.session.refresh(duty)
    assert duty.assignee_id is None


def test_duties_stand_under_the_day_they_are_due(
    city: SimpleNamespace, journeys: SimpleNamespace, at: At, desk_of: DeskOf
) -> None:
    """The answer is due on Monday 4 March."""
    for day, section in (
        ("2019-02-11", "later"), ("2019-02-25", "soon"), ("2019-03-04", "today"), ("2019-03-05", "late"),
    ):  # fmt: skip
        with at(f"{day} 09:00"):
            page = desk_of(city.transport).get("/desk").get_data(as_text=True)
        assert 'id="due-' + section in page, day
        assert page.count('class="duty duty-') == 1


def test_a_hidden_proposal_leaves_the_desk_of_its_officers(
    city: SimpleNamespace, journeys: SimpleNamespace, at: At
) -> None:
    with at("2019-02-11 09:00"):
        hide(journeys.bus, "개인정보", actor_of(city.operator.id))
        db.session.commit()
        assert duties_of(city.transport) == set()
        hide(journeys.river, "개인정보", actor_of(city.operator.id))
        db.session.commit()
        assert ("제안 river", "referral") in duties_of(city.operator)


def test_pages_of_duties_meet_without_a_gap(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-02 09:00"):
        filed = [testing.proposal(city.citizen, f"제안 {number}") for number in range(9)]
        for proposal in filed:
            gather(proposal, 50)
    actor = actor_of(city.operator.id)
    seen, cursor = [], None
    while True:
        page = mine.dated(actor, cursor, size=4)
        seen += [duty.proposal_id for duty in page.items]
        if not page.next:
            break
        cursor = page.next
    assert sorted(seen) == [proposal.id for proposal in filed]
    back = mine.dated(actor, page.previous, size=4)
    assert [duty.proposal_id for duty in back.items] == seen[4:8]


def test_new_proposals_wait_for_a_department(
    city: SimpleNamespace, journeys: SimpleNamespace, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-11 09:00"):
        page = desk_of(city.operator).get("/desk/arrivals").get_data(as_text=True)
        assert "제안 bench" in page and "제안 bus" not in page
        assert desk_of(city.transport).get("/desk/arrivals").status_code == 403
        assert "제안 bench" not in desk_of(city.transport).get("/desk").get_data(as_text=True)


def test_a_proposal_that_ended_waits_for_nobody(city: SimpleNamespace, at: At, desk_of: DeskOf) -> None:
    with at("2019-02-02 09:00"):
        testing.proposal(city.citizen, "아무도 모르는 제안")
    with at("2019-06-01 09:00"):
        assert settle_due() == 1
        assert db.session.scalars(db.select(Proposal)).one().ended == "expired"
        assert "아무도 모르는 제안" not in desk_of(city.operator).get("/desk/arrivals").get_data(as_text=True)
