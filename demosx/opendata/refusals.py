"""The rows that an import leaves out: told one by one, and kept in a file that can be mended and imported again."""

import csv
import json
from pathlib import Path
from types import TracebackType
from typing import TextIO

from ..core.terminal import _
from .readers import Row, Table


class Refusals:
    """Collects the rows that are left out; writes them to `file` too, if there is one.

    The file has the columns of the table behind two more, the row's number and what is wrong with it; as JSON Lines
    where its name says so, else as CSV that a spreadsheet opens.
    """

    def __init__(self, table: Table, file: Path | None) -> None:
        self.told: list[str] = []
        ours = [_("row"), _("what is wrong")]
        self._columns = ours + [column for column in table.columns if column not in ours]
        self._as_json = file is not None and file.suffix.lower() in (".jsonl", ".ndjson", ".json")
        self._file = file
        self._stream: TextIO | None = None

    def __enter__(self) -> "Refusals":
        if self._file:
            self._stream = self._file.open(
                "w", encoding="utf-8" if self._as_json else "utf-8-sig", newline=""
            )
            if not self._as_json:
                csv.writer(self._stream).writerow(self._columns)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._stream:
            self._stream.close()

    def add(self, row: Row, reasons: list[str]) -> None:
        """Take in a row and everything that is wrong with it."""
        why = " ".join(reasons)
        if row.line == row.number:
            self.told.append(_("row %(row)s: %(why)s", row=row.number, why=why))
        else:
            self.told.append(
                _("row %(row)s (line %(line)s): %(why)s", row=row.number, line=row.line, why=why)
            )
        if self._stream is None:
            return
        if self._as_json:
            named = {self._columns[0]: row.number, self._columns[1]: why} | dict(row.values)
            self._stream.write(json.dumps(named, ensure_ascii=False) + "\n")
        else:
            cells = [row.values.get(column, "") for column in self._columns[2:]]
            csv.writer(self._stream).writerow([row.number, why, *cells])
