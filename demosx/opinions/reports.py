"""Reports: people ask the operators to look at an opinion, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db, insert
from ..core.errors import InvalidInput, NotFound
from ..core.paging import SIZE, Order, Page, entities
from ..core.permissions import Actor
from ..core.text import clean
from .errors import NotYours, OwnOpinion
from .models import REASONS, Opinion, OpinionReport

OLDEST_FIRST = Order("reports", (OpinionReport.at, OpinionReport.id), descending=False)
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Queue:
    """Reports that wait, with their opinions, and how many there are in all."""

    page: Page[OpinionReport]
    waiting: int


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


def settle(opinion_id: int, how: str, by: int | None, at: datetime) -> None:
    """Mark the waiting reports of an opinion as handled: hidden, kept or deleted."""
    db.session.execute(
        update(OpinionReport)
        .where(OpinionReport.opinion_id == opinion_id, OpinionReport.handled_at.is_(None))
        .values(handled_at=at, handled_as=how, handled_by=by)
    )


def queue(cursor: str | None = None, size: int = SIZE) -> Queue:
    """The reports that wait, the oldest first, with opinions, authors and proposals. Two queries."""
    query = (
        select(OpinionReport)
        .where(OpinionReport.handled_at.is_(None))
        .options(
            joinedload(OpinionReport.opinion).joinedload(Opinion.proposal),
            joinedload(OpinionReport.opinion).joinedload(Opinion.author),
        )
    )
    return Queue(entities(query, OLDEST_FIRST, cursor, size), waiting())


def waiting() -> int:
    """How many reports nobody has looked at."""
    query = select(func.count(OpinionReport.id)).where(OpinionReport.handled_at.is_(None))
    return db.session.scalar(query) or 0


def reports_of(opinion_id: int) -> Sequence[OpinionReport]:
    """Every report of an opinion, the oldest first."""
    query = select(OpinionReport).where(OpinionReport.opinion_id == opinion_id).order_by(OpinionReport.id)
    return db.session.scalars(query).all()
