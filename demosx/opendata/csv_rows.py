"""CSV that forgives: a row with broken quotation marks is one bad row, not the end of the file."""

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from typing import TextIO

from ..core.errors import InvalidInput
from ..core.terminal import _

DELIMITERS = (",", ";", "\t")
LONGEST = 1_000_000

Found = tuple[int, int, Mapping[str, object], str]


class NoColumns(InvalidInput):
    """A table without names for its columns."""


def header(text: TextIO, name: str) -> list[str]:
    """The names of the columns, in order; one without a name gets its place. Raises NoColumns."""
    lines = Lines(text)
    try:
        cells = next(_reader(lines, delimiter_of(lines)), [])
    except csv.Error as error:
        raise NoColumns(f"{name}: {_problem(error)}") from error
    names = [cell.strip() or _("column %(number)s", number=i) for i, cell in enumerate(cells, 1)]
    if not cells:
        raise NoColumns(_("%(file)s is empty: its first row must name the columns.", file=name))
    twice = sorted({one for one in names if names.count(one) > 1})
    if twice:
        raise NoColumns(
            _("%(file)s has more than one column called: %(names)s", file=name, names=", ".join(twice))
        )
    return names


def csv_rows(text: TextIO, columns: list[str]) -> Iterator[Found]:
    """Each row after the header: its number as a spreadsheet shows it, its first line, its values, or what is wrong.

    After a row that cannot be read it goes on at the next line, so that nothing else is lost with it.
    """
    lines = Lines(text)
    reader = _reader(lines, delimiter_of(lines))
    next(reader, None)
    number = 1
    while True:
        number += 1
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, lines.first, {}, _problem(error)
            lines.go_back()
            continue
        if any(cell.strip() for cell in cells):
            yield number, lines.first, *_row(cells, columns)


class Lines(Iterator[str]):
    """Lines of a text that can be read again from the second line of a row on."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self.first = 1

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._text)
        self._taken.append(line)
        return line

    def peek(self) -> str:
        """The next line, which stays the next."""
        if not self._waiting:
            self._waiting.extend(line for line in [next(self._text, "")] if line)
        return self._waiting[0] if self._waiting else ""

    def begin(self) -> None:
        """A row begins here."""
        self.first += len(self._taken)
        self._taken.clear()

    def go_back(self) -> None:
        """Read again from the line after the row's first one."""
        self._waiting.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]


def delimiter_of(lines: Lines) -> str:
    """What separates the columns: what the header has most of."""
    first = lines.peek()
    return max(DELIMITERS, key=first.count)


def _reader(lines: Lines, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST)
    return csv.reader(lines, strict=True, delimiter=delimiter)


def _row(cells: list[str], columns: list[str]) -> tuple[Mapping[str, object], str]:
    if len(cells) != len(columns):
        return {}, _(
            "It has %(cells)s values, but there are %(columns)s columns.",
            cells=len(cells),
            columns=len(columns),
        )
    return dict(zip(columns, cells, strict=True)), ""


def _problem(error: csv.Error) -> str:
    if "limit" in str(error):
        return _(
            "A value is longer than %(limit)s characters, or a quotation mark is never closed.", limit=LONGEST
        )
    return _("Its quotation marks do not match.")
