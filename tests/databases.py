"""Databases of a test's own: empty ones, which do not wait for the disk."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import event

from demosx.core.db import db

_NUMBERS = count(1)


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of this kind; a PostgreSQL one is gone when the block ends."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'fresh.sqlite'}"
        return
    server = os.environ.get("DEMOSX_TEST_POSTGRES", "")
    if not server:
        if os.environ.get("CI") == "true":
            pytest.fail("DEMOSX_TEST_POSTGRES must be set in CI")
        pytest.skip("set DEMOSX_TEST_POSTGRES to run on PostgreSQL")
    address = sqlalchemy.make_url(server).set(drivername="postgresql+psycopg")
    name = f"demosx_fresh_{os.getpid()}_{folder.name}".replace("-", "_")[:60]
    admin = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.dispose()


def hurry() -> None:
    """Let the database of the current application answer before the disk has: for tests of thousands of requests."""
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


@contextmanager
def copy_of(kind: str, original: str, folder: Path) -> Iterator[str]:
    """The address of a copy of a database that nobody is connected to; gone when the block ends."""
    source = sqlalchemy.make_url(original)
    if kind == "sqlite":
        target = folder / f"copy-{next(_NUMBERS)}.sqlite"
        shutil.copy(source.database or "", target)
        yield f"sqlite:///{target}"
        return
    name = f"{source.database}_copy_{next(_NUMBERS)}"
    admin = sqlalchemy.create_engine(source.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{source.database}"')
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    try:
        yield source.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.dispose()
