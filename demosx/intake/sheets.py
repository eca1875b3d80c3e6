"""A spreadsheet on its way in: uploaded, looked through, corrected row by row, and taken in whole."""

import hashlib
from typing import Any

from sqlalchemy import delete

from ..core import clock
from ..core.db import db, lock, raising
from ..core.errors import DomainError, InvalidInput, NotFound
from ..core.permissions import Actor
from ..core.resident_numbers import hold_resident_number
from ..core.seen import check_mark
from ..core.text import clean, one_line
from ..events.models import Event
from ..ledger.services import record
from . import queries
from .access import MANAGE
from .checking import KEPT_OUT, Checked, checked, hints, said
from .columns import columns
from .entering import enter
from .errors import NothingToTake, RowRefused, SheetTwice
from .models import CHANNELS, Sheet
from .reading import LONGEST_CELL, Row, read
from .roles import role_at
from .words import consent_mark

PART = 200  # rows at a time: while they are written nobody else writes on SQLite
PERSONAL = frozenset({"title", "text", "person", "name", "contact", "note", "code", "number"})


def upload(name: str, content: bytes, event: Event | None, *, actor: Actor) -> Sheet:
    """Read a file and keep its rows until somebody takes them in or leaves them.

    Raises SheetTwice where this very file was taken in, for whatever event, and what `read` does.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    event_id = event.id if event is not None else None
    if queries.taken_before(sha256) is not None:
        raise SheetTwice()
    sheet = Sheet(
        event_id=event_id, name=one_line(name)[:200] or "-", sha256=sha256,
        rows=[_stored(row) for row in read(content)], uploaded_by=actor.id, uploaded_at=clock.now(),
    )  # fmt: skip
    db.session.add(sheet)
    db.session.flush()
    return sheet


def change(sheet: Sheet, number: int, cells: dict[str, str], *, skip: bool, seen: str | None) -> None:
    """Put right what a row says, or leave it out. `seen` is the mark of what was shown.

    Raises NotFound, ChangedMeanwhile, or SheetTwice once the file has been taken in.
    """
    _lock_waiting(sheet)
    rows: list[dict[str, Any]] = [dict(row) for row in sheet.rows]
    row = next((one for one in rows if one["number"] == number), None)
    if row is None:
        raise NotFound()
    check_mark(seen, shown(row))
    known = {one.key for one in columns()}
    if skip:
        row["skip"] = True
    else:
        kept = {key: clean(value)[:LONGEST_CELL] for key, value in cells.items() if key in known}
        row.update(_stored(Row(number, {key: value for key, value in kept.items() if value})), skip=False)
        if not hold_resident_number(list(kept.values())):
            row.pop(KEPT_OUT, None)
    sheet.rows = rows
    db.session.flush()


def shown(row: dict[str, Any]) -> dict[str, object]:
    """What the form of a row shows, for its mark."""
    return {"cells": row["cells"], "skip": bool(row.get("skip"))}


def take_in(sheet: Sheet, channel: str, event: Event | None, *, actor: Actor) -> tuple[int, int]:
    """Take in the good rows, at most PART of them, in one transaction: how many, and how many others are left.

    What is wrong stays until it is put right or the file is forgotten, but for what says the same as a row that is
    taken in; what was left out is forgotten with the last of the others. Raises SheetTwice, NothingToTake, or
    RowRefused for what one of the rows has become wrong by: then nothing is taken in.
    """
    if channel not in CHANNELS:
        raise InvalidInput()
    _lock_waiting(sheet)
    rows = checked(sheet)
    good = [row for row in rows if row.good]
    if not good:
        raise NothingToTake()
    words, now = consent_mark(), good[:PART]
    for row in now:
        _enter(sheet, row, channel, words, actor)
    taken = {row.number for row in now}
    gone = taken | {row.number for row in rows if row.doubles in taken}
    left = sum(not row.skipped and row.number not in gone for row in rows)
    with raising(SheetTwice()):
        sheet.entries += len(now)
        sheet.rows = [row for row in sheet.rows if row["number"] not in gone] if left else []
        sheet.taken_at = None if left else clock.now()
    record(
        "sheet_taken", subject=("sheet", sheet.id), actor=actor, role=role_at(actor, MANAGE, event),
        data={"event": sheet.event_id, "entries": len(now)}, public=False,
    )  # fmt: skip
    return len(now), left


def leave(sheet: Sheet) -> None:
    """Forget a file that was not taken in, or what is left of it."""
    _lock_waiting(sheet)
    if sheet.entries:
        sheet.rows, sheet.taken_at = [], clock.now()
    else:
        db.session.execute(delete(Sheet).where(Sheet.id == sheet.id))


def _enter(sheet: Sheet, row: Checked, channel: str, words: str, actor: Actor) -> None:
    try:
        enter(said(sheet, row, channel, words, actor.id), actor=actor)
    except DomainError as refused:
        raise RowRefused(row=row.number, why=str(refused)) from refused


def _lock_waiting(sheet: Sheet) -> None:
    queries.lock_same_file(sheet.sha256)
    lock(sheet)
    if sheet.taken_at is not None or queries.taken_before(sheet.sha256, sheet.id) is not None:
        raise SheetTwice()


def _stored(row: Row) -> dict[str, Any]:
    """A row as it is kept: of one with a resident registration number nothing that somebody has typed freely."""
    if hold_resident_number(list(row.cells.values())):
        cells = {key: value for key, value in row.cells.items() if key not in PERSONAL}
        return {
            "number": row.number,
            "cells": {} if hold_resident_number(list(cells.values())) else cells,
            KEPT_OUT: True,
        }
    return {"number": row.number, "cells": row.cells, "hints": hints(row.cells)}
