"""What is kept of whoever gave very many supports in a short time, and of who has looked into that."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, or_, select

from ..core.db import db
from ..people.holdings import Holding, rows
from .models import Finding
from .words import KIND_NAMES


def export(account_id: int) -> list[dict[str, Any]]:
    """When a person's supports were noticed, and what somebody of the office has looked into."""
    query = select(
        Finding.kind, Finding.count, Finding.first_at, Finding.last_at, Finding.found_at, Finding.looked_at
    )
    whose = or_(Finding.account_id == account_id, Finding.looked_by_id == account_id)
    return rows(query.where(whose).order_by(Finding.id))


def forget(account_id: int, remove_texts: bool) -> None:
    """Forget that this person's supports were noticed. Groups of several people name nobody."""
    db.session.execute(delete(Finding).where(Finding.account_id == account_id))


HOLDING = Holding(
    name="findings",
    tables=frozenset({"support_finding"}),
    what=_l("That you gave very many supports in a short time, if you did."),
    why=_l("So that somebody can see whether a program supports in the name of people."),
    how_long=_l("As long as it is kept from where supports came."),
    counted=lambda number: (
        select(func.count(Finding.id)).where(Finding.account_id == number).scalar_subquery()
    ),
    export=export,
    forget=forget,
    words={"kind": KIND_NAMES},
    sensitive=True,
    order=25,
)
