"""A commercial identity service as a check: a service of its own process, and everything that must be refused."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import select

from demosx.core.db import db
from demosx.core.resources import shipped
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.verification.models import UsedAnswer, Verification

from .conftest import Offer, verified

EXAMPLE = str(shipped("examples/plugins") / "demosx-identity-check")
KEY = "a-key-that-only-both-know"
NAME = "identity-check"
BACK = f"/account/verification/{NAME}/back"


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of the service, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": EXAMPLE}
    command = [sys.executable, "-m", "demosx_identity_check.service", "0", KEY]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The plugin's own signatures."""
    monkeypatch.syspath_prepend(EXAMPLE)
    from demosx_identity_check import signed as module

    return module


@pytest.fixture
def site(
    app: Application, service: str, signed: Any, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> Application:
    """A site with the plugin on."""
    from demosx_identity_check import plugin

    registry = app.extensions["demosx_registry"]
    monkeypatch.setattr(registry, "checks", registry.checks | {check.name: check for check in plugin.checks})
    monkeypatch.setenv("DEMOSX_IDENTITY_SERVICE", service)
    monkeypatch.setenv("DEMOSX_IDENTITY_KEY", KEY)
    offer("code", NAME)
    return app


def begin(browser: FlaskClient, onward: str = "") -> str:
    """Go to the service; the address that it is asked at."""
    answer = browser.get(
        f"/account/verification/{NAME}/start", query_string={"next": onward} if onward else None
    )
    assert answer.status_code == 302
    return str(answer.location)


def answered(asked: str, who: str = "byeol") -> str:
    """What the service answers: the path on our site to which the browser is sent."""
    assert requests.get(asked, timeout=10).status_code == 200
    state = parse_qs(urlsplit(asked).query)["state"][0]
    found = requests.get(
        f"{asked.partition('/start')[0]}/choose",
        params={"state": state, "who": who},
        allow_redirects=False,
        timeout=10,
    )
    assert found.status_code == 302
    parts = urlsplit(found.headers["Location"])
    return f"{parts.path}?{parts.query}"


def test_there_and_back(site: Application, browser: FlaskClient, member: Account) -> None:
    assert "Go to the service" in browser.get("/account/verification").text
    answer = browser.get(answered(begin(browser, "/proposals/7")))
    assert (answer.status_code, answer.location) == (302, "/proposals/7")
    assert verified(member)
    account = db.session.get_one(Account, member.id)
    assert str(account.born_on) == "1990-05-21"
    held = db.session.scalars(select(Verification)).one()
    assert "BYEOL" not in held.identity_key


def test_the_answer_is_good_once(
    site: Application, browser: FlaskClient, member: Account, sign_in: Any
) -> None:
    asked = begin(browser)
    with browser.session_transaction() as session:
        sent = dict(session["verification_sent"])
    path = answered(asked)
    assert browser.get(path).location == "/account/verification"
    assert verified(member)
    db.session.execute(db.delete(Verification))
    db.session.get_one(Account, member.id).verified_at = None
    db.session.commit()
    with browser.session_transaction() as session:
        session["verification_sent"] = sent  # an old cookie played again
    assert browser.get(path).location.startswith("/account/verification")
    assert not verified(member)
    assert len(db.session.scalars(select(UsedAnswer)).all()) == 1


def test_the_service_itself_answers_a_question_once(site: Application, browser: FlaskClient) -> None:
    asked = begin(browser)
    answered(asked)
    state = parse_qs(urlsplit(asked).query)["state"][0]
    again = requests.get(
        f"{asked.partition('/start')[0]}/choose",
        params={"state": state, "who": "dal"},
        allow_redirects=False,
        timeout=10,
    )
    assert again.status_code == 410
    assert (
        requests.get(asked.replace("state=", "state=x"), timeout=10).status_code == 400
    )  # not what the site has signed


def test_what_was_not_asked_here_is_refused(
    site: Application,
    browser: FlaskClient,
    member: Account,
    make_account: Callable[..., Account],
    sign_in: Any,
) -> None:
    path = answered(begin(browser))
    stranger = make_account("달이")
    other = sign_in(site.test_client(), stranger)
    assert other.get(path).status_code == 302
    assert not verified(stranger)  # no question of this browser
    begin(other)
    other.get(path)
    assert not verified(stranger)  # an answer to another question
    visitor = site.test_client()
    assert visitor.get(path, headers={"Accept": "text/html"}).location.startswith("/sign-in")
    assert not verified(member)


def test_tampering_is_refused(site: Application, browser: FlaskClient, member: Account, signed: Any) -> None:
    asked = begin(browser)
    state = parse_qs(urlsplit(asked).query)["state"][0]
    good = {"ci": "CI", "state": state, "born_on": ""}
    mac = signed.token(KEY, good).rpartition(".")[2]
    other_body = signed.token(KEY, good | {"ci": "CI-OF-DAL"}).rpartition(".")[0]
    for token in (
        "", "x", f"{other_body}.{mac}", signed.token("another key", good), signed.token(KEY, good | {"state": "x"}),
        signed.token(KEY, good, now=time.time() - 10_000), signed.token(KEY, good | {"ci": ""}),
    ):  # fmt: skip
        with browser.session_transaction() as session:
            kept = dict(session["verification_sent"])
        assert browser.get(BACK, query_string={"token": token}).location.startswith("/account/verification")
        assert not verified(member)
        with browser.session_transaction() as session:
            session["verification_sent"] = kept
    assert browser.get(BACK, query_string={"token": signed.token(KEY, good)}).status_code == 302
    assert verified(member)


def test_a_question_that_waited_too_long_is_refused(
    site: Application, browser: FlaskClient, member: Account
) -> None:
    path = answered(begin(browser))
    with browser.session_transaction() as session:
        sent = dict(session["verification_sent"])
        session["verification_sent"] = sent | {"at": sent["at"] - 31 * 60}
    browser.get(path)
    assert not verified(member)


def test_a_resident_number_from_a_service_is_refused(
    site: Application, browser: FlaskClient, member: Account, signed: Any
) -> None:
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    token = signed.token(KEY, {"ci": "900101-1234567", "state": state})
    answer = browser.get(BACK, query_string={"token": token}, follow_redirects=True)
    assert "resident registration number" in answer.text
    assert "1234567" not in answer.text
    assert not verified(member)


def test_a_service_that_is_not_set_up_is_not_offered(
    site: Application, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEMOSX_IDENTITY_KEY")
    assert "Go to the service" not in browser.get("/account/verification").text
    assert browser.get(f"/account/verification/{NAME}/start").status_code == 404
    assert browser.get(BACK).status_code == 404
