"""The queue of the operators: every opinion about which somebody has to decide, each once with all that is known of it.

First come objections, whose authors wait; then what may show somebody's personal data; then what people have reported;
then what only the machine has noticed. Within each the longest waiting first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, literal, select, true, union_all
from sqlalchemy.orm import aliased, joinedload

from ..core.db import db
from ..core.paging import Order, Page, limited, page, place
from ..proposals.models import Proposal
from . import counts
from .models import Objection, Opinion, OpinionHint, OpinionReport

EVERYWHERE: ColumnElement[bool] = true()
SIZE = 50
OBJECTION, PERSONAL, REPORTED, NOTICED = range(4)


@dataclass
class Waiting:
    """An opinion that waits, with the opinion that it answers, its reports and hints that wait, the objection against
    its hiding, and what hiding it would change."""

    opinion: Opinion
    parent: Opinion | None
    reports: list[OpinionReport] = field(default_factory=list)
    hints: list[OpinionHint] = field(default_factory=list)
    objection: Objection | None = None
    effect: counts.Effect | None = None


def queue(
    cursor: str | None = None,
    size: int = SIZE,
    where: ColumnElement[bool] = EVERYWHERE,
    author: int | None = None,
) -> Page[Waiting]:
    """A page of the queue, of proposals `where` a condition holds, perhaps of one `author`. At most five queries."""
    waits = _waits()
    parent = aliased(Opinion)
    order = Order("queue", (waits.c.rank, waits.c.since, waits.c.opinion_id), descending=False)
    query = (
        select(Opinion, parent, waits.c.rank, waits.c.since, waits.c.opinion_id)
        .join(waits, waits.c.opinion_id == Opinion.id)
        .outerjoin(parent, and_(parent.id == Opinion.parent_id, parent.visible))
        .where(Opinion.deleted_at.is_(None), Opinion.proposal.has(where))
        .options(
            joinedload(Opinion.proposal).joinedload(Proposal.lead_department), joinedload(Opinion.author)
        )
    )
    if author is not None:
        query = query.where(Opinion.account_id == author)
    at = place(order, cursor)
    rows = db.session.execute(limited(query, order, at, size)).all()
    found = page(rows, order, at, lambda row: tuple(row[2:]), size)
    items = [Waiting(row[0], row[1]) for row in found.items]
    _fill(items)
    return Page(items, found.next, found.previous)


def one(opinion: Opinion) -> Waiting:
    """What is known of one opinion, whether or not anything waits."""
    parent = db.session.get(Opinion, opinion.parent_id) if opinion.parent_id is not None else None
    item = Waiting(opinion, parent if parent is not None and parent.visible else None)
    _fill([item])
    return item


def number_waiting(where: ColumnElement[bool] = EVERYWHERE, author: int | None = None) -> int:
    """How many opinions wait, of proposals `where` a condition holds, perhaps of one `author`."""
    found = numbers_waiting(where, author).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def numbers_waiting(where: ColumnElement[bool], author: int | None = None) -> Select[Any]:
    """The numbers of the opinions that wait, to be counted."""
    waits = _waits()
    query = select(waits.c.opinion_id).join(Opinion, Opinion.id == waits.c.opinion_id)
    query = query.join(Proposal, Proposal.id == Opinion.proposal_id)
    query = query.where(Opinion.deleted_at.is_(None), where)
    return query if author is None else query.where(Opinion.account_id == author)


def _waits() -> Any:
    """The numbers of the opinions that wait, how pressing, and since when."""
    every = union_all(
        _row(Objection, literal(OBJECTION), Objection.decided_at.is_(None)),
        _row(OpinionReport, case((OpinionReport.reason == "personal_data", PERSONAL), else_=REPORTED),
             OpinionReport.handled_at.is_(None)),
        _row(OpinionHint, case((OpinionHint.why == "contact", PERSONAL), else_=NOTICED),
             OpinionHint.handled_at.is_(None)),
    ).subquery()  # fmt: skip
    rank = func.min(every.c.rank, type_=Integer).label("rank")
    since = func.min(every.c.since, type_=OpinionReport.at.type).label("since")
    return select(every.c.opinion_id, rank, since).group_by(every.c.opinion_id).subquery()


def _row(table: Any, rank: ColumnElement[int], waiting: ColumnElement[bool]) -> Select[Any]:
    return select(table.opinion_id, rank.label("rank"), table.at.label("since")).where(waiting)


def _fill(items: Sequence[Waiting]) -> None:
    by_number = {item.opinion.id: item for item in items}
    if not by_number:
        return
    numbers = list(by_number)
    for report in _of(OpinionReport, numbers, OpinionReport.handled_at.is_(None), OpinionReport.id):
        by_number[report.opinion_id].reports.append(report)
    for hint in _of(OpinionHint, numbers, OpinionHint.handled_at.is_(None), OpinionHint.why):
        by_number[hint.opinion_id].hints.append(hint)
    hidden = [
        item.opinion.id for item in items if not item.opinion.visible
    ]  # to nothing else anybody objects
    for objection in _of(Objection, hidden, Objection.decided_at.is_(None), Objection.id):
        by_number[objection.opinion_id].objection = objection
    effects = counts.effects([item.opinion for item in items if item.opinion.visible])
    for number, effect in effects.items():
        by_number[number].effect = effect


def _of(table: Any, numbers: list[int], waiting: ColumnElement[bool], order: Any) -> Sequence[Any]:
    if not numbers:
        return ()
    query = select(table).where(table.opinion_id.in_(numbers), waiting).order_by(order)
    return db.session.scalars(query).all()
