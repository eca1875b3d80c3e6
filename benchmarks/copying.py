"""Making much out of little inside the database: everything that belongs to some proposals, copied with new numbers.

A copy `k` of a row has its number raised by `k` times the highest number of its table, and so have the numbers by which
rows name each other. Who took part is somebody else each time: the accounts are turned round by a step, which keeps
different people different. Copies of what is over are moved by whole days, so that they spread over the years.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Date, Table, text

from demosx.core.db import UTCDateTime, db
from demosx.proposals.search_index import ABOUT, BUCKET, KINDS, SAID

STEP = 7919
"""By how many places the accounts are turned for each copy."""


@dataclass(frozen=True)
class Plan:
    """What is copied: the first `size` proposals. Up to `live` they are under way, the others over and moved by `days`
    for each copy. The `people` accounts from `first` on take turns."""

    size: int
    live: int
    days: int
    first: int
    people: int


class Copier:
    """Copies what there is now, as often as asked."""

    def __init__(self, connection: Connection, plan: Plan) -> None:
        """Keeps the originals in temporary tables, whatever has been copied already."""
        self.connection = connection
        self.plan = plan
        self.sqlite = connection.dialect.name == "sqlite"
        self.tables = [table for table in belonging() if self._keep(table)]
        numbered = [
            table for table in self.tables if "id" in table.c and table.c.id.autoincrement is not False
        ]
        self.span = {table.name: self._number(f"SELECT max(id) FROM base_{table.name}") for table in numbered}
        self._keep_index()

    def done(self) -> int:
        """How many copies there are already."""
        return (self._number("SELECT max(id) FROM proposal") - 1) // self.plan.size

    def copy(self, number: int, live: bool) -> None:
        """Make one more copy of what is over, and of what is under way if `live`."""
        for table in self.tables:
            under_way = self._within(table, self.plan.live)
            names = ", ".join(f'"{name}"' for name in _stored(table))
            over = ", ".join(self._value(table, table.c[name], number, moved=True) for name in _stored(table))
            self._run(
                f"INSERT INTO {table.name} ({names}) SELECT {over} FROM base_{table.name} WHERE NOT ({under_way})"
            )
            if live:
                same = ", ".join(self._value(table, table.c[name], number) for name in _stored(table))
                self._run(
                    f"INSERT INTO {table.name} ({names}) SELECT {same} FROM base_{table.name} WHERE {under_way}"
                )
        self._copy_index(number, live)

    def _value(self, table: Table, column: Column[Any], copy: int, moved: bool = False) -> str:
        """The SQL of what a column holds in a copy."""
        name = f'"{column.name}"'
        if column.primary_key and column.name == "id":
            return self._new_number(table, copy)
        if table.name == "proposal" and column.name == "number":
            return self._receipt(table, copy, moved)
        if table.name == "ledger_entry" and column.name == "subject_id":
            cases = " ".join(f"WHEN '{of}' THEN {copy * last}" for of, last in self.span.items())
            return f"subject_id + CASE subject_type {cases} ELSE 0 END"
        for key in column.foreign_keys:
            of = key.column.table.name
            if key.column.name == "id" and of in self.span:
                return f"{name} + {copy * self.span[of]}"
            if of == "account":
                turned = (
                    f"({name} - {self.plan.first} + {copy * STEP}) % {self.plan.people} + {self.plan.first}"
                )
                return f"CASE WHEN {name} >= {self.plan.first} THEN {turned} ELSE {name} END"
        return self._moved(name, column, copy) if moved else name

    def _new_number(self, table: Table, copy: int) -> str:
        if table.c.id.autoincrement is False:  # drawn at random
            return "abs(random())" if self.sqlite else "floor(random() * 9e18)::bigint"
        return f"id + {copy * self.span[table.name]}"

    def _receipt(self, table: Table, copy: int, moved: bool) -> str:
        """A receipt number of the year of filing that no other has: the proposal's own number."""
        filed = self._moved("filed_at", table.c.filed_at, copy) if moved else "filed_at"
        number = f"id + {copy * self.span[table.name]}"
        if self.sqlite:
            return f"strftime('%Y', {filed}) || '-' || printf('%06d', {number})"
        return f"to_char({filed}, 'YYYY') || '-' || lpad(({number})::text, greatest(6, length(({number})::text)), '0')"

    def _moved(self, name: str, column: Column[Any], copy: int) -> str:
        days = copy * self.plan.days
        if isinstance(column.type, UTCDateTime):
            moved = f"strftime('%Y-%m-%d %H:%M:%f', {name}, '+{days} days') || '000'"
            return moved if self.sqlite else f"{name} + interval '{days} days'"
        if isinstance(column.type, Date):
            return f"date({name}, '+{days} days')" if self.sqlite else f"{name} + {days}"
        return name

    def _keep(self, table: Table) -> bool:
        """Keep the originals of a table; whether there are any."""
        mine = self._within(table, self.plan.size)
        self._run(f"CREATE TEMPORARY TABLE base_{table.name} AS SELECT * FROM {table.name} WHERE {mine}")
        return bool(self._number(f"SELECT count(*) FROM base_{table.name}"))

    def _within(self, table: Table, last: int) -> str:
        """Whether a row belongs to a proposal up to this number, in SQL."""
        if table.name == "proposal":
            return f"id <= {last}"
        if "proposal_id" in table.c:
            return f"proposal_id <= {last}"
        column, parent = next(_parents(table))
        return f"{column} IN (SELECT id FROM base_{parent.name} WHERE {self._within(parent, last)})"

    def _keep_index(self) -> None:
        """Keep what search holds of the originals; on PostgreSQL without the slices that they stand in."""
        words, about, said = "words", "rowid", "rowid AS id"
        if not self.sqlite:
            words, about, said = "ts_delete(words, ARRAY['#0', '#1', '#2']) AS words", "proposal_id", "id"
        size = self.plan.size
        self._run(
            f"CREATE TEMPORARY TABLE base_about AS SELECT {about} AS id, {words} FROM {ABOUT} WHERE {about} <= {size}"
        )
        self._run(
            f"CREATE TEMPORARY TABLE base_said AS SELECT {said}, proposal_id, {words} FROM {SAID} "
            f"WHERE proposal_id <= {size}"
        )

    def _copy_index(self, copy: int, live: bool) -> None:
        of = copy * self.span["proposal"]
        what = "" if live else f"WHERE id > {self.plan.live}"
        self._index(ABOUT, "proposal_id", "base_about", of, what)
        if "opinion" in self.span:
            what = "" if live else f"WHERE proposal_id > {self.plan.live}"
            number = copy * self.span["opinion"] * KINDS
            self._index(SAID, "id", "base_said", number, f"{what or 'WHERE true'} AND id % {KINDS} = 0", of)

    def _index(self, name: str, key: str, base: str, shift: int, what: str, of: int | None = None) -> None:
        also, value = ("", "") if of is None else (", proposal_id", f", proposal_id + {of}")
        words = "words"
        if self.sqlite:
            key = "rowid"
        else:
            words = f"words || CAST('''#' || ((id + {shift}) / {BUCKET}) || '''' AS tsvector)"
        found = f"SELECT id + {shift}, {words}{value} FROM {base} {what} ORDER BY id"
        self._run(f"INSERT INTO {name} ({key}, words{also}) {found}")

    def _number(self, query: str) -> int:
        return int(self.connection.execute(text(query)).scalar_one())

    def _run(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement if self.sqlite else statement.replace("%", "%%"))


def belonging() -> list[Table]:
    """The tables whose rows belong to proposals, those that others name first."""
    proposal = db.metadata.tables["proposal"]
    found: list[Table] = []
    for table in db.metadata.sorted_tables:
        if table is proposal or "proposal_id" in table.c or any(p in found for _c, p in _parents(table)):
            found.append(table)
    return found


def _parents(table: Table) -> Iterator[tuple[str, Table]]:
    for column in table.c:
        for key in column.foreign_keys:
            if (
                key.column.name == "id"
                and key.column.table.name not in _APART
                and key.column.table is not table
            ):
                yield column.name, key.column.table


_APART = {"account", "department", "post", "process_version", "event", "draft", "label", "sheet"}


def _stored(table: Table) -> Iterable[str]:
    return [column.name for column in table.c if column.computed is None]
