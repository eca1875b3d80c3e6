"""What tests share: a site on SQLite and, where an address is given, on PostgreSQL; people, proposals, a clock to hold."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy
from flask.testing import FlaskClient

from demosx.app import create_app
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.settings import Site
from demosx.core.web import Application
from demosx.journey.rules import apply_version

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "processes"
SEOUL = ZoneInfo("Asia/Seoul")
POSTGRES = os.environ.get("DEMOSX_TEST_POSTGRES", "")
DATABASES = ["sqlite", "postgresql"]


def site_settings(folder: Path, **changes: Any) -> Site:
    """The settings of a small invented city."""
    values: dict[str, Any] = {
        "name": {"ko": "한들시", "en": "Handeul"},
        "population": 412_000,
        "url": "http://localhost",
        "secret_key": "a-secret-for-tests-only",
        "folder": folder,
        "areas": {"transport": {"ko": "교통", "en": "Transport"}, "welfare": {"ko": "복지", "en": "Welfare"}},
        "districts": {"narae": {"ko": "나래구", "en": "Narae"}, "solmaru": {"ko": "솔마루구", "en": "Solmaru"}},
    }
    return Site(**(values | changes))


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A fresh PostgreSQL database for this test process."""
    if not POSTGRES:
        if os.environ.get("CI") == "true":
            pytest.fail("DEMOSX_TEST_POSTGRES must be set in CI")
        pytest.skip("set DEMOSX_TEST_POSTGRES to run on PostgreSQL")
    address = sqlalchemy.make_url(POSTGRES).set(drivername="postgresql+psycopg")
    name = f"demosx_test_{os.getpid()}_{worker_id}"
    admin = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}"')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING \'UTF8\'')
    yield address.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test process, with or without xdist."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'test.sqlite'}"


@pytest.fixture
def make_app(tmp_path: Path, database_url: str) -> Iterator[Callable[..., Application]]:
    """Make applications on an empty database, with the citizen and agency processes applied."""
    made: list[Application] = []

    def make(processes: tuple[str, ...] = ("seoul-2019", "agency"), **changes: Any) -> Application:
        (tmp_path / "data").mkdir(exist_ok=True)
        settings = site_settings(tmp_path, database={"url": database_url}, **changes)
        app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
        made.append(app)
        with app.app_context():
            db.drop_all()
            db.create_all()
            with transaction():
                for name in processes:
                    apply_version((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.drop_all()
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Application]) -> Iterator[Application]:
    """A site with its context pushed."""
    application = make_app()
    with application.app_context():
        yield application
        db.session.remove()


@pytest.fixture
def client(app: Application) -> FlaskClient:
    """A browser without a session. Forms need no CSRF token unless a test switches that on."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def at() -> Callable[[str], AbstractContextManager[None]]:
    """Hold the site's clock: `with at("2019-02-10 12:00")`, in Seoul."""

    def hold(text: str) -> AbstractContextManager[None]:
        return clock.pinned(datetime.fromisoformat(text).replace(tzinfo=SEOUL))

    return hold
