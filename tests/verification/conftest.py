"""A site with every check on, and somebody who does one."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from demosx.core.db import db, transaction
from demosx.core.settings_people import Verification as Settings
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.verification.services import issue

Offer = Callable[..., None]
HTML = {"Accept": "text/html"}
NUMBER = "900101-1234567"  # shaped like a resident registration number


@pytest.fixture
def offer(app: Application, monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Let the site list these checks."""

    def listed(*names: str) -> None:
        here = app.extensions["demosx_site"]
        changed = here.model_copy(update={"verification": Settings(checks=names)})
        monkeypatch.setitem(app.extensions, "demosx_site", changed)

    listed("code", "residents", "claim")
    return listed


@pytest.fixture
def member(make_account: Callable[..., Account]) -> Account:
    return make_account("별이")


@pytest.fixture
def browser(client: FlaskClient, member: Account, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    """The browser of the member, who reads English."""
    client.set_cookie("language", "en")
    return sign_in(client, member)


def a_code(reference: str = "2026-000123") -> str:
    """A code that was issued for this reference."""
    with transaction():
        return issue([reference])[0][1]


def verified(account: Account) -> bool:
    """Whether the account is verified, read anew."""
    db.session.rollback()
    return db.session.get_one(Account, account.id, populate_existing=True).verified_at is not None
