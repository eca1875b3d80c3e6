"""Signing in with one click: on a demonstration, and from its own machine only."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx.core.db import db
from demosx.people import services
from demosx.people.models import Account

HTML = {"Accept": "text/html", "Accept-Language": "en"}


def people() -> tuple[Account, Account]:
    """An operator of the demonstration, and somebody real."""
    operator = services.create_account("운영하는이", email="operator@demo.invalid")
    services.grant(operator, "operator")
    real = services.create_account("진짜", email="real@example.org")
    db.session.commit()
    return operator, real


@pytest.fixture
def demo(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    app = make_app(demo=True)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        yield app


def enter(client: FlaskClient, account: Account, **more: Any) -> int:
    return client.post(
        "/demo/sign-in", data={"account": account.id}, **({"headers": HTML} | more)
    ).status_code


def test_one_button_for_each_person(demo: Flask) -> None:
    operator, _real = people()
    client = demo.test_client()
    assert 'href="/demo"' in client.get("/sign-in", headers=HTML).text
    page = client.get("/demo", headers=HTML)
    assert page.status_code == 200
    assert "운영하는이" in page.text
    assert "Operator" in page.text
    assert "진짜" not in page.text
    assert enter(client, operator) == 302
    assert client.get("/account", headers=HTML).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"headers": {**HTML, "Host": "square.handeul.example"}},
        {"headers": {**HTML, "Host": "127.0.0.1.evil.example"}},
        {"headers": {**HTML, "Host": ""}},
        {"headers": {**HTML, "X-Forwarded-For": "127.0.0.1"}},
        {"headers": {**HTML, "Forwarded": "for=127.0.0.1"}},
        {"headers": {**HTML, "X-Forwarded-Proto": "https"}},
        {"headers": {**HTML, "X-Forwarded-Host": "localhost"}},
        {"headers": {**HTML, "X-Real-IP": "127.0.0.1"}},
        {"headers": {**HTML, "Via": "1.1 proxy"}},
    ],
)
def test_from_elsewhere_there_is_nothing(demo: Flask, more: dict[str, Any]) -> None:
    operator, _real = people()
    client = demo.test_client()
    assert client.get("/demo", **({"headers": HTML} | more)).status_code == 404
    assert enter(client, operator, **more) == 404
    assert client.get("/account", headers=HTML).status_code == 302


def test_behind_a_proxy_that_says_nothing_there_is_nothing(make_app: Callable[..., Flask]) -> None:
    """As nginx does by default: it calls 127.0.0.1 from 127.0.0.1 and adds no header."""
    app = make_app(demo=True, url="https://square.handeul.example")
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        operator, _real = people()
        assert enter(app.test_client(), operator) == 404


def test_a_server_for_real_has_no_such_door(make_app: Callable[..., Flask]) -> None:
    app = make_app(demo=True)
    app.config["WTF_CSRF_ENABLED"] = False
    del app.config["DEMO_SIGN_IN"]  # only `demosx run` sets it
    with app.app_context():
        operator, _real = people()
        client = app.test_client()
        assert 'href="/demo"' not in client.get("/sign-in", headers=HTML).text
        assert client.get("/demo", headers=HTML).status_code == 404
        assert enter(client, operator) == 404


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_on_this_machine_there_is(demo: Flask, host: str) -> None:
    operator, _real = people()
    assert enter(demo.test_client(), operator, headers={**HTML, "Host": host}) == 302


def test_only_people_of_the_demonstration(demo: Flask) -> None:
    operator, real = people()
    services.suspend(operator)
    db.session.commit()
    client = demo.test_client()
    assert enter(client, real) == 404
    assert enter(client, operator) == 404
    for number in ("", "x", "0", "-1", "99999999999999999999"):
        assert client.post("/demo/sign-in", data={"account": number}, headers=HTML).status_code == 404


def test_on_a_site_that_is_none_there_is_nothing(client: FlaskClient) -> None:
    operator, _real = people()
    assert 'href="/demo"' not in client.get("/sign-in", headers=HTML).text
    assert client.get("/demo", headers=HTML).status_code == 404
    assert enter(client, operator) == 404
