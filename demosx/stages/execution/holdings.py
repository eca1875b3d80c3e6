"""What is kept of who has told what became of a promise."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ...people.holdings import Holding, rows
from .models import Update


def export(account_id: int) -> list[dict[str, Any]]:
    """The news of promises that somebody has written."""
    query = select(Update.proposal_id.label("proposal"), Update.text, Update.at)
    return rows(query.where(Update.written_by == account_id).order_by(Update.id))


HOLDING = Holding(
    name="updates",
    tables=frozenset({"progress_update"}),
    what=_l("Which news of promises you have written for the office."),
    why=_l("So that colleagues know whom to ask. In public the office tells it."),
    how_long=_l("For good, as a public record; after you have left without your name."),
    staff=True,
    export=export,
    order=89,
)
