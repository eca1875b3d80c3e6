"""What the stories share: a city on an empty database, by the rules of its time, and the people in it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from tests.visiting import Person


class City:
    """A site with the rules of one process file, and its people: each one with a browser of their own."""

    def __init__(self, app: Application) -> None:
        self.app = app

    def person(self, nickname: str, *roles: str, department: str | None = None) -> Person:
        """A new account with these roles, signed in; those of an officer are for `department`."""
        with self.app.app_context():
            number = testing.account(nickname, list(roles), department).id
        return Person(self.app, number)

    def visitor(self, language: str = "ko") -> Person:
        """Somebody without an account."""
        return Person(self.app, language=language)

    def department(self, key: str) -> int:
        """The number of a department, made on first use."""
        with self.app.app_context():
            number = testing.department(key).id
            db.session.commit()
        return number


@pytest.fixture
def found(make_app: Callable[..., Application]) -> Callable[..., City]:
    """Found a city: `found("seoul-2018", on="2018-01-02 09:00")`, with these rules since that moment.

    The databases do not wait for the disk: a story is about rules, and makes thousands of transactions.
    """

    def begin(*processes: str, on: str, **changes: Any) -> City:
        app = make_app((), **changes)
        with app.app_context():
            hurry()
            with testing.at(on):
                testing.apply_examples(processes)
        return City(app)

    return begin


def hurry() -> None:
    """Let the database of the current application answer before the disk has."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    statement = "PRAGMA synchronous=OFF" if on_sqlite else "SET synchronous_commit TO off"

    @event.listens_for(db.engine, "connect")
    def set_it(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        if not on_sqlite:
            connection.commit()

    db.session.remove()
    db.engine.dispose()
