"""Every reading about what was noticed: supports with their origins, what is usual, findings and decisions."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import defer, joinedload

from ..core.db import db
from ..core.paging import SIZE, Order, Page, entities
from ..proposals.models import Proposal
from ..stages.support.models import Discount, Support, SupportOrigin
from .models import Finding, Watch
from .patterns import LEAST, MANY, YOUNG, Given, Usual

LATEST = Order("findings", (Finding.last_at, Finding.id))
MOST = 20_000  # supports of a proposal that are looked at together; the latest


def last_look() -> datetime | None:
    """When supports were last looked through."""
    return db.session.scalar(select(func.max(Watch.looked_at)))


def to_look_at(since: date) -> list[tuple[int, int]]:
    """Proposals with enough supports noted since a day, of which some have come after the last look; with the number of
    the last one. One query."""
    newest = func.max(Support.id)
    query = (
        select(Support.proposal_id, newest)
        .join(SupportOrigin, SupportOrigin.support_id == Support.id)
        .outerjoin(Watch, Watch.proposal_id == Support.proposal_id)
        .where(SupportOrigin.noted_on >= since)
        .group_by(Support.proposal_id, Watch.last_id)
        .having(func.count() >= LEAST, newest > func.coalesce(Watch.last_id, 0))
        .order_by(Support.proposal_id)
    )
    return [(int(number), int(last)) for number, last in db.session.execute(query)]


def given(proposal_id: int, since: date) -> list[Given]:
    """The supports that people gave to a proposal itself and whose origin is known, in the order of time."""
    query = (
        select(Support.id, Support.at, SupportOrigin.block, SupportOrigin.account_hours)
        .join(SupportOrigin, SupportOrigin.support_id == Support.id)
        .where(Support.proposal_id == proposal_id, SupportOrigin.noted_on >= since)
        .order_by(Support.id.desc())
        .limit(MOST)
    )
    found = [Given(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda one: (one.at, one.id))


def usual_elsewhere(proposal_id: int) -> Usual:
    """What is usual on the site, apart from one proposal. Two queries."""
    others = (
        select(SupportOrigin.block, SupportOrigin.account_hours)
        .join(Support, Support.id == SupportOrigin.support_id)
        .where(Support.proposal_id != proposal_id)
        .order_by(SupportOrigin.support_id.desc())
        .limit(MOST)
        .subquery()
    )
    counted = select(others.c.block, func.count()).group_by(others.c.block)
    blocks = {str(block): int(count) for block, count in db.session.execute(counted)}
    young = db.session.scalar(select(func.count()).select_from(others).where(others.c.account_hours < YOUNG))
    return Usual(sum(blocks.values()), blocks, young or 0)


def busy_accounts(since: date) -> list[int]:
    """Accounts that have supported many proposals since a day."""
    query = (
        select(Support.account_id)
        .join(SupportOrigin, SupportOrigin.support_id == Support.id)
        .where(SupportOrigin.noted_on >= since)
        .group_by(Support.account_id)
        .having(func.count() >= MANY)
        .order_by(Support.account_id)
    )
    return list(db.session.scalars(query))


def given_by(account_id: int, since: date) -> list[Given]:
    """What one account has supported since a day, in the order of time."""
    query = (
        select(Support.id, Support.at)
        .join(SupportOrigin, SupportOrigin.support_id == Support.id)
        .where(Support.account_id == account_id, SupportOrigin.noted_on >= since)
        .order_by(Support.at, Support.id)
    )
    return [Given(*row) for row in db.session.execute(query)]


def finding(number: int) -> Finding | None:
    """A finding with its proposal."""
    return db.session.get(Finding, number, options=[joinedload(Finding.proposal)], populate_existing=True)


def findings(looked: bool, in_sight: ColumnElement[bool], cursor: str | None = None) -> Page[Finding]:
    """A page of what was noticed, the latest first: what waits for somebody, or what has been looked at."""
    state = Finding.looked_at.is_not(None) if looked else Finding.looked_at.is_(None)
    query = (
        select(Finding)
        .outerjoin(Proposal, Proposal.id == Finding.proposal_id)
        .where(state, Finding.proposal_id.is_(None) | in_sight)
        .options(joinedload(Finding.proposal).options(defer(Proposal.text), defer(Proposal.memory)))
    )
    return entities(query, LATEST, cursor, SIZE)


def numbers_waiting(in_sight: ColumnElement[bool]) -> Select[Any]:
    """The numbers of what waits for somebody to look at it, to be counted."""
    waiting = Finding.looked_at.is_(None), Finding.proposal_id.is_(None) | in_sight
    return select(Finding.id).outerjoin(Proposal, Proposal.id == Finding.proposal_id).where(*waiting)


def of_proposal(proposal_id: int) -> Sequence[Finding]:
    """What was noticed about one proposal, the latest first."""
    query = select(Finding).where(Finding.proposal_id == proposal_id)
    return db.session.scalars(query.order_by(Finding.last_at.desc(), Finding.id.desc()).limit(SIZE)).all()


def proposals(numbers: Sequence[int]) -> Sequence[Proposal]:
    """These proposals, in the order of their numbers."""
    query = select(Proposal).where(Proposal.id.in_(numbers)).order_by(Proposal.id)
    return db.session.scalars(query.options(defer(Proposal.text))).all()


def decisions(proposal_id: int) -> Sequence[Discount]:
    """Every decision on the supports of a proposal, the latest first."""
    query = select(Discount).where(Discount.proposal_id == proposal_id)
    return db.session.scalars(query.order_by(Discount.id.desc())).all()


def waiting_beside(found: Finding, proposals: Collection[int]) -> Sequence[Finding]:
    """A finding and, of its account and of these proposals, those that wait for somebody: locked, in the order of their
    numbers."""
    place: ColumnElement[bool] = Finding.proposal_id.in_(proposals)
    if found.account_id is not None:
        place |= Finding.account_id == found.account_id
    query = select(Finding).where((Finding.id == found.id) | (place & Finding.looked_at.is_(None)))
    return db.session.scalars(query.order_by(Finding.id).with_for_update()).all()


def supports_of(found: Finding) -> frozenset[int]:
    """The numbers of the supports that a finding is about."""
    return frozenset(db.session.scalars(members(found).with_only_columns(Support.id)))


def left_out(found: Finding) -> Sequence[tuple[str, datetime, int]]:
    """The decisions by which supports of a finding do not count: reason, when, and how many; the latest first."""
    decided, how_many = func.max(Discount.at), func.count()
    query = (
        members(found)
        .join(Discount, Discount.id == Support.discount_id)
        .with_only_columns(Discount.reason, decided, how_many)
        .group_by(Discount.reason)
        .order_by(decided.desc(), Discount.reason)
    )
    return [(str(reason), at, int(count)) for reason, at, count in db.session.execute(query)]


def members(found: Finding) -> Select[Any]:
    """The query for whom a finding is about: numbers of proposals and of accounts."""
    query: Any = select(Support.proposal_id, Support.account_id).where(
        Support.id.between(found.first_id, found.last_id), Support.via_id.is_(None)
    )
    if found.kind == "busy":
        return query.where(Support.account_id == found.account_id)
    query = query.where(Support.proposal_id == found.proposal_id)
    if found.block or found.kind == "young":
        query = query.join(SupportOrigin, SupportOrigin.support_id == Support.id)
    if found.block:
        query = query.where(SupportOrigin.block == found.block)
    if found.kind == "young":
        query = query.where(SupportOrigin.account_hours < YOUNG)
    return query


def counting(found: Finding, until: int | None = None) -> dict[int, list[int]]:
    """The accounts of a finding whose supports count now, by proposal; up to the support with the number `until`."""
    query = members(found).where(Support.discount_id.is_(None))
    if until is not None:
        query = query.where(Support.id <= until)
    by_proposal: dict[int, list[int]] = {}
    for number, account in db.session.execute(query):
        by_proposal.setdefault(int(number), []).append(int(account))
    return by_proposal


def around(proposal_id: int, first: datetime, last: datetime, days: int) -> list[datetime]:
    """When a proposal was supported from some days before `first` until `last`: the latest of them, in order."""
    query = (
        select(Support.at)
        .where(Support.proposal_id == proposal_id, Support.via_id.is_(None))
        .where(Support.at >= first - timedelta(days=days), Support.at <= last)
        .order_by(Support.at.desc())
    )
    return list(db.session.scalars(query.limit(MOST)))[::-1]


def times(found: Finding) -> list[datetime]:
    """When the supports of a finding were given."""
    return list(db.session.scalars(members(found).with_only_columns(Support.at).order_by(Support.at)))


def a_week_before(day: date) -> date:
    """The first day of what is looked at."""
    return day - timedelta(days=7)
