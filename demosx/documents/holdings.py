"""What is kept of whoever has written a document."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..people.holdings import Holding, rows
from .models import Document
from .words import PART_NAMES


def export(account_id: int) -> list[dict[str, Any]]:
    """The documents that somebody has added."""
    query = select(
        Document.proposal_id.label("proposal"), Document.part, Document.title, Document.at, Document.withdrawn_at
    ).where(Document.created_by == account_id)  # fmt: skip
    return rows(query.order_by(Document.id))


HOLDING = Holding(
    name="documents",
    tables=frozenset({"document"}),
    what=_l("Which documents you have added for the office."),
    why=_l("So that colleagues know whom to ask. It is never shown in public."),
    how_long=_l("As long as the document; after you have left without your name."),
    staff=True,
    export=export,
    words={"part": PART_NAMES},
    order=83,
)
