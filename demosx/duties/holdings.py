"""What is kept of whoever works on what is owed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ..core.db import db
from ..people.holdings import Holding, rows
from .models import Duty


def export(account_id: int) -> list[dict[str, Any]]:
    """What somebody works on, or has worked on until it was done."""
    query = select(
        Duty.proposal_id.label("proposal"), Duty.name, Duty.number, Duty.opened_at, Duty.due_on, Duty.closed_at,
        Duty.outcome,
    ).where(Duty.assignee_id == account_id)  # fmt: skip
    return rows(query.order_by(Duty.id))


def forget(account_id: int, remove_texts: bool) -> None:
    """Nobody in particular has done it. What is still owed went back to its department when the roles ended."""
    mine = update(Duty).where(Duty.assignee_id == account_id, Duty.closed_at.is_not(None))
    db.session.execute(mine.values(assignee_id=None).execution_options(synchronize_session=False))


HOLDING = Holding(
    name="duties",
    tables=frozenset({"duty"}),
    what=_l("What you work on, or have worked on, for the office."),
    why=_l("So that everybody knows who works on it, and you are reminded."),
    how_long=_l("As long as your account. After you have left nobody in particular has done it."),
    staff=True,
    export=export,
    forget=forget,
    order=80,
)
