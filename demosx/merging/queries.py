"""What pages of merging read: proposals that are alike or looked for, and what was merged into one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased, defer, joinedload

from ..core.db import db
from ..core.paging import SIZE, Order, Page, entities
from ..core.permissions import Actor
from ..journey.models import Participation
from ..ledger.models import Entry
from ..people.models import Account
from ..proposals.access import may_see
from ..proposals.models import Proposal
from ..proposals.search import found_by
from ..proposals.similar import similar_to
from ..proposals.writing_models import MergeCandidate, MergeOffer
from ..stages.support.models import Support

LATEST = Order("merged", (Proposal.ended_at, Proposal.id))
FOUND = 20
DECISIONS = ("decided", "answered")
SUGGESTED = 5
SHOWN_ALIKE = 3
ASKED_ABOUT = 0.22
"""From here on two proposals are so much alike that somebody should look whether they are the same."""
ALIKE = Order("alike", (MergeCandidate.score, MergeCandidate.proposal_id, MergeCandidate.other_id))


def looked_for(proposal: Proposal, words: str, actor: Actor) -> list[Proposal]:
    """What a proposal can be merged into and has all of these words in its title, or this receipt number."""
    condition = found_by(words)
    if condition is None:
        return []
    query = _rows().where(*_fitting(proposal), condition).order_by(Proposal.id.desc()).limit(FOUND)
    return [found for found in db.session.scalars(query).unique() if may_see(actor, found)]


def suggested(proposal: Proposal, actor: Actor) -> list[Proposal]:
    """What a proposal can be merged into and is about the same, the most alike first."""
    near = similar_to(proposal.title, proposal.text, exclude=proposal.id, limit=FOUND)
    fitting = [one for one in near if one.process_key == proposal.process_key and not one.ended]
    return [one for one in fitting if may_see(actor, one)][:SUGGESTED]


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


def text_of(proposal_id: int) -> tuple[str, str] | None:
    """The title and the text of a proposal; None where there is none."""
    row = db.session.execute(select(Proposal.title, Proposal.text).where(Proposal.id == proposal_id)).first()
    return (row.title, row.text) if row is not None else None


def not_compared(most: int) -> list[tuple[int, str, str]]:
    """Number, title and text of the newest proposals for which nobody has looked yet what is like them."""
    query = select(Proposal.id, Proposal.title, Proposal.text).where(Proposal.compared_at.is_(None))
    rows = db.session.execute(query.order_by(Proposal.id.desc()).limit(most))
    return [(row.id, row.title, row.text) for row in rows]


def neighbours(proposal: Proposal) -> list[Proposal]:
    """What was found to be like a proposal, the most alike first, as far as it stands in public lists. What was merged
    leads to where it went. One query."""
    number, other = proposal.id, aliased(Proposal)
    near = union_all(
        select(MergeCandidate.other_id.label("id"), MergeCandidate.score).where(MergeCandidate.proposal_id == number),
        select(MergeCandidate.proposal_id, MergeCandidate.score).where(MergeCandidate.other_id == number),
    ).subquery()  # fmt: skip
    query = (
        _rows()
        .join(other, Proposal.id == func.coalesce(other.merged_into_id, other.id))
        .join(near, near.c.id == other.id)
        .where(Proposal.listed, Proposal.merged_into_id.is_(None), Proposal.id != number)
        .order_by(near.c.score.desc(), Proposal.id.desc())
        .limit(3 * SHOWN_ALIKE)
    )
    found = dict.fromkeys(db.session.scalars(query).unique())
    return [one for one in found if one.id != proposal.merged_into_id][:SHOWN_ALIKE]


def open_candidates(cursor: str | None) -> Page[MergeCandidate]:
    """Pairs on which somebody should decide, the most alike first: both public and under way, by the same rules."""
    return entities(undecided(select(MergeCandidate)), ALIKE, cursor)


def undecided(pairs: Select[Any]) -> Select[Any]:
    """Those of the pairs that a query reads on which somebody should decide."""
    newer, older = aliased(Proposal), aliased(Proposal)
    return (
        pairs.join(newer, newer.id == MergeCandidate.proposal_id)
        .join(older, older.id == MergeCandidate.other_id)
        .where(
            MergeCandidate.decided_at.is_(None), MergeCandidate.score >= ASKED_ABOUT,
            newer.listed, older.listed, newer.ended_at.is_(None), older.ended_at.is_(None),
            newer.process_key == older.process_key,
        )
    )  # fmt: skip


def offers_of(proposal_id: int) -> list[MergeOffer]:
    """The open offers by which a proposal would go on in another."""
    query = select(MergeOffer).where(MergeOffer.proposal_id == proposal_id, MergeOffer.state == "open")
    return list(db.session.scalars(query.order_by(MergeOffer.id)))


def offers_about(proposal: Proposal) -> list[tuple[MergeOffer, Proposal]]:
    """The open offers of a proposal, to go on in another and to take another in, each with the other one, as far as
    that stands in public lists. One query."""
    number = proposal.id
    other = case((MergeOffer.into_id == number, MergeOffer.proposal_id), else_=MergeOffer.into_id)
    query = (
        select(MergeOffer, Proposal)
        .join(Proposal, Proposal.id == other)
        .where(or_(MergeOffer.proposal_id == number, MergeOffer.into_id == number))
        .where(MergeOffer.state == "open", Proposal.listed)
        .options(defer(Proposal.text), defer(Proposal.memory))
    )
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(MergeOffer.id))]


def can_answer(proposal: Proposal) -> bool:
    """Whether somebody is there who proposes it and could answer an offer."""
    there = select(Account.id).where(Account.id == proposal.proposer_id, Account.left_at.is_(None))
    return db.session.scalar(there) is not None


def offers_before(moment: datetime, most: int) -> list[MergeOffer]:
    """Open offers that were made before a moment."""
    query = select(MergeOffer).where(MergeOffer.state == "open", MergeOffer.at <= moment)
    return list(db.session.scalars(query.order_by(MergeOffer.id).limit(most)))


def open_proposals_of(account_id: int, process_key: str) -> list[Proposal]:
    """The public proposals under way that somebody has filed by these rules, the newest first."""
    query = _rows().where(
        Proposal.proposer_id == account_id, Proposal.process_key == process_key, Proposal.ended_at.is_(None),
        Proposal.listed,
    )  # fmt: skip
    return list(
        db.session.scalars(query.order_by(Proposal.filed_at.desc(), Proposal.id.desc()).limit(FOUND)).unique()
    )


def by_number(numbers: Collection[int]) -> dict[int, Proposal]:
    """Proposals with their texts, by number. One query."""
    query = select(Proposal).where(Proposal.id.in_(sorted(numbers))).options(defer(Proposal.memory))
    return {
        one.id: one
        for one in db.session.scalars(query.options(joinedload(Proposal.lead_department))).unique()
    }


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
    decided = or_(there.via_id.is_(None), there.discount_id.is_(None))
    supports = ~exists().where(there.proposal_id == into_id, there.account_id == Support.account_id, decided)
    districts = dict(db.session.execute(
        select(Account.district, func.count())
        .join(Support, Support.account_id == Account.id)
        .where(Support.proposal_id == proposal_id, Support.discount_id.is_(None), supports)
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
        theirs.discount_id.is_(None),
    )  # fmt: skip
    query = select(func.count(Support.id)).where(
        Support.proposal_id == into_id, Support.via_id == proposal_id,
        Support.discount_id.is_(None), ~with_another,
    )  # fmt: skip
    return db.session.scalar(query) or 0


def decided_since(proposal_id: int, moment: datetime) -> bool:
    """Whether something was decided on a proposal, or answered, since a moment."""
    entry = exists().where(
        Entry.proposal_id == proposal_id, Entry.verb.in_(DECISIONS), Entry.at >= moment
    )  # fmt: skip
    return bool(db.session.scalar(select(entry)))


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
