"""Every reading of proposals: one by its address, and lists that page by key."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload

from ..core.db import db
from ..core.errors import NotFound
from ..core.paging import SIZE, Order, Page, entities
from ..core.permissions import Actor
from ..journey.rules import calendar
from . import access, search
from .models import Proposal


class Sort(StrEnum):
    """The orders in which proposals are listed."""

    NEW = "new"
    SUPPORT = "support"
    CLOSING = "closing"
    ANSWERED = "answered"


ORDERS = {
    Sort.NEW: Order("new", (Proposal.filed_at, Proposal.id)),
    Sort.SUPPORT: Order("support", (Proposal.supports, Proposal.id)),
    Sort.CLOSING: Order("closing", (Proposal.closes_on, Proposal.id), descending=False),
    Sort.ANSWERED: Order("answered", (Proposal.answered_at, Proposal.id)),
}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed down to; empty values do not narrow. Days are of filing, both included.

    `state` is "open" or "ended"; `since` and `until` are days in the site's zone.
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


def find(proposal_id: int) -> Proposal | None:
    """A proposal with its proposer and departments, whoever may see it. One query."""
    query = select(Proposal).where(Proposal.id == proposal_id).options(
        joinedload(Proposal.proposer), joinedload(Proposal.lead_department), joinedload(Proposal.department)
    )  # fmt: skip
    return db.session.scalars(query).one_or_none()


def visible(proposal_id: int, actor: Actor) -> Proposal:
    """A proposal that this person may see. Raises NotFound for any other, whether it is there or not."""
    proposal = find(proposal_id) if 0 < proposal_id < 2**63 else None
    if proposal is None or not access.may_see(actor, proposal):
        raise NotFound()
    return proposal


def listed(
    filters: Filters | None = None, sort: Sort = Sort.NEW, cursor: str | None = None, size: int = SIZE
) -> Page[Proposal]:
    """A page of the public list: open to everyone and not hidden. One query; texts are not loaded.

    What was merged into another stands there only where its words, or what has ended, are asked for.
    """
    filters = filters or Filters()
    query = _narrowed(_rows().where(Proposal.listed), filters)
    if not filters.q and filters.state != "ended":
        query = query.where(Proposal.merged_into_id.is_(None))
    if sort is Sort.CLOSING:
        query = query.where(Proposal.closes_on.is_not(None))
    if sort is Sort.ANSWERED:
        query = query.where(Proposal.answered_at.is_not(None))
    return entities(query, ORDERS[sort], cursor, size)


def filed_by(account_id: int, cursor: str | None = None, size: int = SIZE) -> Page[Proposal]:
    """What a person has filed, the newest first, also what nobody else may see."""
    return entities(_rows().where(Proposal.proposer_id == account_id), ORDERS[Sort.NEW], cursor, size)


def filed_since(account_id: int, since: datetime, until: datetime) -> int:
    """How many proposals a person has filed after `since`, up to `until`."""
    query = select(func.count(Proposal.id)).where(
        Proposal.proposer_id == account_id, Proposal.filed_at > since, Proposal.filed_at <= until
    )
    return db.session.scalar(query) or 0


def _rows() -> Select[Any]:
    onward = joinedload(Proposal.merged_into).load_only(Proposal.hidden_at, Proposal.audience)
    return select(Proposal).options(
        joinedload(Proposal.lead_department),
        onward,
        defer(Proposal.text, raiseload=True),
        defer(Proposal.memory),
    )


def _narrowed(query: Select[Any], filters: Filters) -> Select[Any]:
    for name in ("stage", "area", "district", "origin"):
        wanted = getattr(filters, name)
        if wanted:
            query = query.where(getattr(Proposal, name) == wanted)
    if filters.stage:
        query = query.where(Proposal.ended_at.is_(None))
    if filters.department_id is not None:
        query = query.where(Proposal.lead_department_id == filters.department_id)
    if filters.state:
        ended = Proposal.ended_at
        query = query.where(ended.is_(None) if filters.state == "open" else ended.is_not(None))
    if filters.since is not None:
        query = query.where(Proposal.filed_at >= calendar().midnight(filters.since))
    if filters.until is not None:
        query = query.where(Proposal.filed_at < calendar().midnight(filters.until + timedelta(days=1)))
    found = search.found_by(filters.q)
    return query if found is None else query.where(found)
