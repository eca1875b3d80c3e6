"""The public list of what is overdue: only what everybody may know, the longest overdue first."""

from collections.abc import Callable
from types import SimpleNamespace

from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.duties.models import Duty
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.services import hide

from .conftest import At, gather, lead

DeskOf = Callable[[Account], FlaskClient]


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
