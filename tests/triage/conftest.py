"""People who sort what came in."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.permissions import Actor
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals.models import Proposal

DAY = "2019-02-02 12:00"


@pytest.fixture
def operator(app: Flask) -> Account:
    """Somebody of the operators."""
    return testing.account("하늘", ["operator"])


@pytest.fixture
def operating(operator: Account) -> Actor:
    """The same, acting."""
    return actor_of(operator.id)


@pytest.fixture
def desk(app: Flask, operator: Account, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The operator's browser. That no form is taken without its token is held elsewhere, for every route."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return testing.sign_in(app.test_client(), operator)


@pytest.fixture
def file(app: Flask) -> Callable[..., Proposal]:
    """Files proposals, each of somebody else, since nobody may file very many a day."""
    numbers = count(1)

    def made(title: str = "막차를 늦춰 주세요", **more: Any) -> Proposal:
        return testing.proposal(testing.account(f"나리 {next(numbers)}"), title, **more)

    return made
