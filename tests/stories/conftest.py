"""What the stories share: a city on an empty database, by the rules of its time, and the people in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application
from tests.databases import fresh, hurry
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


@pytest.fixture(params=["sqlite", "postgresql"])
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., City]]:
    """Found a city: `found("seoul-2018", on="2018-01-02 09:00")`, with these rules since that moment.

    Its database is its own, and does not wait for the disk: a story is about rules, and makes thousands of changes.
    """
    made: list[City] = []

    with fresh(request.param, tmp_path) as url:

        def begin(*processes: str, on: str) -> City:
            app = testing.application(tmp_path, database={"url": url})
            with app.app_context():
                hurry()
                db.create_all()
                with testing.at(on):
                    testing.apply_examples(processes)
            made.append(City(app))
            return made[-1]

        yield begin
        for city in made:
            with city.app.app_context():
                db.session.remove()
                db.engine.dispose()
