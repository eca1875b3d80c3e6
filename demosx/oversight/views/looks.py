"""The log of looks at personal data."""

from collections.abc import Sequence

from flask import Response, render_template, request

from ...core.csv_files import csv_file
from ...core.i18n import language
from ...core.paging import page_url, same_page
from ...core.permissions import needs
from ...core.settings import site
from ...core.web import writes
from ...people.looks import REASONS, WHATS, AccessLog, look
from ...people.queries import nicknames
from .. import queries
from ..months import read_month
from ..services import INSPECT
from . import bp


@bp.get("/looks")
@needs(INSPECT)
@writes
def looks() -> str:
    """Who has looked at whose data, when and why; the newest first. Reading it is a look as well, which the next
    reading shows."""
    page = queries.looks(_filters(), request.args.get("page"))
    _note(page.items)
    return render_template(
        "oversight/looks.html",
        rows=page.items,
        names=_names(page.items),
        whats=WHATS,
        reasons=REASONS,
        months=queries.months(),
        done=queries.inspections(),
        asked={name: request.args.get(name, "")[:254] for name in ("staff", "person", "month", "what")},
        file_url=same_page(page="").replace("/desk/looks", "/desk/looks.csv", 1),
        next_url=page_url(page.next),
        previous_url=page_url(page.previous),
    )


@bp.get("/looks.csv")
@needs(INSPECT)
@writes
def looks_file() -> Response:
    """The same as a file; taking it along is a look as well."""
    rows = queries.looks_for_file(_filters())
    _note(rows)
    names = _names(rows)
    head = (
        "at",
        "staff",
        "staff_name",
        "what",
        "person",
        "person_name",
        "many",
        "reason",
        "detail",
        "address",
    )
    return csv_file(
        f"looks-{language()}",
        head,
        (
            (
                row.at.astimezone(site().zone).isoformat(timespec="seconds"),
                row.account_id,
                names.get(row.account_id or 0, ""),
                WHATS[row.what],
                row.person_id,
                names.get(row.person_id or 0, ""),
                row.many,
                REASONS[row.reason],
                row.detail,
                row.address,
            )
            for row in rows
        ),
    )


def _note(rows: Sequence[AccessLog]) -> None:
    """Whoever reads the log inspects it: they are not asked why."""
    look("looks", many=len({row.person_id for row in rows} - {None}), reason="inspection")


def _filters() -> queries.Filters:
    asked = request.args
    what = asked.get("what", "")
    return queries.Filters(
        staff=queries.number_of(asked.get("staff", "")[:254].replace("\0", "")),
        person=queries.number_of(asked.get("person", "")[:254].replace("\0", "")),
        month=read_month(asked.get("month", "")),
        what=what if what in WHATS else "",
    )


def _names(rows: Sequence[AccessLog]) -> dict[int, str]:
    """The nicknames of everybody in these rows who still has an account."""
    numbers = {number for row in rows for number in (row.account_id, row.person_id) if number is not None}
    found: dict[int, str] = {}
    for some in queries.parts(sorted(numbers)):
        found |= nicknames(some)
    return found
