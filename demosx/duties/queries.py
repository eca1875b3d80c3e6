"""Reading what is owed."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Text, cast, false, or_, select
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..core.errors import NotFound
from .models import Duty

BATCH = 200


def owned_by(roles: Collection[str]) -> ColumnElement[bool]:
    """Whether any of these role keys owes the duty. Looked for as text, in quotes: the same on both databases, and
    many times faster than to take the list apart."""
    owners = cast(Duty.owners, Text)
    return or_(false(), *(owners.contains(f'"{role}"', autoescape=True) for role in sorted(roles)))


def get(duty_id: int) -> Duty:
    """A duty with its proposal. Raises NotFound."""
    query = select(Duty).where(Duty.id == duty_id).options(joinedload(Duty.proposal))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def open_of(proposal_ids: Collection[int]) -> dict[int, list[Duty]]:
    """What is owed now on each of these proposals, the earliest due day first and what has none last, in one query."""
    found: dict[int, list[Duty]] = {number: [] for number in proposal_ids}
    if not found:
        return found
    query = select(Duty).where(Duty.proposal_id.in_(found), Duty.closed_at.is_(None))
    for duty in db.session.scalars(query.order_by(Duty.due_on.nulls_last(), Duty.id)):
        found[duty.proposal_id].append(duty)
    return found


def to_remind(today: date, after: int = 0) -> list[int]:
    """The numbers of the open duties whose next reminder has come, from `after` on, a batch at a time."""
    query = select(Duty.id).where(Duty.remind_next <= today, Duty.closed_at.is_(None), Duty.id > after)
    return list(db.session.scalars(query.order_by(Duty.id).limit(BATCH)))


def overdue(today: date) -> ColumnElement[bool]:
    """Whether a duty is still owed after its due day."""
    return Duty.closed_at.is_(None) & (Duty.due_on < today)
