"""Joining, as a browser sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import queries, services
from demosx.people.models import Account, Joining
from tests.people.acting import AGREED
from tests.people.conftest import PASSWORD, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")
MailTo = Callable[[str], list[Letter]]
KIM = "kim@example.org"
HTML = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def kim(app: Flask) -> Account:
    account = services.create_account("별이", email=KIM, password=PASSWORD)
    db.session.commit()
    return account


def sign_in(client: FlaskClient, password: str = PASSWORD, **more: Any) -> TestResponse:
    return client.post("/sign-in", data={"email": KIM, "password": password} | more, headers=HTML)


def signed_in(client: FlaskClient) -> bool:
    return client.get("/account", headers=HTML).status_code == 200


def test_joining_ends_alike_for_a_known_and_an_unknown_address(
    client: FlaskClient, kim: Account, mail_to: MailTo
) -> None:
    def join(email: str, nickname: str) -> TestResponse:
        data = {"email": email, "password": PASSWORD, "nickname": nickname} | AGREED
        return client.post("/join", data=data, headers=HTML)

    known, unknown = join(KIM, "달이"), join("lee@example.org", "해님")
    assert (
        (known.status_code, known.location) == (unknown.status_code, unknown.location) == (302, "/join/sent")
    )
    assert "/confirm/" not in mail_to(KIM)[0].body
    assert "/confirm/" in mail_to("lee@example.org")[0].body
    assert queries.account_by_nickname("달이") is None


def test_opening_a_link_confirms_nothing_and_the_button_does(client: FlaskClient, mail_to: MailTo) -> None:
    client.post(
        "/join",
        data={"email": KIM, "password": PASSWORD, "nickname": "별이", "next": "/proposals/new"} | AGREED,
    )
    secret = secret_of(mail_to(KIM)[0], "confirm")
    for method in (client.get, client.head, client.get):
        assert method(f"/confirm/{secret}", headers=HTML).status_code == 200
    page = client.get(f"/confirm/{secret}", headers=HTML).text
    assert 'name="password"' not in page
    assert "Keeping the personal data that an account needs" in page, "nobody agrees to the privacy notice"
    assert queries.account_by_email(KIM) is None
    response = client.post(f"/confirm/{secret}", headers=HTML)
    assert response.location == "/proposals/new"
    assert signed_in(client)
    again = client.post(f"/confirm/{secret}", headers=HTML)
    assert again.status_code == 404
    assert "/join/sent" in again.text


def test_in_another_browser_the_link_asks_for_the_password(
    app: Flask, client: FlaskClient, mail_to: MailTo
) -> None:
    client.post("/join", data={"email": KIM, "password": PASSWORD, "nickname": "별이"} | AGREED)
    secret = secret_of(mail_to(KIM)[0], "confirm")
    other = app.test_client()
    assert 'name="password"' in other.get(f"/confirm/{secret}", headers=HTML).text
    for password in ("", "틀린 비밀번호입니다"):
        refused = other.post(f"/confirm/{secret}", data={"password": password}, headers=HTML)
        assert refused.status_code == 422
        assert 'id="password-error"' in refused.text
    assert queries.account_by_email(KIM) is None
    assert other.post(f"/confirm/{secret}", data={"password": PASSWORD}, headers=HTML).location == "/"
    assert signed_in(other)


def test_who_joined_with_somebody_elses_address_is_not_let_in(
    app: Flask, client: FlaskClient, mail_to: MailTo
) -> None:
    owner = app.test_client()
    owner.post("/join", data={"email": KIM, "password": PASSWORD, "nickname": "별이"} | AGREED)
    client.post(
        "/join", data={"email": KIM, "password": "침입자가 아는 비밀번호", "nickname": "침입자"} | AGREED
    )
    own, newest = (secret_of(letter, "confirm") for letter in mail_to(KIM))
    assert owner.post(f"/confirm/{newest}", headers=HTML).status_code == 422
    assert owner.post(f"/confirm/{newest}", data={"password": PASSWORD}, headers=HTML).status_code == 422
    assert not signed_in(owner)
    owner.post(f"/confirm/{own}")
    assert signed_in(owner)
    assert sign_in(client, "침입자가 아는 비밀번호").status_code == 422


def test_a_name_taken_meanwhile_leads_back_to_the_form(
    app: Flask, client: FlaskClient, mail_to: MailTo
) -> None:
    client.post("/join", data={"email": KIM, "password": PASSWORD, "nickname": "별이"} | AGREED)
    services.create_account("별이", email="lee@example.org")
    db.session.commit()
    answer = client.post(f"/confirm/{secret_of(mail_to(KIM)[0], 'confirm')}", headers=HTML)
    assert answer.status_code == 422
    assert 'action="/join"' in answer.text and 'id="nickname-error"' in answer.text
    assert f'value="{KIM}"' in answer.text


def test_a_refused_form_gives_back_what_was_typed(client: FlaskClient, kim: Account) -> None:
    data = {
        "email": "lee@example.org",
        "password": "비밀번호 아닌 비밀번호",
        "nickname": " 별\u200b이 ",
        "district": "narae",
    } | AGREED
    response = client.post("/join", data=data, headers=HTML)
    assert response.status_code == 422
    assert 'value="lee@example.org"' in response.text
    assert 'value="별이"' in response.text
    assert '<option selected value="narae">' in response.text
    assert "비밀번호 아닌 비밀번호" not in response.text
    assert 'aria-describedby="nickname-hint nickname-error"' in response.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "kim"),
        ("email", "k" * 300 + "@example.org"),
        ("nickname", "별"),
        ("nickname", "🌱🌱"),
        ("nickname", "a\0b"),
        ("nickname", "관리자"),
        ("password", "짧음"),
        ("password", "x" * 5000),
        ("password", "pass\0word!"),
        ("district", "nowhere"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(client: FlaskClient, field: str, value: str) -> None:
    data = {"email": "lee@example.org", "password": PASSWORD, "nickname": "해님"} | {field: value}
    response = client.post("/join", data=data, headers=HTML)
    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert db.session.scalar(select(func.count(Account.id))) == 0


def test_everything_that_is_wrong_is_said_at_once(client: FlaskClient) -> None:
    data = {"email": "kim", "password": "짧음", "nickname": "관리자", "district": "nowhere"}
    page = client.post("/join", data=data, headers=HTML).text
    assert [name for name in data if f'id="{name}-error"' in page] == list(data)


def test_nothing_beyond_the_form_is_taken(client: FlaskClient, mail_to: MailTo) -> None:
    data = {"email": KIM, "password": PASSWORD, "nickname": "별이", "id": "77", "confirmed_at": "2020-01-01",
            "role": "admin", "password_hash": "x", "language": "en"} | AGREED  # fmt: skip
    client.post("/join", data=data)
    waiting = db.session.scalars(select(Joining)).one()
    assert waiting.id != 77
    assert waiting.password_hash != "x"
    client.post(f"/confirm/{secret_of(mail_to(KIM)[0], 'confirm')}")
    account = queries.account_by_email(KIM)
    assert account is not None
    assert account.id != 77
    assert account.confirmed_at is not None
    assert account.confirmed_at.year > 2020
    assert queries.actor_of(account.id).grants == ()


def test_the_letter_can_be_had_again(client: FlaskClient, kim: Account, mail_to: MailTo) -> None:
    client.post("/join", data={"email": "lee@example.org", "password": PASSWORD, "nickname": "해님"} | AGREED)
    answers = [client.post("/confirm/again", data={"email": email}, headers=HTML)
               for email in ("lee@example.org", KIM, "nobody@example.org")]  # fmt: skip
    assert {(answer.status_code, answer.location) for answer in answers} == {(302, "/join/sent")}
    services.write_asked_letters()
    assert len(mail_to("lee@example.org")) == 2
    assert mail_to(KIM) == mail_to("nobody@example.org") == []
