"""Doors cannot be tried for ever."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx.core import limits
from demosx.core.db import db
from demosx.core.mail import Letter
from demosx.people import services, throttles
from demosx.people.models import Account
from tests.people.conftest import PASSWORD

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
    tried = [statuses(client, 1, email=f"p{n}@example.org", password="x" * 200)[0] for n in range(102)]
    assert tried == [422] * 100 + [429] * 2
    assert statuses(client, 1, email=KIM, password=PASSWORD) == [429]


def test_right_passwords_do_not_use_up_an_offices_address(
    client: FlaskClient, kim: Account, limited: None
) -> None:
    for n in range(150):
        with client.application.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.9"}):
            throttles.before_sign_in(f"p{n}@example.org")
    assert statuses(client, 1, "192.0.2.9", email=KIM, password=PASSWORD) == [302]


@pytest.mark.parametrize("page", ["/forgot", "/confirm/again"])
def test_nobody_is_buried_in_letters(client: FlaskClient, kim: Account, limited: None, page: str) -> None:
    answers = [client.post(page, data={"email": KIM}, headers=HTML).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2


def test_joining_is_limited_too(client: FlaskClient, limited: None, mail_to: MailTo) -> None:
    data = {"email": KIM, "password": PASSWORD, "nickname": "별이"}
    assert [client.post("/join", data=data, headers=HTML).status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(mail_to(KIM)) == 5


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
