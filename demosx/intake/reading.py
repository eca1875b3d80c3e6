"""Reading a spreadsheet that somebody sends: CSV in the encodings that offices have, or XLSX. No formula is run.

A file is a table of texts here: the first line that names columns we know is the head, empty lines are left out.
"""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import ascii_letters
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from ..core.text import clean
from .columns import columns, named
from .errors import SheetColumns, SheetEmpty, SheetTooLarge, SheetUnreadable

BIGGEST = 1_500_000  # bytes as they are sent
UNPACKED = 40_000_000  # bytes of an XLSX file once it is unpacked
MOST_PARTS = 300
MOST_ROWS = 2_000
MOST_COLUMNS = 60
FARTHEST_COLUMN = 256
HEAD_WITHIN = 20  # lines in which the head is looked for
LONGEST_CELL = 30_000
ENCODINGS = ("utf-8-sig", "cp949")
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff")
Place = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """One row of the file with something in it: its number there, and its cells by column."""

    number: int
    cells: dict[str, str]


def read(content: bytes) -> list[Row]:
    """The rows of a file. Raises SheetUnreadable, SheetTooLarge, SheetColumns or SheetEmpty."""
    if len(content) > BIGGEST:
        raise _too_large()
    lines = _workbook(content) if content[:2] == b"PK" else _text(content)
    places, at = _head(lines)
    rows = []
    for number, line in enumerate(lines[at + 1 :], start=at + 2):
        cells = {
            key: line[place][:LONGEST_CELL]
            for place, key in places.items()
            if place < len(line) and line[place]
        }
        if cells:
            rows.append(Row(number, cells))
    if not rows:
        raise SheetEmpty()
    if len(rows) > MOST_ROWS:
        raise _too_large()
    return rows


def _head(lines: list[list[str]]) -> tuple[dict[int, str], int]:
    """Which column is which, and in which line that stands."""
    best: dict[int, str] = {}
    at = 0
    for number, line in enumerate(lines[:HEAD_WITHIN]):
        places = named(line[:MOST_COLUMNS])
        if len(places) > len(best):
            best, at = places, number
    missing = [one for one in columns() if one.needed and one.key not in best.values()]
    if missing:
        raise SheetColumns(columns=", ".join(str(one.label) for one in missing))
    return best, at


def _text(content: bytes) -> list[list[str]]:
    """The lines of a CSV file, whatever separates its cells."""
    text = _decoded(content)
    if "\0" in text:
        raise SheetUnreadable()
    first = text.lstrip().split("\n", 1)[0]
    separator = max(",\t;", key=first.count)
    lines: list[list[str]] = []
    try:
        for line in csv.reader(io.StringIO(text), delimiter=separator):
            lines.append([clean(cell) for cell in line[:MOST_COLUMNS]])
            if len(lines) > MOST_ROWS * 2:
                raise _too_large()
    except csv.Error as broken:
        raise SheetUnreadable() from broken
    return lines


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, or what Korean Excel writes."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable()


def _workbook(content: bytes) -> list[list[str]]:
    """The lines of the first sheet of an XLSX file, once it is known not to unpack into more than we want."""
    from python_calamine import CalamineError, CalamineWorkbook  # loaded with the first workbook

    _check_unpacked(content)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS * 2:
            raise _too_large()
        lines = [[_cell(value) for value in line[:MOST_COLUMNS]] for line in sheet.iter_rows()]
        left = sheet.start[1] if sheet.start else 0
        merged = sheet.merged_cell_ranges or []
    except (CalamineError, ValueError, IndexError) as broken:
        raise SheetUnreadable() from broken
    return _spread(lines, left, merged)


def _check_unpacked(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(_size(packed, part) for part in parts) > UNPACKED:
                raise _too_large()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as broken:
        raise SheetUnreadable() from broken


def _size(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How large a part really is: what a file says of itself may be wrong."""
    if part.file_size > UNPACKED:
        raise _too_large()
    size, look = 0, None
    with packed.open(part) as opened:
        while piece := opened.read(1_000_000):
            if size == 0 and MARKUP.match(
                piece
            ):  # whatever it is called: a workbook names its sheets as it likes
                look = Reach().look
            size += len(piece)
            if size > UNPACKED:
                raise _too_large()
            if look is not None:
                look(piece)
    return size


class Reach:
    """Looks through a part of a workbook, piece by piece, for a cell that lies too far out: whoever reads the sheet
    makes room for everything between its first cell and its last, be it empty."""

    def __init__(self) -> None:
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._doctype

    def look(self, piece: bytes) -> None:
        """Read on. Raises SheetTooLarge or SheetUnreadable."""
        try:
            self._parser.Parse(piece, False)
        except ExpatError as broken:
            raise SheetUnreadable() from broken

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] not in ("c", "row"):
            return
        place = attributes.get("r", "").strip().replace("$", "")
        row = place.lstrip(ascii_letters)
        column = place[: len(place) - len(row)].upper()
        if (
            _column(column) > FARTHEST_COLUMN
            or not (row.isdecimal() or not row)
            or int(row or 0) > MOST_ROWS * 2
        ):
            raise _too_large()

    def _doctype(self, *_declared: object) -> None:
        raise SheetUnreadable()


def _column(letters: str) -> int:
    """The number of a column, 1 for A; 0 for none."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _spread(lines: list[list[str]], left: int, merged: Sequence[tuple[Place, Place]]) -> list[list[str]]:
    """Put what stands in cells that were merged downwards into each of their rows. `left` columns are empty and were
    left out."""
    for (top, first), (bottom, _last) in merged:
        place = first - left
        for line in lines[top + 1 : bottom + 1]:
            if 0 <= place < len(line) and not line[place]:
                line[place] = lines[top][place]
    return lines


def _cell(value: Any) -> str:
    """A cell as text: numbers without a point where they are whole, days and times as people write them."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return clean(str(value))


def _too_large() -> SheetTooLarge:
    return SheetTooLarge(rows=MOST_ROWS, size=f"{BIGGEST / 1_000_000:g}")
