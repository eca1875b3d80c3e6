"""What is kept of staff who have sorted what came in and edited the log."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ..people.holdings import Holding, nothing_to_forget, rows
from .models import DayLog, Sorting
from .words import FOUND_NAMES


def export(account_id: int) -> list[dict[str, Any]]:
    """What a person has sorted, and when."""
    query = select(Sorting.proposal_id.label("proposal"), Sorting.found, Sorting.reason, Sorting.at)
    return rows(query.where(Sorting.by_id == account_id).order_by(Sorting.id))


HOLDING = Holding(
    name="sortings",
    tables=frozenset({"sorting", "day_log"}),
    what=_l("What you have sorted at the desk, and which logs of days you have edited."),
    why=_l("So that colleagues know whom to ask."),
    how_long=_l("As long as the proposal; without your account once you leave."),
    counted=lambda number: (
        select(func.count(Sorting.id)).where(Sorting.by_id == number).scalar_subquery()
        + select(func.count(DayLog.day)).where(DayLog.edited_by == number).scalar_subquery()
    ),
    export=export,
    forget=nothing_to_forget,
    words={"found": FOUND_NAMES},
    staff=True,
    order=60,
)
