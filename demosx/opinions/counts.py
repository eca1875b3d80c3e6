"""Keeping the counts equal to what can be read: of the proposal, the visit, the person and the answered opinion."""

from sqlalchemy import select

from ..core.db import db
from ..journey import participation
from ..journey.models import Visit
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
