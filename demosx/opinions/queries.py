"""Every reading of opinions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, false, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..core.errors import NotFound
from ..core.paging import SIZE, Order, Page, entities, limited, page, place
from ..core.permissions import Actor
from ..people.models import Account
from ..proposals import access
from ..proposals.models import Proposal
from .models import Opinion, OpinionAgree


class Sort(StrEnum):
    """The orders in which opinions are read."""

    LATEST = "latest"
    AGREED = "agreed"


ORDERS = {
    Sort.LATEST: Order("latest", (Opinion.created_at, Opinion.id)),
    Sort.AGREED: Order("agreed", (Opinion.agrees, Opinion.id)),
}
BY_ID = Order("id", (Opinion.id,))


@dataclass
class Said:
    """An opinion as it is read: its author's nickname (empty once the author has left), whether the reader agrees, and
    its visible replies, the first one first.
    """

    opinion: Opinion
    author: str
    agreed: bool
    replies: list["Said"] = field(default_factory=list)


def visible(opinion_id: int, actor: Actor) -> Opinion:
    """An opinion with its proposal, as far as this person may see that. Raises NotFound otherwise."""
    found = None
    if 0 < opinion_id < 2**63:
        query = select(Opinion).where(Opinion.id == opinion_id).options(joinedload(Opinion.proposal))
        found = db.session.scalars(query).one_or_none()
    if found is None or not access.may_see(actor, found.proposal):
        raise NotFound()
    return found


def opinions(
    proposal_id: int,
    thread: int,
    *,
    sort: Sort = Sort.LATEST,
    stance: str | None = None,
    cursor: str | None = None,
    reader_id: int | None = None,
    size: int = SIZE,
) -> Page[Said]:
    """A page of a thread with all its replies, in one query. `thread`: 0 under the proposal, or a visit's number."""
    order = ORDERS[sort]
    at = place(order, cursor)
    shown = select(Opinion.id).where(
        Opinion.proposal_id == proposal_id, Opinion.thread == thread, Opinion.shown
    )
    if stance:
        shown = shown.where(Opinion.stance == stance)
    heads = limited(shown, order, at, size).cte("heads")
    replies = select(Opinion.id).join(heads, Opinion.parent_id == heads.c.id).where(Opinion.visible)
    both = union_all(select(heads.c.id), replies).subquery()
    agreed = exists().where(OpinionAgree.opinion_id == Opinion.id, OpinionAgree.account_id == reader_id)
    rows = db.session.execute(
        select(Opinion, Account.nickname, agreed if reader_id is not None else false())
        .join(both, both.c.id == Opinion.id)
        .outerjoin(Account, Account.id == Opinion.account_id)
    )
    said = [Said(opinion, nickname or "", bool(agrees)) for opinion, nickname, agrees in rows]
    return page(_in_order(said, order, at is not None and at.backwards), order, at, _keys(order), size)


def best_of_each_side(
    proposal_id: int, thread: int, choices: Iterable[str], reader_id: int | None = None
) -> list[Said]:
    """The opinion of each stance that most agree with, in the order of the choices. One query."""
    rank = func.row_number().over(partition_by=Opinion.stance, order_by=(Opinion.agrees.desc(), Opinion.id))
    ranked = (
        select(Opinion.id, rank.label("rank"))
        .where(
            Opinion.proposal_id == proposal_id,
            Opinion.thread == thread,
            Opinion.stance.in_(list(choices)),
            Opinion.shown,
            Opinion.visible,
        )
        .subquery()
    )
    agreed = exists().where(OpinionAgree.opinion_id == Opinion.id, OpinionAgree.account_id == reader_id)
    rows = db.session.execute(
        select(Opinion, Account.nickname, agreed if reader_id is not None else false())
        .join(ranked, ranked.c.id == Opinion.id)
        .where(ranked.c.rank == 1)
        .outerjoin(Account, Account.id == Opinion.account_id)
    )
    found = {
        opinion.stance: Said(opinion, nickname or "", bool(agrees)) for opinion, nickname, agrees in rows
    }
    return [found[choice] for choice in choices if choice in found]


def said_by(account_id: int, cursor: str | None = None, size: int = SIZE) -> Page[Opinion]:
    """What a person has said, the newest first, with the proposals; without what is said on those hidden from them."""
    query = (
        select(Opinion)
        .join(Proposal, Proposal.id == Opinion.proposal_id)
        .where(Opinion.account_id == account_id, Opinion.deleted_at.is_(None))
        .where(
            or_(
                Proposal.hidden_at.is_(None) & (Proposal.audience != "staff"),
                Proposal.proposer_id == account_id,
            )
        )
        .options(joinedload(Opinion.proposal))
    )
    return entities(query, BY_ID, cursor, size)


def said_since(account_id: int, since: datetime, until: datetime) -> int:
    """How many opinions a person has written after `since`, up to `until`."""
    query = select(func.count(Opinion.id)).where(
        Opinion.account_id == account_id, Opinion.created_at > since, Opinion.created_at <= until
    )
    return db.session.scalar(query) or 0


def _in_order(said: list[Said], order: Order, backwards: bool) -> list[Said]:
    """The heads in the order that the page was read in, each with its replies."""
    by_id = {one.opinion.id: one for one in said if one.opinion.level == 0}
    for one in sorted(said, key=lambda one: one.opinion.id):
        if one.opinion.parent_id is not None:
            by_id[one.opinion.parent_id].replies.append(one)
    heads = sorted(by_id.values(), key=_keys(order), reverse=order.descending)
    return heads[::-1] if backwards else heads


def _keys(order: Order) -> Callable[[Said], tuple[Any, ...]]:
    return lambda one: tuple(getattr(one.opinion, column.key) for column in order.columns)
