"""A site whose database is that of an earlier version, with rows in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command

from demosx.commands import database as commands
from demosx.core.db import db
from demosx.core.web import Application
from demosx.testing import application
from tests.databases import fresh

FILED = datetime(2019, 2, 1, 3, tzinfo=UTC)
Put = Callable[[str, dict[str, Any]], None]


@contextmanager
def site_of(kind: str, folder: Path, revision: str, fill: Callable[[Put], None]) -> Iterator[Application]:
    """A site on a database of this kind, "sqlite" or "postgresql", at a revision. `fill` is given what puts a row into
    a table, of which it says only the columns that matter."""
    with fresh(kind, folder) as url:
        app = application(folder, database={"url": url.replace("postgresql://", "postgresql+psycopg://")})
        with app.app_context():
            command.upgrade(commands.config(app), revision)
            with db.engine.begin() as connection:
                metadata = sa.MetaData()
                metadata.reflect(connection)
                fill(lambda name, values: _put(connection, metadata.tables[name], values))
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _put(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """Put in a row with a value for every column that must have one: 1 for what refers to another row, nothing for the
    rest."""
    full = dict(values)
    for column in table.columns:
        if not column.nullable and column.name not in full and column.computed is None:
            full[column.name] = _any(column)
    connection.execute(sa.insert(table).values(**full))


def _any(column: "sa.Column[Any]") -> Any:
    if column.name == "id" or column.foreign_keys or column.name.endswith("_id"):
        return 1
    if isinstance(column.type, sa.JSON):
        return {}
    kind = column.type.python_type
    return {datetime: FILED, date: FILED.date()}.get(kind, kind() if kind not in (datetime, date) else None)
