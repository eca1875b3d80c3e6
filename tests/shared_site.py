"""The database of the site that most tests share: emptied before each of them, with the example rules in force."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app

from demosx import testing
from demosx.core.db import db
from demosx.journey.rules import current_versions, process_of
from demosx.process.definition import Process
from demosx.proposals import search_table


@dataclass(frozen=True)
class Rules:
    """What rules in force have left in the tables, and what they are read as."""

    rows: list[tuple[sa.Table, list[dict[str, Any]]]]
    parsed: dict[int, Process]


_RULES: dict[str, Rules] = {}  # by kind of database


def put_rules_in_force(kind: str) -> None:
    """Put the example rules in force in an empty database: checked and stored once, copied from then on."""
    if kind not in _RULES:
        testing.apply_examples()
        parsed = {version.id: process_of(version.id) for version in current_versions().values()}
        with db.engine.connect() as connection:
            tables = [db.metadata.tables[name] for name in reversed(_filled(connection))]
            rows = [
                (table, [dict(row) for row in connection.execute(sa.select(table)).mappings()])
                for table in tables
            ]
        _RULES[kind] = Rules(rows, parsed)
        db.session.remove()
    else:
        with db.engine.begin() as connection:
            for table, rows in _RULES[kind].rows:
                connection.execute(table.insert(), rows)
                if kind == "postgresql":
                    sequence = sa.func.pg_get_serial_sequence(table.name, "id")
                    connection.execute(sa.select(sa.func.setval(sequence, max(row["id"] for row in rows))))
    current_app.extensions["demosx_processes"] = dict(_RULES[kind].parsed)


def empty(kind: str) -> None:
    """Remove every row, also those that are never changed on a real site, and count from 1 again.

    Only tables that hold something are touched: emptying all of them takes longer than most tests.
    """
    db.session.remove()
    with db.engine.begin() as connection:
        filled = _filled(connection)
        if kind == "postgresql":
            connection.exec_driver_sql(
                "SET LOCAL session_replication_role = replica"
            )  # no triggers, no references
            for name in filled:
                connection.exec_driver_sql(f'DELETE FROM "{name}"')
            connection.exec_driver_sql(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences "
                "WHERE schemaname = 'public' AND last_value IS NOT NULL"
            )
            return
        triggers = connection.exec_driver_sql(
            "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        ).all()
        guarding = [one for one in triggers if one.tbl_name in filled]
        for name, _sql, _table in guarding:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for name in filled:
            connection.exec_driver_sql(f'DELETE FROM "{name}"')
        for _name, sql, _table in guarding:
            connection.exec_driver_sql(sql)


def _filled(connection: sa.Connection) -> list[str]:
    """The tables that hold something, those that refer to others first."""
    tables = [*(table.name for table in reversed(db.metadata.sorted_tables)), *search_table.TABLES]
    held = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    return list(connection.exec_driver_sql(held).scalars())
