"""A service that takes its time keeps nobody else from writing: it is asked while no transaction is open."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from demosx.core.db import db, transaction
from demosx.core.errors import DomainError
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.plugins import CheckField, VerificationCheck, Verified
from demosx.verification.errors import NobodyFound

from .conftest import Offer, verified

Asked = list[bool]


@pytest.fixture
def asked(app: Application, offer: Offer, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A check by a form and one by a service; whether a transaction was open each time they were asked."""
    told: Asked = []

    def found(*_given: Any) -> Verified:
        told.append(db.session().in_transaction())
        return Verified(identifier="c" * 88, kind="ci")

    def go(back: str, state: str) -> str:
        told.append(db.session().in_transaction())
        return "https://service.example/"

    field = CheckField(name="name", label="Name")
    made = [
        VerificationCheck(name="form", label="", explain="", fields=lambda: [field], submit=found),
        VerificationCheck(name="service", label="", explain="", start=go, finish=found),
    ]
    registry = app.extensions["demosx_registry"]
    monkeypatch.setattr(registry, "checks", registry.checks | {one.name: one for one in made})
    offer("form", "service")
    return told


def test_a_form_that_asks_a_service(browser: FlaskClient, member: Account, asked: Asked) -> None:
    assert browser.post("/account/verification/form", data={"name": "별이"}).status_code == 302
    assert asked == [False]
    assert verified(member)


def test_a_service_that_is_asked_about_its_answer(
    browser: FlaskClient, member: Account, asked: Asked
) -> None:
    browser.get("/account/verification/service/start")
    assert browser.get("/account/verification/service/back?answer=x").status_code == 302
    assert asked == [False, False]
    assert verified(member)


def test_what_ended_meanwhile_is_not_verified(
    app: Application,
    browser: FlaskClient,
    member: Account,
    asked: Asked,
    monkeypatch: pytest.MonkeyPatch,
    sign_out_everywhere: Callable[[int], None],
) -> None:
    """What was read before the service was asked is looked at again."""

    def ended(*_given: Any) -> Verified:
        sign_out_everywhere(number)
        return Verified(identifier="c" * 88, kind="ci")

    number = member.id
    check = VerificationCheck(name="form", label="", explain="", fields=asked_name, submit=ended)
    monkeypatch.setitem(app.extensions["demosx_registry"].checks, "form", check)
    browser.post("/account/verification/form", data={"name": "별이"})
    assert not verified(member)


def test_who_is_not_found_may_try_again(
    app: Application, browser: FlaskClient, member: Account, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_given: Any) -> Verified:
        raise NobodyFound()

    check = VerificationCheck(name="form", label="", explain="", fields=asked_name, submit=nobody)
    monkeypatch.setitem(app.extensions["demosx_registry"].checks, "form", check)
    refused = browser.post("/account/verification/form", data={"name": "별이"})
    assert refused.status_code == 422 and isinstance(NobodyFound(), DomainError)
    assert not verified(member)


def asked_name() -> list[CheckField]:
    return [CheckField(name="name", label="Name")]


@pytest.fixture
def sign_out_everywhere(app: Application) -> Callable[[int], None]:
    """End somebody's sessions, as another device does at the same moment."""
    from demosx.people import services

    def end(account_id: int) -> None:
        with transaction():
            services.sign_out_everywhere(account_id)

    return end
