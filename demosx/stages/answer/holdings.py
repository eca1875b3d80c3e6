"""What is kept of who has typed an answer. In public the office answers, not an account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ...people.holdings import Holding, rows
from .models import Answer


def export(account_id: int) -> list[dict[str, Any]]:
    """The answers that somebody has written."""
    query = select(
        Answer.proposal_id.label("proposal"), Answer.verdict, Answer.text, Answer.answered_at
    ).where(Answer.answered_by == account_id)  # fmt: skip
    return rows(query.order_by(Answer.id))


HOLDING = Holding(
    name="answers",
    tables=frozenset({"answer"}),
    what=_l("Which answers you have written for the office."),
    why=_l("So that colleagues know whom to ask. In public the office answers."),
    how_long=_l("For good, as a public record; after you have left without your name."),
    staff=True,
    export=export,
    order=88,
)
