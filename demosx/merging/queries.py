"""What pages of merging read: proposals that are alike or looked for, and what was merged into one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import aliased, defer, joinedload

from ..core.db import db
from ..core.paging import SIZE, Order, Page, entities
from ..core.permissions import Actor
from ..journey.models import Participation
from ..people.models import Account
from ..proposals.access import may_see
from ..proposals.models import Proposal
from ..proposals.search import found_by
from ..stages.support.models import Support
from .alike import alike

LATEST = Order("merged", (Proposal.ended_at, Proposal.id))
COMPARED = 500
FOUND = 20


def looked_for(proposal: Proposal, words: str, actor: Actor) -> list[Proposal]:
    """What a proposal can be merged into and has all of these words in its title, or this receipt number."""
    condition = found_by(words)
    if condition is None:
        return []
    query = _rows().where(*_fitting(proposal), condition).order_by(Proposal.id.desc()).limit(FOUND)
    return [found for found in db.session.scalars(query).unique() if may_see(actor, found)]


def suggested(proposal: Proposal, actor: Actor) -> list[Proposal]:
    """What a proposal can be merged into and has a title like its own, among those that were filed last."""
    titles = select(Proposal.id, Proposal.title).where(*_fitting(proposal))
    latest = db.session.execute(titles.order_by(Proposal.id.desc()).limit(COMPARED))
    near = alike(proposal.title, dict(latest.all()))
    found = {one.id: one for one in db.session.scalars(_rows().where(Proposal.id.in_(near))).unique()}
    return [found[number] for number in near if number in found and may_see(actor, found[number])]


def gone_into(proposal_id: int, cursor: str | None = None, size: int = SIZE) -> Page[Proposal]:
    """What was merged into a proposal, also by way of others, as far as it stands in public lists; the latest first."""
    query = _rows().where(Proposal.id.in_(_below(proposal_id)), Proposal.listed)
    return entities(query.options(joinedload(Proposal.proposer)), LATEST, cursor, size)


def merged_into_directly(proposal_id: int) -> list[Proposal]:
    """What was merged into a proposal itself, the latest first, whoever may see it."""
    query = _rows().where(Proposal.merged_into_id == proposal_id)
    return list(db.session.scalars(query.order_by(Proposal.ended_at.desc(), Proposal.id.desc())).unique())


def public_titles(numbers: Collection[int]) -> dict[int, str]:
    """The titles of those of these proposals that stand in public lists. One query."""
    query = select(Proposal.id, Proposal.title).where(Proposal.id.in_(sorted(numbers)), Proposal.listed)
    return dict(db.session.execute(query).all())


@dataclass(frozen=True)
class Newcomers:
    """Who of a proposal does not count yet for another: supporters, in all and by district as far as they said where
    they live; those who took part, in its whole life and in one stay."""

    supports: int
    districts: Mapping[str, int]
    ever: int
    here: int


def newcomers(proposal_id: int, into_id: int, stay_number: int) -> Newcomers:
    """Who would be new to another proposal. Two queries."""
    there, again = aliased(Support), aliased(Participation)
    supports = ~exists().where(there.proposal_id == into_id, there.account_id == Support.account_id)
    districts = dict(db.session.execute(
        select(Account.district, func.count())
        .join(Support, Support.account_id == Account.id)
        .where(Support.proposal_id == proposal_id, supports)
        .group_by(Account.district)
    ).all())  # fmt: skip
    known = (again.proposal_id == into_id, again.account_id == Participation.account_id)
    ever, here = db.session.execute(
        select(_people(~exists().where(*known)), _people(~exists().where(*known, again.visit_number == stay_number)))
        .where(Participation.proposal_id == proposal_id)
    ).one()  # fmt: skip
    named = {district: count for district, count in districts.items() if district is not None}
    return Newcomers(sum(districts.values()), named, ever, here)


def would_leave(proposal_id: int, into_id: int) -> int:
    """How many supporters would leave a proposal with one that was merged into it: those who came with no other."""
    other, theirs = aliased(Proposal), aliased(Support)
    with_another = exists().where(
        other.merged_into_id == into_id, other.id != proposal_id,
        theirs.proposal_id == other.id, theirs.account_id == Support.account_id,
    )  # fmt: skip
    query = select(func.count(Support.id)).where(
        Support.proposal_id == into_id, Support.via_id == proposal_id, ~with_another
    )
    return db.session.scalar(query) or 0


def _people(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of those who took part fulfil a condition, each once."""
    return func.count(case((condition, Participation.account_id)).distinct())


def _below(proposal_id: int) -> Select[Any]:
    down = select(Proposal.id).where(Proposal.merged_into_id == proposal_id).cte("down", recursive=True)
    deeper = aliased(Proposal)
    down = down.union_all(select(deeper.id).join(down, deeper.merged_into_id == down.c.id))
    return select(down.c.id)


def _fitting(proposal: Proposal) -> tuple[ColumnElement[bool], ...]:
    """What a proposal can be merged into."""
    return (
        Proposal.process_key == proposal.process_key,
        Proposal.ended_at.is_(None),
        Proposal.id != proposal.id,
    )


def _rows() -> Select[Any]:
    return select(Proposal).options(
        joinedload(Proposal.lead_department),
        joinedload(Proposal.department),
        defer(Proposal.text),
        defer(Proposal.memory),
    )
