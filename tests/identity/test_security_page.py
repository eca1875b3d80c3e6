"""The page about signing in and devices, and the sessions that it lists."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select

from demosx.core import clock
from demosx.core.db import db
from demosx.identity.session_words import words_of
from demosx.people import queries, services
from demosx.people.models import Account, SignIn
from tests.counting import queries as sent
from tests.identity.factors import HTML, come_in, come_to_the_desk, staff

pytestmark = pytest.mark.usefixtures("fast_hashes")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


def rows(browser: FlaskClient) -> list[str]:
    """What the list of devices says, one text for each."""
    page = browser.get("/account/security", headers=HTML).text.split('id="security-devices"')[1]
    return [
        re.sub(r"<[^>]+>|\s+", " ", row) for row in page.split("<ul")[1].split("</ul>")[0].split("<li>")[1:]
    ]


def test_every_session_is_listed(app: Flask, client: FlaskClient, with_app: Account) -> None:
    phone = app.test_client()
    phone.post(
        "/sign-in",
        data={"email": "kim@example.org", "password": "감나무 아래 자전거 한 대"},
        headers=HTML | {"User-Agent": PHONE},
    )
    come_in(client)
    here, there = rows(client)
    assert "this device" in here
    assert "Unknown browser" in here
    assert "Safari · iPhone" in there
    assert "with the password" in there
    assert "this device" not in there


def test_signing_out_there(app: Flask, client: FlaskClient, with_app: Account) -> None:
    other, third = app.test_client(), app.test_client()
    for browser in (other, third, client):
        come_in(browser)
    first = db.session.scalars(select(SignIn.id).order_by(SignIn.id)).first()
    assert client.post(f"/account/security/sessions/{first}/end", headers=HTML).status_code == 302
    assert other.get("/account", headers=HTML).status_code == 302
    assert third.get("/account", headers=HTML).status_code == 200
    client.post("/account/security/sessions/end-others", headers=HTML)
    assert third.get("/account", headers=HTML).status_code == 302
    assert client.get("/account", headers=HTML).status_code == 200


def test_nobody_ends_a_session_of_somebody_else(app: Flask, client: FlaskClient, with_app: Account) -> None:
    staff("달이", "lee@example.org")
    other = app.test_client()
    come_in(other, "lee@example.org")
    come_in(client)
    number = queries.sessions_of(with_app.id)[0].id
    assert other.post(f"/account/security/sessions/{number}/end", headers=HTML).status_code == 404
    other.post("/account/security/sessions/end-others", headers=HTML)
    assert client.get("/account", headers=HTML).status_code == 200


def test_the_page_asks_the_database_little(client: FlaskClient, with_app: Account) -> None:
    come_to_the_desk(client)
    with sent() as asked:
        assert client.get("/account/security", headers=HTML).status_code == 200
    assert len(asked) <= 8, asked


def test_a_session_that_is_over_is_not_listed(client: FlaskClient, with_app: Account) -> None:
    come_in(client)
    row = db.session.scalars(select(SignIn)).one()
    secret = services.admit(with_app)
    row.expires_at = clock.wall()
    db.session.commit()
    (left,) = queries.sessions_of(with_app.id)
    assert left.id != row.id
    assert queries.actor_of_secret(secret) is not None


def test_members_read_of_passkeys_and_devices(
    client: FlaskClient, make_account: Callable[..., Account]
) -> None:
    services.create_account("달이", email="lee@example.org", password="감나무 아래 자전거 한 대")
    db.session.commit()
    come_in(client, "lee@example.org")
    page = client.get("/account/security", headers=HTML).text
    assert 'id="security-passkeys"' in page
    assert 'id="security-app"' not in page
    assert 'id="security-codes"' not in page


def test_a_renewed_session_lasts_no_longer(
    client: FlaskClient, with_app: Account, later: Callable[..., None]
) -> None:
    come_in(client)
    row = db.session.scalars(select(SignIn)).one()
    began, ends = row.created_at, row.expires_at
    later(timedelta(days=29))
    come_at = client.post("/second-factor", data={"code": "000000"}, headers=HTML)
    assert come_at.status_code == 422
    secret = services.renew(_secret(client))
    db.session.commit()
    db.session.refresh(row)
    assert (row.created_at, row.expires_at) == (began, ends)
    later(timedelta(days=1))
    assert queries.actor_of_secret(secret) is None


def _secret(browser: FlaskClient) -> str:
    with browser.session_transaction() as session:
        return str(session["_user_id"])


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("password", "password"),
        ("link", "link"),
        ("passkey", "passkey"),
        ("demo", "demonstration"),
        ("gone", ""),
    ],
)
def test_a_session_says_how_it_began(kim: Account, way: str, words: str) -> None:
    services.admit(kim, way=way)
    (row,) = queries.sessions_of(kim.id)
    with force_locale("en"):
        said = words_of(row)
    assert words in said
    assert bool(said) is bool(words)


def test_a_session_that_began_at_a_provider_says_so(make_app: Callable[..., Flask]) -> None:
    app = make_app(processes=(), sign_in={"kakao": {"client_id": "x"}}, client_secrets={"kakao": "x"})
    with app.app_context():
        account = services.create_account("달이", email="lee@example.org")
        services.admit(account, way="kakao")
        (row,) = queries.sessions_of(account.id)
        with force_locale("en"):
            assert words_of(row) == "with Kakao"
