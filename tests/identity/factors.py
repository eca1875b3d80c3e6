"""What the tests of second factors share: staff, codes of an app, and the clock that sessions go by."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx.consent.services import agree_to_all
from demosx.core import clock
from demosx.core.db import db
from demosx.identity.factor_models import AuthenticatorApp
from demosx.identity.factor_sealing import seal
from demosx.people import services
from demosx.people.models import Account
from tests.people.conftest import PASSWORD, MailTo, fast_hashes, mail_to

__all__ = ["MailTo", "fast_hashes", "mail_to"]
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HTML = {"Accept": "text/html", "Accept-Language": "en"}
KIM = "kim@example.org"


def code(key: str = KEY, steps: int = 0) -> str:
    """What an app with this key shows now, or some steps from now."""
    return pyotp.TOTP(key).generate_otp(int(clock.wall().timestamp()) // 30 + steps)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let time go by for sessions, codes and links."""
    passed = timedelta()
    real = clock.wall

    def go(by: timedelta) -> None:
        nonlocal passed
        passed += by

    monkeypatch.setattr(clock, "wall", lambda: real() + passed)
    return go


@pytest.fixture
def kim(app: Flask) -> Account:
    """An operator with a password and no second factor yet."""
    return staff("별이", KIM)


def staff(nickname: str, email: str, role: str = "operator") -> Account:
    """Somebody of the office who comes in by the password."""
    account = services.create_account(nickname, email=email, password=PASSWORD, language="en")
    agree_to_all(account.id)
    services.grant(account, role)
    db.session.commit()
    return account


@pytest.fixture
def with_app(kim: Account) -> Account:
    """The operator, with an app that makes codes."""
    add_app(kim)
    return kim


def add_app(account: Account) -> None:
    """Give an account an app that has made no code yet."""
    now, sealed = clock.wall(), seal(account.id, KEY)
    app = AuthenticatorApp(
        account_id=account.id, sealed=sealed, last_step=0, created_at=now, last_used_at=now
    )
    db.session.add(app)
    db.session.commit()


def come_in(client: FlaskClient, email: str = KIM, **more: str) -> str:
    """Sign in with the password; where one arrives."""
    response = client.post("/sign-in", data={"email": email, "password": PASSWORD} | more, headers=HTML)
    assert response.status_code == 302, response.text
    return str(response.location)


def come_to_the_desk(client: FlaskClient, email: str = KIM) -> None:
    """Sign in with the password and a code of the app."""
    come_in(client, email)
    assert client.post("/second-factor", data={"code": code()}, headers=HTML).status_code == 302


def key_on(page: str) -> str:
    """The key that a page shows for an app."""
    return "".join(re.findall(r"<code>([A-Z2-7]+)</code>", page))


def codes_on(page: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>([a-z0-9-]+)</code>", page)
