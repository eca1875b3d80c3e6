"""The pages on which somebody shows who they are."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy
from flask.testing import FlaskClient

from demosx.core.db import db, transaction
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.plugins import Verified
from demosx.verification import services

from .conftest import HTML, NUMBER, Offer, a_code, verified
from .test_residents import LIST, take_in

pytestmark = pytest.mark.usefixtures("offer")
CODE = "/account/verification/code"


def test_the_page_says_why_how_and_what_is_kept(browser: FlaskClient) -> None:
    page = browser.get("/account/verification").text
    for words in ("Why we ask", "What we keep of it", "Code from the city", "By signing in", "never taken"):
        assert words in page
    assert "List of residents" not in page  # there is none yet
    take_in(LIST)
    assert "List of residents" in browser.get("/account/verification").text


def test_a_site_without_a_check_says_so(browser: FlaskClient, offer: Offer) -> None:
    offer()
    assert "has no check of who people are" in browser.get("/account/verification").text
    assert browser.get(CODE).status_code == 404
    offer("nonsense")
    assert "has no check of who people are" in browser.get("/account/verification").text


def test_a_code_leads_back_to_where_one_was(browser: FlaskClient, member: Account) -> None:
    page = browser.get(f"{CODE}?next=/proposals/7").text
    assert 'name="next" value="/proposals/7"' in page
    answer = browser.post(CODE, data={"code": a_code().lower(), "next": "/proposals/7"})
    assert (answer.status_code, answer.location) == (302, "/proposals/7")
    assert verified(member)
    page = browser.get("/account/verification?next=/proposals/7").text
    assert "You have shown who you are" in page
    assert 'href="/proposals/7"' in page


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_on_never_leaves_the_site(browser: FlaskClient, path: str) -> None:
    assert browser.post(CODE, data={"code": a_code(), "next": path}).location == "/account/verification"


def test_the_session_gets_a_new_secret(browser: FlaskClient) -> None:
    with browser.session_transaction() as session:
        before = session["_user_id"]
    browser.post(CODE, data={"code": a_code()})
    with browser.session_transaction() as session:
        assert session["_user_id"] != before
    assert browser.get("/account/verification").status_code == 200


def test_a_wrong_code_is_said_at_the_field_and_may_be_tried_again(
    browser: FlaskClient, member: Account
) -> None:
    code = a_code()
    answer = browser.post(CODE, data={"code": "ABCD-EFGH-JKMN"})
    assert answer.status_code == 422
    assert "This code does not work" in answer.text
    assert not verified(member)
    assert browser.post(CODE, data={"code": code}).status_code == 302


def test_a_code_is_not_used_up_where_somebody_else_has_the_identity(
    browser: FlaskClient, member: Account, make_account: Callable[..., Account]
) -> None:
    code, other = a_code("A 1"), make_account("달이")
    with transaction():
        services.verify(db.session.merge(other), "code", Verified(key=services.redeem(code).key))
        db.session.execute(sqlalchemy.text("UPDATE issued_code SET used_at = NULL"))
    answer = browser.post(CODE, data={"code": code})
    assert answer.status_code == 422
    assert "please sign in with it" in answer.text
    assert "달이" not in answer.text
    row = db.session.execute(sqlalchemy.text("SELECT used_at FROM issued_code")).one()
    assert row.used_at is None


def test_residents_type_what_the_list_asks_for(browser: FlaskClient, member: Account) -> None:
    take_in(LIST)
    page = browser.get("/account/verification/residents").text
    for label in ("Name", "Date of birth", "행정동"):
        assert label in page
    wrong = {"column0": "홍길동", "column1": "1990-05-21", "column2": "없는동"}
    answer = browser.post("/account/verification/residents", data=wrong)
    assert (answer.status_code, "could not find you" in answer.text) == (422, True)
    right = wrong | {"column2": "나래 1동"}
    assert browser.post("/account/verification/residents", data=right).status_code == 302
    assert verified(member)
    account = db.session.get_one(Account, member.id)
    assert str(account.born_on) == "1990-05-21"


def test_guessing_is_slowed_by_account_and_by_address(
    app: Application,
    browser: FlaskClient,
    make_account: Callable[..., Account],
    sign_in: Any,
    monkeypatch: Any,
) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    for _ in range(10):
        assert browser.post(CODE, data={"code": "ABCD-EFGH-JKMN"}).status_code == 422
    assert browser.post(CODE, data={"code": a_code()}).status_code == 429
    for n in range(5):
        other = sign_in(app.test_client(), make_account(f"사람 {n}"))
        for _ in range(10):
            other.post(CODE, data={"code": "ABCD-EFGH-JKMN"})
    last = sign_in(app.test_client(), make_account("마지막"))
    assert last.post(CODE, data={"code": a_code("R 2")}).status_code == 429
    elsewhere = last.post(CODE, data={"code": a_code("R 3")}, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 302


WAYS_TO_WRITE = [
    NUMBER,
    NUMBER.replace("-", ""),
    "９００１０１ １２３４５６７",
    f"제 번호는 {NUMBER}입니다",
    "900101 - 1234567",
]


@pytest.mark.parametrize("number", WAYS_TO_WRITE)
def test_a_resident_number_is_refused_and_leaves_no_trace(
    browser: FlaskClient, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    take_in(LIST)
    caplog.set_level(logging.DEBUG)
    answers = [
        browser.post(CODE, data={"code": number}),
        browser.post(
            "/account/verification/residents", data={"column0": "홍", "column1": number, "column2": "동"}
        ),
        browser.post(
            "/account/verification/residents",
            data={"column0": "홍", "column1": "900101", "column2": "1234567"},
        ),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert "resident registration number" in answer.text
        assert_absent(answer.text)
    assert_absent(caplog.text)
    assert_absent(everything_in_the_database())


def test_no_error_page_shows_a_resident_number(app: Application, browser: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True  # the form was open for too long: what was typed is given back
    answer = browser.post(
        CODE,
        data={"code": "x", "note": f"번호 {NUMBER} 입니다", "body": "９００１０１１２３４５６７"},
        headers=HTML,
    )
    assert answer.status_code == 400
    assert "번호" in answer.text
    assert_absent(answer.text)


def assert_absent(text: str) -> None:
    digits = "".join(c for c in text if c.isdecimal())
    assert "1234567" not in text
    assert "１２３４５６７" not in text
    assert "9001011234567" not in digits


def everything_in_the_database() -> str:
    """Every value of every row."""
    found = []
    for table in db.metadata.sorted_tables:
        found += [" ".join(map(str, row)) for row in db.session.execute(table.select())]
    return "\n".join(found)
