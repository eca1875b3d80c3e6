"""A password is hashed and checked while no request holds the database: nobody else's act waits for it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from demosx.people import passwords, services
from demosx.people.models import Account, SignIn
from tests.people.conftest import PASSWORD, MailTo, secret_of

pytestmark = pytest.mark.usefixtures("fast_hashes")
KIM, NEW = "kim@example.org", "barley field by the river"


@pytest.fixture
def held(app: Application, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each password that is hashed or checked: whether a transaction stands open meanwhile."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    found: list[bool] = []
    engine = create_engine(db.engine.url, connect_args=_impatient())

    def probed(real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*args: Any) -> Any:
            found.append(_is_held(engine))
            return real(*args)

        return instead

    for name in ("hashed", "matches"):
        monkeypatch.setattr(passwords, name, probed(getattr(passwords, name)))
    return found


def _impatient() -> dict[str, Any]:
    return {"timeout": 0} if db.engine.dialect.name == "sqlite" else {}


def _is_held(engine: Any) -> bool:
    with engine.connect() as other:
        if engine.dialect.name == "postgresql":
            here = "datname = current_database() AND state LIKE 'idle in%'"
            return bool(other.execute(text(f"SELECT count(*) FROM pg_stat_activity WHERE {here}")).scalar())
        try:
            other.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError:
            return True
        other.exec_driver_sql("ROLLBACK")
        return False


@pytest.fixture
def kim(app: Application) -> Account:
    account = testing.account("별이")
    account.email = account.email_key = KIM
    account.password_hash = passwords.hashed(PASSWORD)
    account.confirmed_at = clock.wall()
    db.session.commit()
    return account


def signed_in(app: Application, account: Account) -> FlaskClient:
    """A browser whose proof has grown old."""
    browser = testing.sign_in(app.test_client(), account)
    db.session.query(SignIn).update({"proved_at": clock.wall() - timedelta(hours=1)})
    db.session.commit()
    return browser


WITH_PASSWORD = {
    "sign in again": ("/sign-in", {"email": KIM, "password": PASSWORD}),
    "sign in again, wrong": ("/sign-in", {"email": KIM, "password": "wrong"}),
    "password": ("/account/password", {"password": PASSWORD, "new_password": NEW}),
    "password, wrong": ("/account/password", {"password": "wrong", "new_password": NEW}),
    "email": ("/account/email", {"password": PASSWORD, "email": "new@example.org"}),
    "leave": ("/account/leave", {"password": PASSWORD, "texts": "keep", "sure": "y"}),
    "download": ("/account/data/download", {"password": PASSWORD, "format": "json"}),
}


@pytest.mark.parametrize("path, fields", WITH_PASSWORD.values(), ids=WITH_PASSWORD)
def test_who_is_signed_in_holds_nobody_up(
    app: Application, kim: Account, held: list[bool], path: str, fields: dict[str, str]
) -> None:
    browser = signed_in(app, kim)
    db.session.rollback()
    browser.post(path, data=fields)
    assert held and not any(held)


def test_a_first_password_holds_nobody_up(app: Application, kim: Account, held: list[bool]) -> None:
    kim.password_hash = None
    db.session.commit()
    browser = testing.sign_in(app.test_client(), kim)
    db.session.rollback()
    browser.post("/account/password", data={"new_password": NEW})
    assert held == [False]
    db.session.refresh(kim)
    assert kim.password_hash is not None


def test_joining_and_confirming_hold_nobody_up(
    app: Application, kim: Account, held: list[bool], mail_to: MailTo
) -> None:
    form = {"email": "lee@example.org", "nickname": "이슬", "password": NEW, "of_age": "y"}
    agreed = {"agree_privacy": "y", "agree_sensitive": "y", "agree_terms": "y"}
    browser = signed_in(app, kim)
    db.session.rollback()
    browser.post("/join", data=form | agreed)
    secret = secret_of(mail_to("lee@example.org")[0], "confirm")
    db.session.rollback()
    assert held == [False]
    other = signed_in(app, kim)
    db.session.rollback()
    assert other.post(f"/confirm/{secret}", data={"password": "wrong"}).status_code == 422
    assert other.post(f"/confirm/{secret}", data={"password": NEW}).status_code == 302
    assert held == [False, False, False]


def test_choosing_a_new_password_holds_nobody_up(app: Application, kim: Account, held: list[bool]) -> None:
    secret = services.accounts.tokens.issue(kim, "reset")
    db.session.commit()
    assert app.test_client().post(f"/reset/{secret}", data={"new_password": NEW}).status_code == 302
    assert held == [False]


def test_a_form_of_joining_takes_only_so_many_passwords(
    app: Application, mail_to: MailTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("RATELIMIT_ENABLED", True), ("WTF_CSRF_ENABLED", False)):
        monkeypatch.setitem(app.config, name, value)
    services.join("lee@example.org", NEW, "이슬", "ko")
    db.session.commit()
    secret, browser = secret_of(mail_to("lee@example.org")[0], "confirm"), app.test_client()
    db.session.rollback()
    said = [browser.post(f"/confirm/{secret}", data={"password": "wrong"}).status_code for _ in range(25)]
    assert said == [422] * 20 + [429] * 5
    assert re.match("4", str(browser.post(f"/confirm/{secret}", data={"password": NEW}).status_code))


def test_a_password_that_was_changed_meanwhile_proves_nothing(
    app: Application, kim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser, number, real = signed_in(app, kim), kim.id, passwords.matches

    def meanwhile(password: str, kept: str | None) -> bool:
        right = real(password, kept)
        with db.engine.begin() as other:
            other.execute(text("UPDATE account SET password_hash = 'another' WHERE id = :id"), {"id": number})
        return right

    monkeypatch.setattr(passwords, "matches", meanwhile)
    db.session.rollback()
    browser.post("/account/password", data={"password": PASSWORD, "new_password": NEW})
    db.session.rollback()
    assert db.session.get_one(Account, number).password_hash == "another"
