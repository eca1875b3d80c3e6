"""A busy city for every test that changes its rules: built once for each kind of database, and copied."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from demosx import testing
from demosx.core.db import db, transaction
from demosx.journey.rules import apply_version
from tests.busy_city import OLD, BusyCity
from tests.databases import copy_of, fresh, hurry


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], tuple[BusyCity, str]]]:
    """The city on the morning before its rules change, and the address of its database, by the kind of database."""
    made: dict[str, tuple[BusyCity, str]] = {}
    with ExitStack() as databases:

        def build(kind: str) -> tuple[BusyCity, str]:
            if kind not in made:
                folder = tmp_path_factory.mktemp(f"busy_{kind}")
                made[kind] = _build(databases.enter_context(fresh(kind, folder)), folder)
            return made[kind]

        yield build


def _build(url: str, folder: Path) -> tuple[BusyCity, str]:
    app = testing.application(folder, database={"url": url})
    with app.app_context():
        hurry()
        db.create_all()
        with testing.at("2019-01-02 09:00"), transaction():
            apply_version(OLD, "citizen.toml")
        city = BusyCity(app)
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return city, url


@pytest.fixture
def city(database: str, built: Callable[[str], tuple[BusyCity, str]], tmp_path: Path) -> Iterator[BusyCity]:
    """The city on the morning before its rules change, for one test to change it."""
    found, original = built(database)
    with copy_of(database, original, tmp_path) as url:
        app = testing.application(tmp_path, database={"url": url})
        with app.app_context():
            hurry()
            yield found.in_another(app)
            db.session.remove()
            db.engine.dispose()
