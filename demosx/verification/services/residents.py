"""The city's list of residents: taken in as hashes, and asked about."""

import csv
import io
from collections.abc import Iterator, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert

from ...core import clock
from ...core.db import db
from ...core.errors import InvalidInput
from ...core.resident_numbers import hold_resident_number
from ...core.security import keyed
from ...ledger.services import record
from ...plugins import Verified
from .. import queries
from ..columns import BIRTH, REFERENCE, column, compared, day_of
from ..errors import NobodyFound, SeveralFound
from ..identity import REFERENCE as BY_REFERENCE
from ..identity import folded, identity_key
from ..models import Resident, ResidentList

METHOD = "residents"
AT_ONCE = 5_000
LEAST = 2  # columns that are asked for: a name alone shows nothing


class ListRefused(InvalidInput):
    """A list that cannot be taken in. Nothing of it was kept; what stands in it is never told."""

    message = _l("Line %(line)s: %(why)s Nothing of the file was kept.")


def import_residents(data: bytes) -> tuple[int, list[str], bool]:
    """Put the list of a CSV file in the place of the present one: how many residents, what is asked of them, and
    whether each has a reference that outlives what is asked for.

    Raises ListRefused, which tells the line, and never what stands on it.
    """
    rows = csv.reader(io.StringIO(_text(data)))
    columns = _columns(next(rows, []))
    db.session.execute(delete(Resident))
    seen: set[str] = set()
    total, waiting = 0, []
    for line, row in _lines(rows):
        waiting.append(_hashed(columns, row, line, seen))
        if len(waiting) == AT_ONCE:
            db.session.execute(insert(Resident), waiting)
            total, waiting = total + len(waiting), []
    if waiting:
        db.session.execute(insert(Resident), waiting)
    asked = [key for key in columns if key != REFERENCE]
    db.session.merge(ResidentList(id=1, columns=asked, imported_at=clock.wall()))
    total += len(waiting)
    record("residents_imported", data={"count": total}, public=False)
    db.session.flush()
    return total, asked, REFERENCE in columns


def match_resident(typed: Mapping[str, str]) -> Verified:
    """The one resident who answers so. Raises NobodyFound, SeveralFound or NotADay."""
    known = queries.resident_list()
    if known is None:
        raise NobodyFound()
    values = [compared(key, typed.get(key, "")) for key in known.columns]
    found = queries.residents_answering(_fields_key(known.columns, values))
    if not found:
        raise NobodyFound()
    if len(found) > 1:
        raise SeveralFound()
    born = day_of(typed[BIRTH]) if BIRTH in known.columns else None
    return Verified(key=found[0], born_on=born)


def _text(data: bytes) -> str:
    """The file as text: UTF-8, or what spreadsheets in Korea write."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(1, _l("This is no text in UTF-8 or CP949."))


def _columns(header: list[str]) -> list[str]:
    if hold_resident_number(header):
        raise _refused(1, _NUMBER)
    try:
        columns = [column(name) for name in header]
    except ValueError:
        raise _refused(1, _l("A column for resident registration numbers may not be taken.")) from None
    if "" in columns or len(set(columns)) != len(columns):
        raise _refused(1, _l("Every column needs a name of its own."))
    if len(set(columns) - {REFERENCE}) < LEAST:
        raise _refused(1, _l("At least two columns are needed that residents can be asked for."))
    return columns


def _lines(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with their lines from 1."""
    for line, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            yield line, row


def _hashed(columns: list[str], row: list[str], line: int, seen: set[str]) -> dict[str, str]:
    if hold_resident_number(row):
        raise _refused(line, _NUMBER)
    if len(row) != len(columns):
        raise _refused(line, _l("This line has another number of cells than the first."))
    cells = dict(zip(columns, row, strict=True))
    asked = [key for key in columns if key != REFERENCE]
    try:
        values = [compared(key, cells[key]) for key in asked]
    except InvalidInput:
        raise _refused(line, _l("The date of birth cannot be read. Write it as 1990-05-21.")) from None
    if "" in values or not cells.get(REFERENCE, "-").strip():
        raise _refused(line, _l("A cell is empty."))
    key = _identity(cells, asked, values)
    if REFERENCE in cells and key in seen:
        raise _refused(line, _l("A line above has the same reference."))
    seen.add(key)
    return {"fields_key": _fields_key(asked, values), "identity_key": key}


def _identity(cells: Mapping[str, str], asked: list[str], values: list[str]) -> str:
    """By the city's own reference, which outlives a change of address; else by all that is asked for."""
    if REFERENCE in cells:
        return identity_key(folded(cells[REFERENCE]), BY_REFERENCE)
    return identity_key("\0".join((*asked, *values)), METHOD)


def _fields_key(asked: list[str], values: list[str]) -> str:
    return keyed("verification-resident", *asked, *values)


_NUMBER = _l("There is something like a resident registration number, which may not be taken.")


def _refused(line: int, why: object) -> ListRefused:
    return ListRefused(line=line, why=why)
