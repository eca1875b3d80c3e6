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
LATEST_HIDDEN = Order("hidden", (Opinion.hidden_at, Opinion.id))
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Reported:
    """An opinion with the reports on it that wait, the first one first."""

    opinion: Opinion
    reports: Sequence[OpinionReport]


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


def reported(cursor: str | None = None, size: int = SIZE) -> Page[Reported]:
    """Reported opinions that wait, the longest waiting first, each once with all its reports, author and proposal.

    Two queries.
    """
    waiting_rows = select(func.min(OpinionReport.id)).where(OpinionReport.handled_at.is_(None))
    first_reports = waiting_rows.group_by(OpinionReport.opinion_id)
    query = (
        select(OpinionReport)
        .where(OpinionReport.id.in_(first_reports))
        .options(
            joinedload(OpinionReport.opinion).joinedload(Opinion.proposal),
            joinedload(OpinionReport.opinion).joinedload(Opinion.author),
        )
    )
    firsts = entities(query, OLDEST_FIRST, cursor, size)
    every = _waiting_on([first.opinion_id for first in firsts.items])
    items = [Reported(first.opinion, every[first.opinion_id]) for first in firsts.items]
    return Page(items, firsts.next, firsts.previous)


def hidden(cursor: str | None = None, size: int = SIZE) -> Page[Opinion]:
    """Opinions that are hidden, the latest first, with author and proposal. One query."""
    query = select(Opinion).where(Opinion.hidden_at.is_not(None), Opinion.deleted_at.is_(None))
    query = query.options(joinedload(Opinion.proposal), joinedload(Opinion.author))
    return entities(query, LATEST_HIDDEN, cursor, size)


def waiting() -> int:
    """How many reports nobody has looked at."""
    query = select(func.count(OpinionReport.id)).where(OpinionReport.handled_at.is_(None))
    return db.session.scalar(query) or 0


def reports_of(opinion_id: int) -> Sequence[OpinionReport]:
    """Every report of an opinion, the oldest first."""
    query = select(OpinionReport).where(OpinionReport.opinion_id == opinion_id).order_by(OpinionReport.id)
    return db.session.scalars(query).all()


def _waiting_on(opinion_ids: Sequence[int]) -> dict[int, list[OpinionReport]]:
    found: dict[int, list[OpinionReport]] = {number: [] for number in opinion_ids}
    if found:
        query = select(OpinionReport).where(
            OpinionReport.opinion_id.in_(found), OpinionReport.handled_at.is_(None)
        )
        for row in db.session.scalars(query.order_by(OpinionReport.id)):
            found[row.opinion_id].append(row)
    return found
