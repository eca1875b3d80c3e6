"""A workshop, somebody who runs it, and a way to say something there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from demosx import testing
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.events.models import Event
from demosx.intake.entering import Said, Taken, enter
from demosx.people.queries import actor_of
from tests.visiting import Person

Say = Callable[..., Taken]


def made_event(title: str = "은평 워크숍", kind: str = "workshop", **more: Any) -> Event:
    """A published event that has just begun."""
    now = clock.now()
    event = Event(
        kind=kind, state="published", title=title, starts_at=now, ends_at=now + timedelta(hours=3), created_at=now,
        **more,
    )  # fmt: skip
    db.session.add(event)
    db.session.commit()
    return event


def words(**more: Any) -> Said:
    """What somebody says, with consent."""
    given: dict[str, Any] = {
        "key": str(uuid4()), "kind": "proposal", "channel": "workshop", "title": "버스 정류장에 의자를",
        "text": "오래 서 있기 힘듭니다.", "consent": True,
    }  # fmt: skip
    return Said(**(given | more))


@pytest.fixture
def operator(app: Flask) -> Actor:
    """Somebody who may enter and look after everything."""
    return actor_of(testing.account("운영", roles=["operator"]).id)


@pytest.fixture
def desk(app: Application, operator: Actor) -> Person:
    """The same at a browser."""
    person = Person(app, operator.id)
    db.session.rollback()  # the session that has just been begun is seen only in a new transaction
    return person


@pytest.fixture
def event(app: Flask) -> Event:
    """A workshop."""
    return made_event()


@pytest.fixture
def say(operator: Actor) -> Say:
    """Take in what somebody says: `say(person="7", event_id=…)`, and commit it."""

    def take(**more: Any) -> Taken:
        with transaction():
            return enter(words(**more), actor=operator)

    return take
