"""Runs revisions on the database of the current application. Alembic reads this file; nothing imports it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from demosx.core.db import UTCDateTime, db

# SQLite's full-text index is a table, and keeps four more: no model stands for them.
# In PostgreSQL the queue of jobs makes tables of its own.
NOT_OURS = ("proposal_search", "huey_")


def ours(item: object, name: str | None, kind: str, reflected: bool, counterpart: object) -> bool:
    """Whether a table or column is compared with the models."""
    return not (kind == "table" and (name or "").startswith(NOT_OURS))


def column_type(kind: str, value: Any, _autogenerating: AutogenContext) -> str | Literal[False]:
    """How a type of the house is written in a revision, which must not change when the house does."""
    if kind == "type" and isinstance(value, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run what the command that called Alembic asks for: all of it in one transaction, on every database."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        # SQLite changes a table by copying it, which its foreign keys would forbid; the switch works
        # only outside of a transaction, so it goes past SQLAlchemy, which would begin one.
        raw = connection.connection.cursor()
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transactional_ddl=True,
            render_as_batch=True,
            compare_type=True,
            include_object=ours,
            render_item=column_type,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                check_references(connection)
        if sqlite:
            raw.execute("PRAGMA foreign_keys=ON")


def check_references(connection: Connection) -> None:
    """Hold what was switched off: a row that refers to nothing undoes the whole run."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise RuntimeError(f"the revisions would leave rows that refer to nothing, in: {tables}")


run()
