"""Reports: people ask the operators to look at an opinion, and what came of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db, insert
from ..core.errors import InvalidInput, NotFound
from ..core.paging import SIZE, Order, Page, entities
from ..core.permissions import Actor
from ..core.text import clean
from .errors import NotYours, OwnOpinion
from .models import REASONS, Opinion, OpinionReport
from .signals import reports_settled

LATEST_HIDDEN = Order("hidden", (Opinion.hidden_at, Opinion.id))
LONGEST_NOTE = 1000
EVERYWHERE: ColumnElement[bool] = true()


def report(opinion: Opinion, reason: str, *, actor: Actor, note: str = "") -> None:
    """Ask the operators to look at an opinion. A second time by the same person changes nothing."""
    if actor.id is None:
        raise NotYours()
    if reason not in REASONS:
        raise InvalidInput()
    if not opinion.visible:
        raise NotFound()
    if opinion.account_id == actor.id:
        raise OwnOpinion()
    row = insert(OpinionReport).values(
        opinion_id=opinion.id,
        account_id=actor.id,
        reason=reason,
        note=clean(note)[:LONGEST_NOTE],
        at=clock.now(),
    )
    db.session.execute(row.on_conflict_do_nothing())


def settle(opinion: Opinion, how: str, by: int | None, at: datetime) -> None:
    """Mark the waiting reports of an opinion as handled: hidden, kept or deleted. Announces it to who reported."""
    handled = (
        update(OpinionReport)
        .where(OpinionReport.opinion_id == opinion.id, OpinionReport.handled_at.is_(None))
        .values(handled_at=at, handled_as=how, handled_by=by)
        .returning(OpinionReport.account_id)
    )
    people = db.session.scalars(handled.execution_options(synchronize_session=False)).all()
    if people:
        reports_settled.send(opinion, people=sorted(people), how=how, at=at)


def hidden(
    cursor: str | None = None, size: int = SIZE, where: ColumnElement[bool] = EVERYWHERE
) -> Page[Opinion]:
    """Opinions that are hidden, the latest first, with author and proposal, of proposals `where` a condition holds. One
    query."""
    query = select(Opinion).where(Opinion.hidden_at.is_not(None), Opinion.deleted_at.is_(None))
    query = query.where(Opinion.proposal.has(where)).options(
        joinedload(Opinion.proposal), joinedload(Opinion.author)
    )
    return entities(query, LATEST_HIDDEN, cursor, size)


def reports_of(opinion_id: int) -> Sequence[OpinionReport]:
    """Every report of an opinion, the oldest first."""
    query = select(OpinionReport).where(OpinionReport.opinion_id == opinion_id).order_by(OpinionReport.id)
    return db.session.scalars(query).all()
