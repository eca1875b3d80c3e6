"""What is kept of the person in charge of personal data."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..people.holdings import Holding, rows
from .models import Inspection


def export(account_id: int) -> list[dict[str, Any]]:
    """The months whose looks somebody has inspected, and what they found."""
    query = select(Inspection.month, Inspection.at, Inspection.note)
    return rows(query.where(Inspection.account_id == account_id).order_by(Inspection.id))


HOLDING = Holding(
    name="inspections",
    tables=frozenset({"inspection"}),
    what=_l("Which months of the log of looks you have inspected, and what you found."),
    why=_l("As proof that somebody inspects it. The law asks for it."),
    how_long=_l("For good; after you have left without your name."),
    staff=True,
    export=export,
    order=91,
)
