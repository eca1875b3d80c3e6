"""The download of one's own data: as JSON for programs, as one page of HTML for reading and printing."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Response, render_template
from markupsafe import Markup

from ..core.i18n import moment
from ..people.holdings import Holding, holdings
from .values import Told, proposals_of, value_told
from .words import column_name

STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f;"
    "word-break:keep-all;overflow-wrap:anywhere}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem;border-bottom:1px solid #999}"
    "dl{margin:1rem 0;padding:.5rem 1rem;border:1px solid #ccc;break-inside:avoid}"
    "dl div{display:flex;gap:1rem;flex-wrap:wrap}dt{flex:0 0 11rem;color:#555}"
    "dd{flex:1 1 20rem;margin:0;white-space:pre-wrap}.none{color:#555}"
    "@media print{body{margin:0;max-width:none}}"
)
POLICY = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
FORMATS = ("json", "html")


def as_json(data: dict[str, Any]) -> str:
    """The data as text that any program reads."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_page(data: dict[str, Any]) -> str:
    """The data as one page that needs nothing else, has no script and prints."""
    known = {one.name: one for one in holdings()}
    proposals = proposals_of(row for part in data["holdings"] for row in part["rows"])
    parts = [
        {**part, "rows": [list(_read(known[part["name"]], row, proposals)) for row in part["rows"]]}
        for part in data["holdings"]
    ]
    made = moment(datetime.fromisoformat(data["made_at"]))
    return render_template(
        "privacy/download.html",
        data=data,
        parts=parts,
        made=made,
        style=Markup(f"<style>{STYLE}</style>"),  # noqa: S704 — a constant of ours
        policy=POLICY,
    )


def _read(one: Holding, row: dict[str, Any], proposals: Mapping[int, Told]) -> Iterator[tuple[str, str]]:
    """A row in the reader's words. A name stands for its key, and the public number of a proposal for ours."""
    for key in row:
        if key.removesuffix("_name") != key and key.removesuffix("_name") in row:
            continue
        if key == "proposal" and "title" in row and "number" in row:
            continue
        yield column_name(one, key), value_told(one, key, row, proposals)


def attachment(data: dict[str, Any], kind: str) -> Response:
    """The data as a file, which no browser opens as a page of this site and no cache keeps."""
    text = as_json(data) if kind == "json" else as_page(data)
    response = Response(text, mimetype="application/json" if kind == "json" else "text/html")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data.{kind}"'
    response.headers["Content-Security-Policy"] = f"{POLICY}; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
