"""Reading files of rows from elsewhere: CSV, JSON Lines or a JSON list, each also as .gz."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Literal, TextIO, cast

from ..core.errors import InvalidInput
from ..core.terminal import _
from .csv_rows import csv_rows, header
from .encodings import encoding_of, text_of

Format = Literal["csv", "jsonl", "json"]
SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
SURVEYED = 200


class Unreadable(InvalidInput):
    """A file as a whole cannot be read. Nothing has been imported."""


@dataclass(frozen=True)
class Row:
    """One row. `number` is what a spreadsheet shows beside it, or its place in a JSON list; `line` where it begins.

    `problem` says why it could not be read; then it has no values.
    """

    number: int
    line: int
    values: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""


class Table:
    """A file of rows. Opening it decodes it once to the end, so that damage is found before anything is imported.

    `size` and `position` count bytes of the file as it lies on the disk, for showing progress.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.position = 0
        self.format = self._format()
        with self._opened() as (_raw, stream):
            self.encoding = encoding_of(stream, encoding)
        if self.format == "json" and not self._is_list():
            self.format = "jsonl"
        self.columns = self._columns()

    def rows(self) -> Iterator[Row]:
        """Every row of the file in order, without those that are empty."""
        if self.format == "json":
            yield from self._list()
            return
        with self._opened() as (raw, stream), text_of(stream, self.encoding) as text:
            for row in self._stream(text):
                self.position = raw.tell()
                yield row
        self.position = self.size

    def _format(self) -> Format:
        suffixes = [suffix.lower() for suffix in self.path.suffixes]
        suffix = (suffixes[:-1] if suffixes[-1:] == [".gz"] else suffixes)[-1:]
        if not suffix or suffix[0] not in SUFFIXES:
            raise Unreadable(
                _(
                    "The name of %(file)s does not say what is in it. Known are %(known)s, each also with .gz.",
                    file=self.path.name,
                    known=", ".join(SUFFIXES),
                )
            )
        return SUFFIXES[suffix[0]]

    @contextmanager
    def _opened(self) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """The file as it lies on the disk, and what is in it."""
        packed = self.path.suffix.lower() == ".gz"
        with self.path.open("rb") as raw:
            try:
                yield raw, cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                raise Unreadable(_("%(file)s is damaged: %(why)s", file=self.path.name, why=error)) from error

    def _stream(self, text: TextIO) -> Iterator[Row]:
        if self.format == "jsonl":
            yield from _json_lines(text)
            return
        for number, line, values, problem in csv_rows(text, self.columns):
            yield Row(number, line, values, problem)

    def _is_list(self) -> bool:
        """Many systems call JSON Lines `.json`; the first character tells."""
        with self._opened() as (_raw, stream), text_of(stream, self.encoding) as text:
            first = next((line for line in text if line.strip()), "")
        return first.lstrip().startswith("[")

    def _columns(self) -> list[str]:
        if self.format == "csv":
            with self._opened() as (_raw, stream), text_of(stream, self.encoding) as text:
                return header(text, self.path.name)
        surveyed = islice(self.rows(), SURVEYED)
        return list(dict.fromkeys(chain.from_iterable(row.values for row in surveyed)))

    def _list(self) -> Iterator[Row]:
        with self._opened() as (_raw, stream), text_of(stream, self.encoding) as text:
            whole = text.read()
        try:
            items = json.loads(whole)
        except (ValueError, RecursionError) as error:
            raise Unreadable(
                _("%(file)s is not valid JSON: %(why)s", file=self.path.name, why=error)
            ) from error
        for number, item in enumerate(items, 1):
            self.position = self.size * number // len(items)
            yield _object(number, item)


def _json_lines(text: TextIO) -> Iterator[Row]:
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Row(number, number, problem=_("This line is not valid JSON: %(why)s", why=error))
            continue
        yield _object(number, item)


def _object(number: int, item: object) -> Row:
    if not isinstance(item, dict):
        return Row(number, number, problem=_("This is not an object with names and values."))
    return Row(number, number, {str(name): value for name, value in item.items()})
