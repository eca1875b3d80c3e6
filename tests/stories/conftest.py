"""What the stories share: a city on an empty database, by the rules of its time, and the people in it."""

from collections.abc import Callable
from typing import Any

import pytest

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from tests.databases import hurry
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
