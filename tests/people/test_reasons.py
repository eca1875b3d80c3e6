"""Whoever looks at personal data has said why, and every look is logged with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.people import queries
from demosx.people.looks import AccessLog
from demosx.people.models import Account
from demosx.people.reasons import HOLDS

HTML = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def admin(make_account: Callable[..., Account]) -> Account:
    return make_account("관리하는이", roles=["admin"])


@pytest.fixture
def kim(make_account: Callable[..., Account]) -> Account:
    return make_account("별이")


@pytest.fixture
def desk(client: FlaskClient, admin: Account) -> FlaskClient:
    """A browser in which an administrator has signed in, and said nothing yet."""
    testing.sign_in(client, admin)
    with client.session_transaction() as session:
        session.pop("looking")
    return client


def lines() -> list[AccessLog]:
    return list(db.session.scalars(select(AccessLog).order_by(AccessLog.id)))


def test_a_page_with_personal_data_asks_first_and_goes_on(
    desk: FlaskClient, admin: Account, kim: Account
) -> None:
    page = f"/desk/people/{kim.id}"
    asked = desk.get(page, headers=HTML)
    assert asked.location == f"/desk/reason?next=/desk/people/{kim.id}"
    assert not lines() and (kim.email or "") not in asked.text
    empty = desk.post("/desk/reason", data={"next": page}, headers=HTML)
    assert empty.status_code == 422 and 'id="reason-error"' in empty.text
    untold = desk.post("/desk/reason", data={"next": page, "reason": "other"}, headers=HTML)
    assert untold.status_code == 422 and 'id="detail-error"' in untold.text
    said = {"next": page, "reason": "inquiry", "detail": "2026-113"}
    assert desk.post("/desk/reason", data=said, headers=HTML).location == page
    assert (kim.email or "-") in desk.get(page, headers=HTML).text
    (line,) = lines()
    assert (line.account_id, line.person_id, line.what) == (admin.id, kim.id, "person")
    assert (line.reason, line.detail, line.address) == ("inquiry", "2026-113", "127.0.0.1")


def test_a_list_hides_addresses_and_says_how_many_were_looked_at(
    desk: FlaskClient, admin: Account, kim: Account
) -> None:
    desk.post("/desk/reason", data={"reason": "roles"}, headers=HTML)
    page = desk.get("/desk/people", headers=HTML).text
    assert (kim.email or "-") not in page and "***@example.org" in page
    assert "역할 관리" in page, "for what they look"
    assert [(line.what, line.many, line.person_id) for line in lines()] == [("people", 2, None)]


def test_a_reason_holds_for_an_hour_in_its_session(desk: FlaskClient, kim: Account) -> None:
    for age, asked in ((HOLDS - timedelta(minutes=1), False), (HOLDS, True), (-HOLDS, True)):
        with desk.session_transaction() as session:
            session["looking"] = ["inquiry", "", int((clock.wall() - age).timestamp())]
        answer = desk.get("/desk/people", headers=HTML)
        assert (answer.status_code == 302) == asked, age
    for wrong in (["curiosity", "", int(clock.wall().timestamp())], "inquiry", [1, 2, 3], None):
        with desk.session_transaction() as session:
            session["looking"] = wrong
        assert desk.get("/desk/people", headers=HTML).status_code == 302, wrong


def test_a_page_that_is_refused_shows_no_address(desk: FlaskClient, kim: Account) -> None:
    """What is rolled back has no line in the log, so it shows nothing that would need one."""
    desk.post("/desk/reason", data={"reason": "roles"}, headers=HTML)
    refused = desk.post(f"/desk/people/{kim.id}/grants", data={"role": ""}, headers=HTML)
    assert refused.status_code == 422 and (kim.email or "-") not in refused.text
    assert not lines()


def test_it_goes_on_only_within_the_site(desk: FlaskClient) -> None:
    for hostile in ("https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"):
        data = {"reason": "roles", "next": hostile}
        assert desk.post("/desk/reason", data=data, headers=HTML).location == "/desk"


def test_only_staff_are_asked(app: Flask, client: FlaskClient, kim: Account) -> None:
    testing.sign_in(client, kim)
    assert client.get("/desk/reason", headers=HTML).status_code == 403
    assert queries.actor_of(kim.id).is_staff is False
