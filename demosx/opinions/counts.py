"""Keeping the counts equal to what can be read: of the proposal, the visit, the person and the answered opinion."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_

from ..core.db import db
from ..journey import participation
from ..journey.models import Participation, Visit
from ..journey.store import load_stay
from ..journey.travel import Journey
from .models import Opinion


def appears(opinion: Opinion, journey: Journey) -> None:
    """An opinion becomes visible: said, or shown again. Call it while the proposal is locked."""
    visit = _visit(opinion, journey)
    journey.proposal.opinions += 1
    visit.opinions += 1
    _answered(opinion, +1)
    if opinion.account_id is not None:
        participation.took_part(journey.proposal, visit, opinion.account_id, "opined")


def disappears(opinion: Opinion, journey: Journey) -> None:
    """An opinion that was visible is hidden or deleted. Call it while the proposal is locked."""
    visit = _visit(opinion, journey)
    journey.proposal.opinions -= 1
    visit.opinions -= 1
    _answered(opinion, -1)
    if opinion.account_id is not None:
        participation.stepped_back(journey.proposal, visit, opinion.account_id, "opined")


def _visit(opinion: Opinion, journey: Journey) -> Visit:
    if opinion.visit_number == journey.visit.number:
        return journey.visit
    return load_stay(opinion.proposal_id, opinion.visit_number)


def _answered(opinion: Opinion, change: int) -> None:
    if opinion.parent_id is not None:
        parent = db.session.scalars(select(Opinion).where(Opinion.id == opinion.parent_id)).one()
        parent.replies = Opinion.replies + change


@dataclass(frozen=True)
class Effect:
    """What hiding an opinion changes: how many opinions and people its proposal counts, before and after."""

    opinions: int
    opinions_after: int
    participants: int
    participants_after: int


def effects(opinions: Sequence[Opinion]) -> dict[int, Effect]:
    """What hiding each of these visible opinions by itself would change. One query.

    Its author counts on while anything else of theirs does: a support, a vote, or another opinion.
    """
    wanted = {(opinion.proposal_id, opinion.account_id) for opinion in opinions if opinion.account_id}
    ways: dict[tuple[int, int], int] = {}
    if wanted:
        query = select(Participation).where(
            tuple_(Participation.proposal_id, Participation.account_id).in_(sorted(wanted))
        )
        for row in db.session.scalars(query):
            key = (row.proposal_id, row.account_id)
            others = row.supported + row.voted + row.merged
            ways[key] = ways.get(key, 0) + row.opinions + others
    return {opinion.id: _effect(opinion, ways) for opinion in opinions}


def _effect(opinion: Opinion, ways: dict[tuple[int, int], int]) -> Effect:
    proposal = opinion.proposal
    alone = opinion.account_id is not None and ways.get((opinion.proposal_id, opinion.account_id)) == 1
    return Effect(
        proposal.opinions, proposal.opinions - 1, proposal.participants, proposal.participants - int(alone)
    )
