"""Signing in and out, and new passwords, as a browser sees them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from demosx.core import clock
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import queries, services
from demosx.people.models import Account, SignIn, Token
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


def kept_secret(client: FlaskClient) -> str | None:
    with client.session_transaction() as session:
        return session.get("_user_id")


def test_signing_in_and_out(client: FlaskClient, kim: Account) -> None:
    assert not signed_in(client)
    response = sign_in(client)
    assert (response.status_code, response.location) == (302, "/")
    assert signed_in(client)
    secret = kept_secret(client)
    assert secret is not None
    client.post("/sign-out")
    assert not signed_in(client)
    assert queries.actor_of_secret(secret) is None, "the row is gone, so a stolen cookie is worth nothing"


def test_what_is_wrong_is_not_said_and_the_address_is_kept(client: FlaskClient, kim: Account) -> None:
    wrong = sign_in(client, "틀린 비밀번호입니다")
    unknown = client.post(
        "/sign-in", data={"email": "nobody@example.org", "password": PASSWORD}, headers=HTML
    )
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(KIM, "nobody@example.org") == unknown.text
    assert f'value="{KIM}"' in wrong.text
    assert "틀린 비밀번호입니다" not in wrong.text


@pytest.mark.parametrize(
    ("following", "arrives"),
    [
        ("/proposals?q=%EB%82%98%EB%AC%B4", "/proposals?q=%EB%82%98%EB%AC%B4"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/%0d%0aSet-Cookie:x=1", "/%0d%0aSet-Cookie:x=1"),
        ("/\r\nSet-Cookie: x=1", "/"),
        ("proposals", "/"),
        ("", "/"),
    ],
)
def test_only_paths_of_this_site_follow(
    client: FlaskClient, kim: Account, following: str, arrives: str
) -> None:
    response = sign_in(client, next=following)
    assert response.location == arrives
    assert "x" not in [cookie.key for cookie in (client.get_cookie("x"),) if cookie]


def test_where_one_wanted_to_go_is_kept_on_the_way(client: FlaskClient, kim: Account) -> None:
    page = client.get("/sign-in?next=/proposals/new", headers=HTML).text
    assert 'name="next" type="hidden" value="/proposals/new"' in page
    assert "/join?next=/proposals/new" in page
    page = client.get("/sign-in?next=//evil.example", headers=HTML).text
    assert 'name="next" type="hidden" value=""' in page
    assert 'href="/join"' in page


def test_staff_arrive_at_their_desk_by_way_of_the_second_factor(client: FlaskClient, kim: Account) -> None:
    services.grant(kim, "operator")
    db.session.commit()
    assert sign_in(client).location == "/second-factor?next=/desk"
    assert client.get("/sign-in").location == "/second-factor?next=/desk"


def test_who_was_drawn_by_lot_arrives_at_once(client: FlaskClient, kim: Account) -> None:
    services.grant(kim, "drawn_panel")
    db.session.commit()
    assert sign_in(client).location == "/desk"


def test_a_session_that_was_there_before_is_not_taken_over(client: FlaskClient, kim: Account) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "a-secret-that-somebody-else-knows"
        session["planted"] = "yes"
    sign_in(client)
    first = kept_secret(client)
    with client.session_transaction() as session:
        assert "planted" not in session
    sign_in(client)
    assert kept_secret(client) not in (first, "a-secret-that-somebody-else-knows")


def test_a_form_token_from_before_is_worth_nothing_after(app: Flask, kim: Account) -> None:
    browser = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in", headers=HTML).text)
    assert token is not None
    data = {"email": KIM, "password": PASSWORD, "csrf_token": token[1]}
    assert browser.post("/sign-in", data=data, headers=HTML).status_code == 302
    assert browser.post("/sign-out", data={"csrf_token": token[1]}, headers=HTML).status_code == 400
    assert signed_in(browser)


def test_the_cookie_is_out_of_reach_of_scripts(client: FlaskClient, kim: Account) -> None:
    cookie = next(
        line for line in sign_in(client).headers.getlist("Set-Cookie") if line.startswith("demosx=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert PASSWORD not in cookie


def test_on_https_the_cookie_stays_there(make_app: Callable[..., Flask]) -> None:
    app = make_app(url="https://square.handeul.example")
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        services.create_account("별이", email=KIM, password=PASSWORD)
        db.session.commit()
    response = app.test_client().post(
        "/sign-in", base_url="https://square.handeul.example", data={"email": KIM, "password": PASSWORD}
    )
    assert all("Secure" in line for line in response.headers.getlist("Set-Cookie"))


def test_who_is_suspended_is_out_with_the_next_page(client: FlaskClient, kim: Account) -> None:
    sign_in(client)
    services.suspend(kim)
    db.session.commit()
    assert not signed_in(client)
    assert sign_in(client).status_code == 422


def test_a_new_password_by_mail(app: Flask, client: FlaskClient, kim: Account, mail_to: MailTo) -> None:
    sign_in(client)
    other = app.test_client()
    asked = other.post("/forgot", data={"email": "Kim@Example.org"}, headers={"Host": "evil.example", **HTML})
    assert asked.location == "/forgot/sent"
    services.write_asked_letters()
    letter = mail_to(KIM)[0]
    assert "http://localhost/reset/" in letter.body
    assert "evil" not in letter.body
    secret = secret_of(letter, "reset")
    weak = other.post(f"/reset/{secret}", data={"new_password": "password"}, headers=HTML)
    assert weak.status_code == 422
    assert 'id="new_password-error"' in weak.text
    done = other.post(f"/reset/{secret}", data={"new_password": "새로운 비밀번호 하나"}, headers=HTML)
    assert done.location == "/sign-in"
    assert not signed_in(client), "every session has ended"
    assert other.get(f"/reset/{secret}", headers=HTML).status_code == 404
    assert sign_in(other, "새로운 비밀번호 하나").status_code == 302


def test_asking_for_a_new_password_ends_alike_for_everybody(
    client: FlaskClient, kim: Account, mail_to: MailTo
) -> None:
    known = client.post("/forgot", data={"email": KIM}, headers=HTML)
    unknown = client.post("/forgot", data={"email": "nobody@example.org"}, headers=HTML)
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert mail_to("nobody@example.org") == []


@pytest.mark.parametrize("page", ["confirm", "reset", "confirm-email"])
def test_a_link_that_never_was_and_one_that_is_over(
    client: FlaskClient, kim: Account, mail_to: MailTo, page: str
) -> None:
    assert client.get(f"/{page}/no-such-secret", headers=HTML).status_code == 404
    services.request_reset(KIM)
    db.session.commit()
    services.write_asked_letters()
    db.session.execute(update(Token).values(expires_at=clock.wall() - timedelta(seconds=1)))
    db.session.commit()
    assert client.get(f"/{page}/{secret_of(mail_to(KIM)[0], 'reset')}", headers=HTML).status_code == 404


def test_members_are_not_asked_again(client: FlaskClient, kim: Account) -> None:
    sign_in(client)
    assert client.get("/sign-in?next=/proposals").location == "/proposals"
    assert client.get("/join").location == "/"


def test_sessions_are_one_row_each(client: FlaskClient, kim: Account) -> None:
    sign_in(client)
    client.get("/me", headers=HTML)
    client.get("/account", headers=HTML)
    assert db.session.scalar(select(func.count(SignIn.id))) == 1


def test_a_session_is_noted_when_it_writes_again_after_an_hour(client: FlaskClient, kim: Account) -> None:
    sign_in(client)
    row = db.session.scalars(select(SignIn)).one()
    long_ago = row.last_seen_at = clock.wall() - timedelta(hours=2)
    db.session.commit()
    client.get("/account", headers=HTML)
    assert row.last_seen_at == long_ago
    client.post("/language", data={"language": "en"})
    noted = row.last_seen_at
    assert noted > long_ago
    client.post("/language", data={"language": "ko"})
    assert row.last_seen_at == noted
