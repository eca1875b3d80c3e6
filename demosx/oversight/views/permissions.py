"""Who may do what, and why."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from ...core.csv_files import csv_file
from ...core.permissions import book, can, current_actor, needs, require, signed_in
from ...core.web import writes
from ...people.queries import account
from ...people.reasons import looking
from ...proposals.access import may_see
from ...proposals.queries import find
from .. import queries
from ..explain import case_of, explain
from ..matrix import matrix as rows_of
from ..matrix import roles
from . import bp

VIEWS = ("roles", "table")


@bp.get("/permissions")
@signed_in
def permissions() -> str:
    """The roles with what each may do, or all of it as one table."""
    _allowed()
    view = request.args.get("view", "")
    return render_template(
        "oversight/permissions.html",
        groups=rows_of(),
        roles=roles(),
        holders=queries.holders_by_role(),
        view=view if view in VIEWS else VIEWS[0],
    )


@bp.get("/permissions.csv")
@signed_in
def permissions_file() -> Response:
    """The table as a file."""
    _allowed()
    columns = roles()
    head = [_("Permission"), _("What it lets do"), *(role.name for role in columns)]
    cells = (
        [row.permission, row.sentence, *("○" if role.key in row.roles else "" for role in columns)]
        for group in rows_of()
        for row in group.rows
    )
    return csv_file("permissions", head, cells)


@bp.get("/permissions/why")
@needs("people:see")
@writes
def why() -> str:
    """Why somebody may do something, or may not. To ask about a person is to look at them."""
    typed = {
        name: request.args.get(name, "")[:100].replace("\0", "")
        for name in ("person", "permission", "proposal")
    }
    number = queries.number_of(typed["person"])
    person = account(number) if number is not None and number > 0 else None
    if person is not None:
        looking("person", person_id=person.id)
    receipt = typed["proposal"].strip()
    proposal = find(int(receipt)) if _is_number(receipt) else queries.by_receipt(receipt)
    if proposal is not None and not may_see(current_actor(), proposal):
        proposal = None
    known = typed["permission"] in book().sentences
    missing = {
        "person": bool(typed["person"]) and person is None,
        "proposal": bool(receipt) and proposal is None,
    }
    told: Any = None
    if person is not None and known and not missing["proposal"]:
        told = explain(case_of(person, proposal), typed["permission"])
    return render_template(
        "oversight/why.html",
        groups=rows_of(),
        typed=typed,
        missing=missing,
        told=told,
        person=person,
        proposal=proposal,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _allowed() -> None:
    """For whoever keeps accounts, and whoever keeps the site."""
    require("settings:see" if can("settings:see") else "people:see")
