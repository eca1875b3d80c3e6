"""The public list of what is overdue: only what everybody may know, the longest overdue first."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.desk.queries.duties import stopped_in_public
from demosx.duties.models import Duty
from demosx.journey.travel import moment
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.services import hide
from demosx.stages.answer.queries import numbers

from ..counting import queries
from .conftest import At, gather, lead

DeskOf = Callable[[Account], FlaskClient]
RULES = str(Path(__file__).parent / "clocks.toml")


def test_it_lists_what_is_late_and_public(city: SimpleNamespace, client: FlaskClient, at: At) -> None:
    with at("2019-02-02 09:00"):
        bus, bench, quiet = (
            testing.proposal(city.citizen, title) for title in ("버스", "벤치", "비공개 할 일")
        )
        for proposal in (bus, quiet):
            gather(proposal, 60)
        lead(bus, "transport", city.operator)
        db.session.scalars(db.select(Duty).where(Duty.proposal_id == quiet.id)).one().public = False
        db.session.commit()
    with at("2019-02-10 09:00"):
        gather(bench, 60)
    with at("2019-02-22 23:59"):
        assert 'class="duty' not in client.get("/open/overdue").get_data(as_text=True)
    with at("2019-03-05 09:00"):
        page = client.get("/open/overdue").get_data(as_text=True)
        assert page.index("버스") < page.index("벤치")
        assert "비공개 할 일" not in page
        office = testing.department("transport").id
        only = client.get(f"/open/overdue?department={office}").get_data(as_text=True)
        assert "버스" in only and "벤치" not in only
        hide(bus, "개인정보", actor_of(city.operator.id))
        db.session.commit()
        assert "버스" not in client.get("/open/overdue").get_data(as_text=True)
        assert client.get("/open/overdue?department=x&page=nonsense").status_code == 200


def test_it_says_how_late_whose_and_whom_to_call(city: SimpleNamespace, client: FlaskClient, at: At) -> None:
    with at("2019-02-02 09:00"):
        bus = testing.proposal(city.citizen, "버스")
        gather(bus, 60)
        lead(bus, "transport", city.operator)
    with at("2019-03-05 09:00"):
        page = client.get("/open/overdue").get_data(as_text=True)
    assert "2월 22일(금)" in page and "11일 지남" in page
    assert "transport 과" in page and 'href="tel:02-000-0000"' in page
    assert f'href="/proposals/{bus.id}"' in page
    assert client.get("/overdue?department=7").headers["Location"] == "/open/overdue?department=7"
    assert 'href="/open/overdue"' in client.get("/how").get_data(as_text=True)


def test_what_stands_still_has_a_part_of_its_own(city: SimpleNamespace, client: FlaskClient, at: At) -> None:
    with at("2019-02-02 09:00"):
        people = [testing.account(f"시민 {number}") for number in range(13)]
        filed = [testing.proposal(person, f"제안 {number:02}") for number, person in enumerate(people)]
        for proposal in filed:
            gather(proposal, 60)
    for number, proposal in enumerate(filed[:12]):
        with at(f"2019-02-{3 + number:02} 09:00"), moment(proposal, actor_of(city.operator.id)) as journey:
            journey.pause("department_answer", "transfer")
        db.session.commit()
    with at("2019-03-05 09:00"):
        hide(filed[0], "개인정보", actor_of(city.operator.id))
        db.session.commit()
        page = client.get("/open/overdue").get_data(as_text=True)
        late, stopped = page.split('id="stopped"')
        assert "제안 12" in late and late.count('class="duty ') == 1
        assert stopped.count('class="duty ') == 10 and "show=stopped" in stopped
        assert "제안 00" not in page and stopped.index("제안 01") < stopped.index("제안 02")
        assert "기한 멈춤 — 다른 부서로 이관, 2월 4일(월)부터" in stopped
        rest = client.get("/open/overdue?show=stopped").get_data(as_text=True)
        assert rest.count('class="duty ') == 11 and "제안 12" not in rest


def test_pages_of_what_stands_still_meet_without_a_gap(city: SimpleNamespace, at: At) -> None:
    with at("2019-02-02 09:00"):
        filed = [testing.proposal(city.citizen, f"제안 {number}") for number in range(5)]
        for proposal in filed:
            gather(proposal, 60)
            with moment(proposal, actor_of(city.operator.id)) as journey:
                journey.pause("department_answer", "transfer")
        db.session.commit()
    first = stopped_in_public(None, size=3)
    second = stopped_in_public(first.next, size=3)
    assert [duty.proposal_id for duty in [*first.items, *second.items]] == [proposal.id for proposal in filed]
    assert second.next is None and second.previous


def test_what_is_asked_of_a_proposer_is_not_listed(
    city: SimpleNamespace, client: FlaskClient, at: At
) -> None:
    with at("2019-02-02 09:00"):
        testing.apply_examples([RULES])
        bus = testing.proposal(city.citizen, "버스", process_key="clocks")
        gather(bus, 60)
        with moment(bus, actor_of(city.operator.id)) as journey:
            journey.pause("answer", "supplement")
        db.session.commit()
    with at("2019-05-02 09:00"):
        page = client.get("/open/overdue").get_data(as_text=True)
        assert page.count('class="duty ') == 1 and "기한 멈춤 — 보완, 2월 2일(토)부터" in page
        assert numbers().overdue == 0


@pytest.mark.parametrize("audience", ["staff", "link"])
def test_what_is_not_for_everybody_is_not_listed(
    city: SimpleNamespace, client: FlaskClient, at: At, audience: str
) -> None:
    with at("2019-02-02 09:00"):
        late, still = testing.proposal(city.citizen, "늦은 제안"), testing.proposal(city.citizen, "멈춘 제안")
        for proposal in (late, still):
            gather(proposal, 60)
            proposal.audience = audience
        with moment(still, actor_of(city.operator.id)) as journey:
            journey.pause("department_answer", "transfer")
        db.session.commit()
    with at("2019-03-05 09:00"):
        for address in ("/open/overdue", "/open/overdue?show=stopped"):
            page = client.get(address).get_data(as_text=True)
            assert "늦은 제안" not in page and "멈춘 제안" not in page


def test_what_a_stage_of_the_staff_owes_is_not_listed(
    app: Flask, city: SimpleNamespace, client: FlaskClient, at: At, tmp_path: Path
) -> None:
    """The proposal is public, its present stage is not: neither is what that stage owes."""
    within = 'within  = "30 days"\ndecides'
    rules = Path(RULES).read_text(encoding="utf-8")
    assert within in rules
    file = tmp_path / "clocks.toml"
    file.write_text(rules.replace(within, f'shown_to = "staff"\n{within}'), encoding="utf-8")
    with at("2019-02-02 09:00"):
        testing.apply_examples([str(file)])
        bus = testing.proposal(city.citizen, "버스", process_key="clocks")
        gather(bus, 500)
        assert bus.stage == "review" and bus.listed
    with at("2019-04-20 09:00"):
        page = client.get("/open/overdue").get_data(as_text=True)
        assert "부서 답변" in page and "검토" not in page


@pytest.mark.parametrize("show", ["", "?show=stopped"])
def test_an_index_answers_it(
    app: Flask, city: SimpleNamespace, client: FlaskClient, at: At, show: str
) -> None:
    with at("2019-02-02 09:00"):
        gather(testing.proposal(city.citizen, "버스"), 60)
    with at("2019-03-05 09:00"), queries() as sent:
        assert client.get(f"/open/overdue{show}").status_code == 200
    listing = next(one for one in sent if "FROM duty" in one)
    assert ("paused_since IS NOT NULL" in listing) == bool(show)
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(db.text("EXPLAIN QUERY PLAN " + listing.replace("?", "1"))).all()
        told = " ".join(str(row) for row in plan)
        assert ("ix_duty_stopped" if show else "ix_duty_due") in told and "TEMP B-TREE" not in told


def test_a_duty_that_was_taken_back_is_owed_no_longer(
    city: SimpleNamespace, client: FlaskClient, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-02 09:00"):
        bus = testing.proposal(city.citizen, "버스")
        gather(bus, 60)
    (duty_id,) = db.session.scalars(db.select(Duty.id)).all()
    with at("2019-03-01 09:00"):
        address = f"/desk/duties/{duty_id}/withdraw"
        assert desk_of(city.operator).post(address, data={"reason": "필요 없음"}).status_code == 403
        assert desk_of(city.lead).post(address, data={"reason": ""}).status_code == 422
        assert desk_of(city.lead).post(address, data={"reason": "시의 일이 아님"}).status_code == 302
        assert desk_of(city.lead).post(address, data={"reason": "또"}).status_code == 409
    with at("2019-03-05 09:00"):
        assert 'class="duty' not in client.get("/open/overdue").get_data(as_text=True)
    duty = db.session.get_one(Duty, duty_id)
    db.session.refresh(duty)
    assert (duty.closed_as, duty.reason) == ("withdrawn", "시의 일이 아님")
