"""Making much out of little: rows copied by the thousand, with everything that belongs to them."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import String, Table, func, insert, select

from demosx.core.db import db
from demosx.proposals.models import Proposal
from demosx.proposals.search_index import index_proposals

Row = dict[str, Any]
Change = Callable[[int], Any]


def copy(model: Any, original: int, times: int, **changes: Change) -> list[int]:
    """Copy one row by its number, `times` over; `changes` says what a column of the copy with this number holds.

    The numbers of the copies.
    """
    table: Table = model.__table__
    row = dict(db.session.execute(select(table).where(table.c.id == original)).mappings().one())
    return _insert(table, [row] * times, changes)


def copy_proposal(number: int, times: int) -> list[int]:
    """Copy a proposal with its visits, duties, history, opinions, answers, ballots and documents; their numbers."""
    made = copy(Proposal, number, times, number=lambda n: f"9-{n}")
    renamed: dict[str, dict[int, list[int]]] = {"proposal": {number: made}}
    for table in db.metadata.sorted_tables:
        if "proposal_id" not in table.c:
            continue
        for row in db.session.execute(select(table).where(table.c.proposal_id == number)).mappings().all():
            copies = [_moved(table, dict(row), renamed, place) for place in range(times)]
            ids = _insert(table, copies, {})
            if "id" in table.c:
                renamed.setdefault(table.name, {})[row["id"]] = ids
    index_proposals(made)
    return made


def _moved(table: Table, row: Row, renamed: dict[str, dict[int, list[int]]], place: int) -> Row:
    """A row that belongs to the copy at `place` instead of the original."""
    for column in table.c:
        for key in column.foreign_keys:
            known = renamed.get(key.column.table.name, {})
            if key.column.name == "id" and row[column.name] in known:
                row[column.name] = known[row[column.name]][place]
    for column in table.c:
        if column.unique and isinstance(column.type, String) and row[column.name] is not None:
            of_its_own = f"{row[column.name]}:{place}:{row['proposal_id']}"
            row[column.name] = sha256(of_its_own.encode()).hexdigest()[: column.type.length]
    if table.name == "notice":
        row["key"] = f"{row['key']}:{place}:{row['proposal_id']}"
    return row


def _insert(table: Table, rows: list[Row], changes: Mapping[str, Change]) -> list[int]:
    """Insert rows under new numbers, without what the database computes."""
    stored = {column.name for column in table.c if column.computed is None}
    if "id" not in table.c:
        db.session.execute(insert(table), [{key: row[key] for key in stored} for row in rows])
        return []
    first = (db.session.scalar(select(func.max(table.c.id))) or 0) + 1
    made = []
    for number, row in enumerate(rows, start=first):
        kept = {key: row[key] for key in stored}
        made.append(kept | {key: change(number) for key, change in changes.items()} | {"id": number})
    db.session.execute(insert(table), made)
    return [row["id"] for row in made]
