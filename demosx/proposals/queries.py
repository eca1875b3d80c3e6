"""Every reading of proposals: one by its address, and lists that page by key."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import defer, joinedload, undefer

from ..core import clock
from ..core.db import db
from ..core.errors import NotFound
from ..core.paging import SIZE, Order, Page, entities, page, place
from ..core.permissions import Actor
from ..journey.rules import calendar
from . import access, search
from .agency import publish_due
from .models import Proposal
from .search_said import Sayings, sayings, unread
from .search_words import filed_under
from .writing_queries import reading


class Sort(StrEnum):
    """The orders in which proposals are listed. Relevance is that of what was looked for."""

    RELEVANCE = "relevance"
    NEW = "new"
    SUPPORT = "support"
    CLOSING = "closing"
    ANSWERED = "answered"


RELEVANCE = Order("relevance", (Proposal.supports, Proposal.id))
"""Two whole numbers, as both of these are: the score of a hit, and its id."""
ORDERS = {
    Sort.NEW: Order("new", (Proposal.filed_at, Proposal.id)),
    Sort.SUPPORT: Order("support", (Proposal.supports, Proposal.id)),
    Sort.CLOSING: Order("closing", (Proposal.closes_on, Proposal.id), descending=False),
    Sort.ANSWERED: Order("answered", (Proposal.answered_at, Proposal.id)),
}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed down to; empty values do not narrow. Days are of filing, both included.

    `state` is "open" or "ended"; `since` and `until` are days in the site's zone; `more` is what menus of other rooms
    ask for.
    """

    q: str = ""
    stage: str = ""
    area: str = ""
    district: str = ""
    department_id: int | None = None
    origin: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    channel: str = ""
    more: tuple[ColumnElement[bool], ...] = ()


def find(proposal_id: int) -> Proposal | None:
    """A proposal with its proposer and departments, whoever may see it. One query."""
    query = select(Proposal).where(Proposal.id == proposal_id).options(
        joinedload(Proposal.proposer), joinedload(Proposal.lead_department), joinedload(Proposal.department)
    )  # fmt: skip
    return db.session.scalars(query).one_or_none()


def visible(proposal_id: int, actor: Actor) -> Proposal:
    """A proposal that this person may see. Raises NotFound for any other, whether it is there or not."""
    proposal = find(proposal_id) if 0 < proposal_id < 2**63 else None
    if proposal is not None and reading():
        publish_due(proposal, clock.now())
    if proposal is None or not access.may_see(actor, proposal):
        raise NotFound()
    return proposal


@dataclass(frozen=True)
class Listing:
    """A page of a list, and what was found where something was looked for; `said` is where, as it can be read now."""

    page: Page[Proposal]
    found: search.Found | None = None
    said: Sayings = field(default_factory=dict)


def listed(
    filters: Filters | None = None, sort: Sort = Sort.NEW, cursor: str | None = None, size: int = SIZE
) -> Page[Proposal]:
    """A page of the public list: open to everyone and not hidden. Texts are not loaded."""
    return listing(filters or Filters(), sort, cursor, size).page


def listing(filters: Filters, sort: Sort, cursor: str | None = None, size: int = SIZE) -> Listing:
    """A page of the public list, with what is known of how each was found. One query, and those of `search.find` and
    `search_said.sayings`: what was found by nothing but a text that nobody may read any more is left out.

    What was merged into another stands there only where its words, or what has ended, are asked for.
    """
    conditions: list[Any] = [Proposal.listed, *_narrowed(filters)]
    if sort is Sort.CLOSING:
        conditions.append(Proposal.closes_on.is_not(None))
    if sort is Sort.ANSWERED:
        conditions.append(Proposal.answered_at.is_not(None))
    if not filters.q.strip():
        if filters.state != "ended":
            conditions.append(Proposal.merged_into_id.is_(None))
        order = ORDERS.get(sort, ORDERS[Sort.NEW])
        return Listing(entities(_rows().where(*conditions), order, cursor, size))
    under = [
        filed_under(name, key)
        for name, key in (("area", filters.area), ("district", filters.district))
        if key
    ]
    found = search.find(filters.q, search.Within(conditions, under, _few(filters)))
    shown = _found(found, sort, cursor, size)
    there = {one.id for one in shown.items}
    hits = [hit for hit in found.hits if hit.id in there]
    said = sayings(hits)
    gone = unread(hits, said)
    return Listing(
        Page([one for one in shown.items if one.id not in gone], shown.next, shown.previous),
        replace(found, hits=[hit for hit in found.hits if hit.id not in gone]),
        said,
    )


def _found(found: search.Found, sort: Sort, cursor: str | None, size: int) -> Page[Proposal]:
    """A page of what was found, in this order."""
    if not found.hits:
        return Page([])
    order = ORDERS.get(sort, RELEVANCE)
    keys: list[tuple[Any, ...]] = [(hit.score, hit.id) for hit in found.hits]
    if sort in ORDERS:
        # Only the keys: the texts are long, and most of them are on other pages.
        query = select(*order.columns).where(Proposal.id.in_([hit.id for hit in found.hits]))
        keys = [tuple(row) for row in db.session.execute(query)]
    at = place(order, cursor)
    descending = order.descending is not (at is not None and at.backwards)
    keys.sort(reverse=descending)
    if at is not None:
        keys = [key for key in keys if (key < at.keys if descending else key > at.keys)]
    shown = page(keys[: size + 1], order, at, lambda key: key, size)
    query = _rows(texts=True).where(Proposal.id.in_([key[-1] for key in shown.items]))
    rows = {row.id: row for row in db.session.scalars(query).unique()}
    return Page([rows[key[-1]] for key in shown.items], shown.next, shown.previous)


def filed_by(account_id: int, cursor: str | None = None, size: int = SIZE) -> Page[Proposal]:
    """What a person has filed, the newest first, also what nobody else may see."""
    return entities(_rows().where(Proposal.proposer_id == account_id), ORDERS[Sort.NEW], cursor, size)


def filed_since(account_id: int, since: datetime, until: datetime) -> int:
    """How many proposals a person has filed after `since`, up to `until`."""
    query = select(func.count(Proposal.id)).where(
        Proposal.proposer_id == account_id, Proposal.filed_at > since, Proposal.filed_at <= until
    )
    return db.session.scalar(query) or 0


def _rows(texts: bool = False) -> Select[Any]:
    onward = joinedload(Proposal.merged_into).load_only(Proposal.hidden_at, Proposal.audience)
    return select(Proposal).options(
        joinedload(Proposal.lead_department),
        onward,
        undefer(Proposal.text) if texts else defer(Proposal.text, raiseload=True),
        defer(Proposal.memory),
    )


def _few(filters: Filters) -> Select[Any] | None:
    """The numbers of those under way, or with a department, where these are asked for; None otherwise."""
    query = select(Proposal.id)
    if filters.stage or filters.state == "open":
        # Not whether they are listed, too: SQLite would rather read all that are than the few that have not ended.
        query = query.where(Proposal.ended_at.is_(None))
        return query.where(Proposal.stage == filters.stage) if filters.stage else query
    if filters.department_id is not None:
        return query.where(Proposal.lead_department_id == filters.department_id)
    return None


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    wanted = [
        getattr(Proposal, name) == getattr(filters, name)
        for name in ("stage", "area", "district", "origin", "channel")
        if getattr(filters, name)
    ]
    if filters.stage:
        wanted.append(Proposal.ended_at.is_(None))
    if filters.department_id is not None:
        wanted.append(Proposal.lead_department_id == filters.department_id)
    if filters.state:
        ended = Proposal.ended_at
        wanted.append(ended.is_(None) if filters.state == "open" else ended.is_not(None))
    if filters.since is not None:
        wanted.append(Proposal.filed_at >= calendar().midnight(filters.since))
    if filters.until is not None:
        wanted.append(Proposal.filed_at < calendar().midnight(filters.until + timedelta(days=1)))
    return [*wanted, *filters.more]
