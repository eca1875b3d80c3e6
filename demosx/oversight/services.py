"""Inspecting a month of looks."""

from ..core import clock
from ..core.db import db, raising
from ..core.permissions import Actor, book
from ..core.text import clean
from ..ledger.services import record
from .errors import AlreadyInspected, MonthNotOver
from .models import Inspection
from .months import Month

INSPECT = "looks:inspect"
LONGEST_NOTE = 2000


def inspect(month: Month, note: str, *, actor: Actor) -> Inspection:
    """Mark a month as inspected, with what was found; once.

    Raises MonthNotOver or AlreadyInspected.
    """
    if not month.over:
        raise MonthNotOver()
    assert actor.id is not None
    made = Inspection(month=str(month), at=clock.wall(), account_id=actor.id, note=clean(note)[:LONGEST_NOTE])
    with raising(AlreadyInspected()):
        db.session.add(made)
    record(
        "looks_inspected", subject=("inspection", made.id), actor=actor, role=_role(actor),
        data={"month": str(month)}, public=False,
    )  # fmt: skip
    return made


def _role(actor: Actor) -> str:
    roles = book().roles
    return next((role for role in sorted(actor.roles) if INSPECT in roles.get(role, frozenset())), "")
