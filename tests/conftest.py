"""What tests share: a site on SQLite and, where an address is given, on PostgreSQL; people, proposals, a clock."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from demosx import testing
from demosx.core.db import db
from demosx.core.job_queue import queue_of
from demosx.core.web import Application
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from tests.databases import copy_of, fresh
from tests.shared_site import empty, put_rules_in_force

POSTGRES = os.environ.get("DEMOSX_TEST_POSTGRES", "")
DATABASES = ["sqlite", "postgresql"]
SHARED: pytest.StashKey[dict[str, Application]] = pytest.StashKey()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is the same to every database is tried on one; how many others there would be is said at the end."""
    again = [item for item in items if item.get_closest_marker("one_database") and _is_again(item)]
    items[:] = [item for item in items if item not in again]
    config.hook.pytest_deselected(items=again)


def _is_again(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and "postgresql" in item.callspec.params.values()


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
        connection.exec_driver_sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        # Nothing here outlives the power supply, and thousands of tests need not wait for the disk.
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    yield address.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test process, with or without xdist."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for every test that needs one: what tools/with-chromium has found, or what is installed."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    path = os.environ.get("DEMOSX_TEST_CHROMIUM") or found
    if not path:
        if os.environ.get("CI") == "true":
            pytest.fail("DEMOSX_TEST_CHROMIUM must be set in CI")
        pytest.skip("set DEMOSX_TEST_CHROMIUM, or run under tools/with-chromium")
    with sync_playwright() as tools:
        started = tools.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database a test runs on: each test that uses it runs on both."""
    if request.param == "postgresql":
        request.getfixturevalue("postgres_url")
    return str(request.param)


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a database of a kind in which every table is and nothing in them, made once, to be copied."""
    with ExitStack() as stack:

        @cache
        def made(kind: str) -> str:
            folder = tmp_path_factory.mktemp(kind)
            url = stack.enter_context(fresh(kind, folder))
            with testing.application(folder, database={"url": url}).app_context():
                db.create_all()
                db.session.remove()
                db.engine.dispose()
            return url

        yield made


@pytest.fixture
def make_app(
    tmp_path: Path, database: str, empty_tables: Callable[[str], str]
) -> Iterator[Callable[..., Application]]:
    """Make an application of its own on an empty database, with other settings or other processes."""
    made: list[Application] = []
    with ExitStack() as stack:

        def make(processes: tuple[str, ...] = testing.PROCESSES, **changes: Any) -> Application:
            url = stack.enter_context(copy_of(database, empty_tables(database), tmp_path))
            app = testing.application(tmp_path, database={"url": url}, **changes)
            made.append(app)
            with app.app_context():
                testing.apply_examples(processes)
            return app

        yield make
        for app in made:
            queue_of(app).stop()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


@pytest.fixture
def app(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Application]:
    """A site with its context pushed and nothing in it but its rules. Made once for each kind of database."""
    shared: dict[str, Application] = request.config.stash.setdefault(SHARED, {})
    if database not in shared:
        folder = tmp_path_factory.mktemp(database)
        url = f"sqlite:///{folder / 'test.sqlite'}"
        if database == "postgresql":
            url = request.getfixturevalue("postgres_url")
        shared[database] = testing.application(folder, database={"url": url})
        with shared[database].app_context():
            db.create_all()
    application = shared[database]
    application.config["WTF_CSRF_ENABLED"] = True
    application.config["TERMS_SECONDS"] = 3600
    application.extensions.pop("demosx_terms", None)
    with application.app_context():
        empty(database)
        put_rules_in_force(database)
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
    return testing.at


@pytest.fixture
def make_account(app: Application) -> Callable[..., Account]:
    """Make a confirmed account: `make_account("별이", roles=["officer"], at_department="transport")`."""
    return testing.account


@pytest.fixture
def make_proposal(app: Application) -> Callable[..., Proposal]:
    """File a proposal: `make_proposal(by, title=…, text=…)`."""
    return testing.proposal


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, Account], FlaskClient]:
    """Sign somebody in without a password: `sign_in(client, account)`."""
    return testing.sign_in
