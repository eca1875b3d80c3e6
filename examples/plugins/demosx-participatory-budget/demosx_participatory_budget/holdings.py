"""What the plugin keeps of people: who has entered a line of an estimate."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from demosx.people.holdings import Holding, rows

from .models import CostItem


def export(account_id: int) -> list[dict[str, Any]]:
    """The lines that somebody has entered."""
    query = select(
        CostItem.proposal_id.label("proposal"), CostItem.title, CostItem.amount, CostItem.entered_at
    )
    return rows(query.where(CostItem.entered_by == account_id).order_by(CostItem.id))


HOLDING = Holding(
    name="budget_cost_items",
    tables=frozenset({"budget_cost_item"}),
    what=_l("Which lines of estimates you have entered."),
    why=_l("So that colleagues know whom to ask. It is never shown in public."),
    how_long=_l("As long as the estimate; after you have left without your name."),
    staff=True,
    export=export,
    order=95,
)
