"""What is kept of whoever leaves notes for colleagues."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..people.holdings import Holding, rows
from .models import StaffNote


def export(account_id: int) -> list[dict[str, Any]]:
    """The notes that somebody has left for colleagues. Those of others, also on one's own proposal, are not theirs."""
    query = select(StaffNote.proposal_id.label("proposal"), StaffNote.text, StaffNote.at)
    return rows(query.where(StaffNote.account_id == account_id).order_by(StaffNote.id))


HOLDING = Holding(
    name="notes",
    tables=frozenset({"staff_note"}),
    what=_l("The notes that you have left for colleagues on proposals."),
    why=_l("So that the work can go on when somebody else takes it up."),
    how_long=_l("As long as the proposal; after you have left without your name."),
    staff=True,
    export=export,
    order=84,
)
