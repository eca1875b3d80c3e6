"""Reported opinions: hidden with a public reason, or kept; both settle every report."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.opinions import reports as queries
from demosx.opinions.models import Opinion, OpinionReport
from demosx.opinions.reports import report
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal

from .conftest import At

DeskOf = Callable[[Account], FlaskClient]


@pytest.fixture
def said(city: SimpleNamespace, at: At) -> Opinion:
    """An opinion that two people have reported."""
    with at("2019-02-02 09:00"):
        proposal: Proposal = testing.proposal(city.citizen, "밤 11시 이후에도 버스를")
        opinion = say(proposal, "그 동네 사람들은 다 똑같아", actor=actor_of(city.citizen.id))
        for nickname in ("솔이", "달이"):
            report(opinion, "abuse", note="동네를 욕함", actor=actor_of(testing.account(nickname).id))
        db.session.commit()
        return opinion


def test_one_opinion_stands_there_once_with_all_its_reports(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    assert queries.waiting() == 2
    (item,) = queries.reported(None).items
    assert item.opinion.id == said.id and len(item.reports) == 2
    with at("2019-02-03 09:00"):
        page = desk_of(city.operator).get("/desk/opinions").get_data(as_text=True)
        assert page.count("그 동네 사람들은") == 1 and page.count("동네를 욕함") == 2
        assert desk_of(city.transport).get("/desk/opinions").status_code == 403


def test_hiding_settles_the_reports(city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf) -> None:
    address, back = f"/opinions/{said.id}/hide", "/desk/opinions"
    with at("2019-02-03 09:00"):
        page = desk_of(city.operator).get(back).get_data(as_text=True)
        assert f'action="{address}"' in page and f'value="{back}"' in page
        assert desk_of(city.transport).post(address, data={"reason": "x"}).status_code == 403
        assert desk_of(city.operator).post(address, data={"reason": " "}).status_code == 422
        done = desk_of(city.operator).post(address, data={"reason": "이웃을 욕함", "back": back})
        assert done.status_code == 302 and done.location.startswith(back)
        assert "그 동네 사람들은" not in desk_of(city.operator).get(back).get_data(as_text=True)
    db.session.refresh(said)
    assert said.hidden_reason == "이웃을 욕함" and queries.waiting() == 0


def test_what_was_hidden_can_be_shown_again(
    city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf
) -> None:
    with at("2019-02-03 09:00"):
        desk = desk_of(city.operator)
        assert "그 동네 사람들은" not in desk.get("/desk/opinions/hidden").get_data(as_text=True)
        desk.post(f"/opinions/{said.id}/hide", data={"reason": "이웃을 욕함"})
        page = desk.get("/desk/opinions/hidden").get_data(as_text=True)
        assert "그 동네 사람들은" in page and "이웃을 욕함" in page
        assert desk_of(city.transport).get("/desk/opinions/hidden").status_code == 403
        assert desk.post(f"/opinions/{said.id}/show").status_code == 302
        assert "그 동네 사람들은" not in desk.get("/desk/opinions/hidden").get_data(as_text=True)
    db.session.refresh(said)
    assert said.visible


def test_keeping_settles_them_too(city: SimpleNamespace, said: Opinion, at: At, desk_of: DeskOf) -> None:
    with at("2019-02-03 09:00"):
        assert f'action="/opinions/{said.id}/keep"' in desk_of(city.operator).get("/desk/opinions").get_data(
            as_text=True
        )
        assert desk_of(city.operator).post(f"/opinions/{said.id}/keep").status_code == 302
    db.session.refresh(said)
    assert said.visible and queries.waiting() == 0
    assert {row.handled_as for row in db.session.scalars(db.select(OpinionReport))} == {"kept"}
