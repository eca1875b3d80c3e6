"""An event that is planned, and the people around it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.permissions import Actor
from demosx.events import services
from demosx.events.models import Event
from demosx.events.services import Said
from demosx.people.models import Account
from demosx.people.queries import actor_of

BEFORE, DURING, AFTER = "2019-02-02 12:00", "2019-02-09 15:00", "2019-02-10 12:00"
STARTS = datetime(2019, 2, 9, 14, tzinfo=testing.ZONE)


@pytest.fixture
def operator(app: Flask) -> Account:
    """Somebody of the operators."""
    return testing.account("하늘", ["operator"])


@pytest.fixture
def operating(operator: Account) -> Actor:
    """The same, acting."""
    return actor_of(operator.id)


@pytest.fixture
def planned(operating: Actor) -> Callable[..., Event]:
    """Plans events, published ones unless told otherwise."""

    def plan(published: bool = True, **more: Any) -> Event:
        said = {"kind": "workshop", "title": "나래동 워크숍", "starts_at": STARTS, "place": "나래도서관",
                "ends_at": STARTS + timedelta(hours=3), "registration": True, **more}  # fmt: skip
        with testing.at(BEFORE):
            event = services.create(Said(**said), operating)
            if published:
                services.publish(event, operating)
        return event

    return plan


@pytest.fixture
def desk(app: Flask, operator: Account, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The operator's browser. That no form is taken without its token is held elsewhere, for every route."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    client = testing.sign_in(app.test_client(), operator)
    with client.session_transaction() as session:
        session["looking"] = ["inquiry", "", int(datetime.now().timestamp())]
    return client
