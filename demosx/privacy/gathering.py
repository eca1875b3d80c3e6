"""Everything that is kept of one person, put together: for themselves, or for the office on their request."""

from typing import Any

from sqlalchemy import literal, select, union_all

from ..core import clock
from ..core.db import db
from ..core.settings import named, site
from ..people.holdings import Holding, holdings

FORMAT, VERSION = "demosx.person", 1


def everything(account_id: int, language: str, *, own: bool) -> dict[str, Any]:
    """What the download holds, in the order of the holdings. The shape is described in `guides/operate/privacy.md`.

    `own`: the person asks for themselves. Nobody else is given what is theirs alone, such as votes. Of the work for the
    office there is nothing for whoever never worked there.
    """
    given = [(one, one.export(account_id)) for one in holdings() if own or not one.own_only]
    works_here = any(rows for one, rows in given if one.staff)
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": clock.wall().isoformat(),
        "site": {"name": named(site().name, language), "address": site().address},
        "account": account_id,
        "holdings": [_part(one, rows) for one, rows in given if rows or works_here or not one.staff],
    }


def counts(account_id: int) -> dict[str, int]:
    """How many rows each kind has of an account, where that is a number to tell. One query."""
    counted = [(one.name, one.counted(account_id)) for one in holdings() if one.counted is not None]
    if not counted:
        return {}
    query = union_all(*(select(literal(name).label("name"), number.label("n")) for name, number in counted))
    return {row.name: row.n or 0 for row in db.session.execute(query)}


def _part(one: Holding, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": one.name,
        "what": str(one.what),
        "why": str(one.why),
        "how_long": str(one.how_long),
        "rows": rows,
    }
