"""What came in, and what colleagues have written about a proposal."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from ...core.db import db
from ...core.paging import Order, Page, entities
from ...core.permissions import Actor
from ...journey.models import Assignment
from ...people.models import Department
from ...proposals.models import Proposal
from ..access import in_sight, within_reach
from ..models import StaffNote

NEWEST = Order("new", (Proposal.filed_at, Proposal.id))


def arrivals(actor: Actor, cursor: str | None, size: int = 20) -> Page[Proposal]:
    """Proposals under way for which no department is responsible yet, the newest first."""
    query = select(Proposal).where(
        Proposal.ended_at.is_(None),
        Proposal.lead_department_id.is_(None),
        in_sight(actor),
        within_reach(actor, "proposal:assign"),
    )
    query = query.options(joinedload(Proposal.lead_department), defer(Proposal.memory))
    return entities(query, NEWEST, cursor, size)


def notes(proposal_id: int) -> Sequence[StaffNote]:
    """The notes on a proposal with their authors, the newest first."""
    query = select(StaffNote).where(StaffNote.proposal_id == proposal_id)
    return db.session.scalars(query.options(joinedload(StaffNote.author)).order_by(StaffNote.id.desc())).all()


def offices(proposal_id: int) -> Sequence[tuple[Department, str | None]]:
    """The city's departments, each with its part in a proposal: lead, assist, or None."""
    part = (Assignment.department_id == Department.id) & (Assignment.proposal_id == proposal_id)
    query = select(Department, Assignment.part).outerjoin(Assignment, part).order_by(Department.key)
    rows = db.session.execute(query).all()
    return [(office, said) for office, said in rows if office.active or said]
