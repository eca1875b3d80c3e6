"""Tables as files for a spreadsheet, in which no cell becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# Also in the wide forms of East Asian keyboards, which some spreadsheets take for the same (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """A value as text. What a spreadsheet would run begins with an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_file(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """A download in UTF-8 with the mark by which spreadsheets know it. `name` is Latin letters, without an ending."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(one) for one in head])
    writer.writerows([cell(one) for one in row] for row in rows)
    response = Response(written.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
