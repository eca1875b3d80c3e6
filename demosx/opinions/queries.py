"""Every reading of opinions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload

from ..core.db import db
from ..core.errors import NotFound
from ..core.paging import SIZE, Order, Page, beginning_at, entities, limited, page, place
from ..core.permissions import Actor, Grant
from ..journey.models import Visit
from ..journey.rules import rules_of
from ..people.models import Account, RoleGrant
from ..people.queries import in_force, shown_nickname
from ..process.definition import Process, Stage
from ..proposals import access
from ..proposals.models import Proposal
from .models import FormerOpinion, Opinion, OpinionAgree
from .speaking import of_the_proposers, of_the_staff


class Sort(StrEnum):
    """The orders in which opinions are read."""

    LATEST = "latest"
    AGREED = "agreed"


ORDERS = {
    Sort.LATEST: Order("latest", (Opinion.created_at, Opinion.id)),
    Sort.AGREED: Order("agreed", (Opinion.agrees, Opinion.id)),
}
BY_ID = Order("id", (Opinion.id,))
REPLIES = 30  # of one opinion on a page; the rest on a page that opens it
ALL_REPLIES = 1000


@dataclass(frozen=True)
class Quoted:
    """What an opinion quotes: read from there, so that it is empty once that is hidden or deleted."""

    id: int
    text: str
    author: str
    deleted: bool


@dataclass
class Said:
    """An opinion as it is read: its author's nickname (empty once the author has left), whether the reader agrees, as
    whom the author speaks (`speaking.voice` says it), whether it can be read what it said `before`, and its visible
    replies, the first one first.
    """

    opinion: Opinion
    author: str
    agreed: bool
    proposes: bool = False
    staff: str = ""
    quoted: Quoted | None = None
    before: bool = False
    replies: list["Said"] = field(default_factory=list)


def visible(opinion_id: int, actor: Actor) -> Opinion:
    """An opinion with its proposal, as far as this person may see that. Raises NotFound otherwise."""
    found = None
    if 0 < opinion_id < 2**63:
        query = select(Opinion).where(Opinion.id == opinion_id).options(joinedload(Opinion.proposal))
        found = db.session.scalars(query).one_or_none()
    if found is None or not access.may_see(actor, found.proposal):
        raise NotFound()
    if not _may_see_thread(actor, found, found.proposal):
        raise NotFound()
    return found


def opinion_in(proposal: Proposal, number: int, actor: Actor) -> Opinion | None:
    """An opinion on this proposal with its author; None where this person finds none of this number."""
    if not 0 < number < 2**63:
        return None
    query = select(Opinion).where(Opinion.id == number, Opinion.proposal_id == proposal.id)
    found = db.session.scalars(query.options(joinedload(Opinion.author))).one_or_none()
    return found if found is not None and _may_see_thread(actor, found, proposal) else None


def stage_of(opinion: Opinion) -> tuple[Process, Stage] | None:
    """The rules and the stage by which an opinion was said; None where they are no more."""
    query = select(Visit).where(
        Visit.proposal_id == opinion.proposal_id, Visit.number == opinion.visit_number
    )
    visit = db.session.scalars(query).one()
    rules = rules_of(visit, opinion.proposal)
    stage = rules.stages.get(visit.stage)
    return (rules, stage) if stage is not None else None


def _may_see_thread(actor: Actor, opinion: Opinion, proposal: Proposal) -> bool:
    """Whether this person may read where an opinion stands: the file may keep a deliberation to staff."""
    if not opinion.thread:
        return True
    stay = select(Visit).where(Visit.proposal_id == proposal.id, Visit.number == opinion.thread)
    visit = db.session.scalars(stay).one()
    stage = rules_of(visit, proposal).stages.get(visit.stage)
    return stage is not None and access.may_see_stage(actor, proposal, stage)


def opinions(
    proposal_id: int,
    thread: int,
    *,
    sort: Sort = Sort.LATEST,
    stance: str | None = None,
    cursor: str | None = None,
    reader_id: int | None = None,
    size: int = SIZE,
    opened: int | None = None,
) -> Page[Said]:
    """A page of a thread with its replies, in one query. `thread`: 0 under the proposal, or a visit's number.

    Of each opinion the first REPLIES replies; of the one that is `opened` all of them.
    """
    order = ORDERS[sort]
    at = place(order, cursor)
    heads = limited(_shown(proposal_id, thread, stance), order, at, size).cte("heads")
    rank = func.row_number().over(partition_by=Opinion.parent_id, order_by=Opinion.id)
    ranked = (
        select(Opinion.id, Opinion.parent_id, rank.label("rank"))
        .where(
            Opinion.parent_id.in_(select(heads.c.id)), Opinion.visible
        )  # joined, SQLite reads every reply there is
        .subquery()
    )
    few = or_(
        ranked.c.rank <= REPLIES, (ranked.c.parent_id == (opened or 0)) & (ranked.c.rank <= ALL_REPLIES)
    )
    both = union_all(select(heads.c.id), select(ranked.c.id).where(few)).subquery()
    said = _read(_reading(reader_id).join(both, both.c.id == Opinion.id))
    return page(_in_order(said, order, at is not None and at.backwards), order, at, _keys(order), size)


def cursor_of(opinion: Opinion, size: int = SIZE) -> str | None:
    """The cursor of a page of its thread, the latest first, on which an opinion stands; None for the first page."""
    head = opinion if opinion.parent_id is None else db.session.get_one(Opinion, opinion.parent_id)
    order = ORDERS[Sort.LATEST]
    not_below = or_(
        Opinion.created_at > head.created_at,
        (Opinion.created_at == head.created_at) & (Opinion.id >= head.id),
    )
    later = _shown(opinion.proposal_id, opinion.thread, None).where(not_below)
    before = db.session.scalar(select(func.count()).select_from(later.limit(size + 1).subquery())) or 0
    return beginning_at(order, (head.created_at, head.id)) if before > size else None


def _shown(proposal_id: int, thread: int, stance: str | None) -> Select[Any]:
    """The numbers of the opinions that have a place in a thread's list."""
    shown = select(Opinion.id).where(
        Opinion.proposal_id == proposal_id, Opinion.thread == thread, Opinion.shown
    )
    return shown.where(Opinion.stance == stance) if stance else shown


def _reading(reader_id: int | None) -> Select[Any]:
    """Opinions with everything that `Said` holds of them."""
    quoted, quoted_author = aliased(Opinion), aliased(Account)
    agreed: ColumnElement[bool] = exists().where(
        OpinionAgree.opinion_id == Opinion.id, OpinionAgree.account_id == reader_id
    )
    return (
        select(
            Opinion, shown_nickname(), agreed if reader_id is not None else false(), of_the_proposers(),
            of_the_staff(), quoted, quoted_author, exists().where(FormerOpinion.opinion_id == Opinion.id),
        )
        .outerjoin(Account, Account.id == Opinion.account_id)
        .outerjoin(quoted, quoted.id == Opinion.quotes_id)
        .outerjoin(quoted_author, quoted_author.id == quoted.account_id)
    )  # fmt: skip


def _read(query: Select[Any]) -> list[Said]:
    return [
        Said(
            opinion,
            nickname or "",
            bool(agrees),
            bool(proposes),
            staff or "",
            _quoted(quoted, quoted_author),
            bool(before),
        )
        for opinion, nickname, agrees, proposes, staff, quoted, quoted_author, before in db.session.execute(
            query
        )
    ]


def _quoted(found: Opinion | None, author: Account | None) -> Quoted | None:
    if found is None:
        return None
    if not found.visible:
        return Quoted(found.id, "", "", found.deleted_at is not None)
    return Quoted(found.id, found.text, author.nickname if author and author.left_at is None else "", False)


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
    best = _reading(reader_id).join(ranked, ranked.c.id == Opinion.id).where(ranked.c.rank == 1)
    found = {said.opinion.stance: said for said in _read(best)}
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


def just_said(since: datetime, **same: object) -> Opinion | None:
    """What was said after a moment and can be read, in which these columns hold the same."""
    query = select(Opinion).filter_by(visible=True, **same)
    return db.session.scalars(query.where(Opinion.created_at > since).order_by(Opinion.id).limit(1)).first()


def grants_of_others(roles: Iterable[str], account_id: int | None) -> list[Grant]:
    """The grants of these roles that count today, of everybody but one account."""
    query = (
        select(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role.in_(list(roles)), in_force(), RoleGrant.account_id != (account_id or 0))
        .where(Account.suspended_at.is_(None), Account.left_at.is_(None), Account.confirmed_at.is_not(None))
    )
    return [
        Grant(one.role, one.department_id, one.panel, one.process) for one in db.session.scalars(query).all()
    ]


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
