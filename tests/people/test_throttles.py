"""Doors cannot be tried for ever."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx.core import limits
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import known_browsers, services, throttles
from demosx.people.models import Account
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


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """Switch the limits on, with nothing counted yet."""
    app.config["RATELIMIT_ENABLED"] = True
    limits.init_app(app)
    yield
    app.config["RATELIMIT_ENABLED"] = False


def statuses(client: FlaskClient, times: int, address: str = "192.0.2.1", **data: str) -> list[int]:
    return [
        client.post("/sign-in", data=data, headers=HTML, environ_base={"REMOTE_ADDR": address}).status_code
        for _ in range(times)
    ]


def test_an_account_cannot_be_tried_for_long(client: FlaskClient, kim: Account, limited: None) -> None:
    wrong = {"email": KIM, "password": "틀린 비밀번호입니다"}
    assert statuses(client, 12, **wrong) == [422] * 10 + [429] * 2
    spelled = statuses(client, 1, email=" KIM@example.org", password=PASSWORD)
    assert spelled == [429], "another spelling is the same account"
    assert statuses(client, 1, address="192.0.2.2", email=KIM, password=PASSWORD) == [302]


def test_an_account_cannot_be_tried_from_many_addresses(
    client: FlaskClient, kim: Account, limited: None
) -> None:
    tried = [
        statuses(client, 1, f"198.51.100.{n}", email=KIM, password="틀린 비밀번호입니다")[0]
        for n in range(65)
    ]
    assert tried == [422] * 60 + [429] * 5


def test_an_address_cannot_try_many_accounts(client: FlaskClient, kim: Account, limited: None) -> None:
    tried = [statuses(client, 1, email=f"p{n}@example.org", password="x" * 600)[0] for n in range(302)]
    assert tried == [422] * 300 + [429] * 2
    assert statuses(client, 1, email=KIM, password=PASSWORD) == [429]


def test_right_passwords_do_not_use_up_an_offices_address(
    client: FlaskClient, kim: Account, limited: None
) -> None:
    for n in range(150):
        with client.application.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.9"}):
            throttles.before_sign_in(f"p{n}@example.org")
    assert statuses(client, 1, "192.0.2.9", email=KIM, password=PASSWORD) == [302]


def test_strangers_who_try_an_account_do_not_shut_its_owner_out(
    app: Flask, client: FlaskClient, kim: Account, limited: None
) -> None:
    assert statuses(client, 1, email=KIM, password=PASSWORD) == [302]
    client.post("/sign-out")
    stranger, new = app.test_client(), app.test_client()
    for n in range(61):
        statuses(stranger, 1, f"198.51.100.{n}", email=KIM, password="틀린 비밀번호입니다")
    statuses(stranger, 12, email=KIM, password="틀린 비밀번호입니다")
    assert statuses(new, 1, "203.0.113.5", email=KIM, password=PASSWORD) == [429]
    assert statuses(client, 1, email=KIM, password=PASSWORD) == [302], "also from the stranger's address"


def test_a_browser_that_is_known_has_limits_too(client: FlaskClient, kim: Account, limited: None) -> None:
    statuses(client, 1, email=KIM, password=PASSWORD)
    client.post("/sign-out")
    tried = [
        statuses(client, 1, f"198.51.100.{n}", email=KIM, password="틀린 비밀번호입니다")[0]
        for n in range(12)
    ]
    assert tried == [422] * 10 + [429] * 2


@pytest.mark.parametrize("made_up", ["", ".", "x.", "x.y", ".é", "x." + "0" * 64])
def test_a_browser_cannot_say_by_itself_that_it_is_known(app: Flask, kim: Account, made_up: str) -> None:
    with app.test_request_context("/", headers={"Cookie": f"known={made_up}"}):
        assert known_browsers.known_as(KIM) is None


def test_a_browser_is_known_to_the_account_it_was_signed_in_to(
    app: Flask, client: FlaskClient, kim: Account
) -> None:
    statuses(client, 1, email=KIM, password=PASSWORD)
    cookie = client.get_cookie("known")
    assert cookie is not None
    assert cookie.http_only and KIM not in cookie.value
    with app.test_request_context("/", headers={"Cookie": f"known={cookie.value}"}):
        assert known_browsers.known_as(" Kim@example.org")
        assert known_browsers.known_as("lee@example.org") is None


def test_nobody_is_buried_in_letters_and_nobody_refused(
    client: FlaskClient, kim: Account, limited: None, mail_to: MailTo
) -> None:
    answers = [client.post("/forgot", data={"email": KIM}, headers=HTML).status_code for _ in range(7)]
    assert answers == [302] * 7
    services.write_asked_letters()
    letters = mail_to(KIM)
    assert len(letters) == 5
    assert all(services.token_holder(secret_of(letter, "reset"), "reset").id == kim.id for letter in letters)


def test_other_letters_do_not_use_up_those_for_a_new_password(
    client: FlaskClient, kim: Account, limited: None, mail_to: MailTo
) -> None:
    for _ in range(7):
        client.post("/confirm/again", data={"email": KIM}, headers=HTML)
        client.post(
            "/join", data={"email": KIM, "password": PASSWORD, "nickname": "달이"} | AGREED, headers=HTML
        )
    client.post("/forgot", data={"email": KIM}, headers=HTML)
    services.write_asked_letters()
    assert "/reset/" in mail_to(KIM)[-1].body


def test_joining_is_limited_too(client: FlaskClient, limited: None, mail_to: MailTo) -> None:
    data = {"email": KIM, "password": PASSWORD, "nickname": "별이"} | AGREED

    def join(address: str) -> int:
        return client.post(
            "/join", data=data, headers=HTML, environ_base={"REMOTE_ADDR": address}
        ).status_code

    assert [join("192.0.2.1") for _ in range(6)] == [302] * 5 + [429]
    assert join("192.0.2.2") == 302, "a stranger's attempts do not keep the owner from joining"
    assert [join(f"198.51.100.{n}") for n in range(16)] == [302] * 14 + [429] * 2
    assert len(mail_to(KIM)) == 20


def test_links_that_work_are_opened_as_often_as_one_likes(
    client: FlaskClient, kim: Account, limited: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "UNKNOWN_SECRETS", "3 per hour")
    secret = services.invite(kim)
    db.session.commit()
    assert {client.get(f"/reset/{secret}", headers=HTML).status_code for _ in range(5)} == {200}
    pages = ("reset", "confirm", "confirm-email", "reset", "confirm")
    tried = [client.get(f"/{page}/made-up-{n}", headers=HTML).status_code for n, page in enumerate(pages)]
    assert tried == [404] * 3 + [429] * 2


def test_a_refusal_keeps_what_was_typed(client: FlaskClient, limited: None) -> None:
    for _ in range(10):
        statuses(client, 1, email=KIM, password=PASSWORD)
    response = client.post(
        "/sign-in",
        data={"email": KIM, "password": PASSWORD},
        headers=HTML,
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert response.status_code == 429
    assert KIM in response.text
    assert PASSWORD not in response.text
