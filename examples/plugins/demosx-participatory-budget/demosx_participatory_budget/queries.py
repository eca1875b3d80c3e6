"""Every reading of estimates."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from demosx.core.db import db
from demosx.core.paging import Order, Page, limited, page, place
from demosx.journey.models import Visit
from demosx.proposals.models import Proposal

from .models import CostItem

KIND = "costing"
LATEST = Order("costs", (Visit.entered_at, Visit.id))


@dataclass(frozen=True)
class Estimated:
    """A proposal with the sum of its estimate, in won, and the number of its lines."""

    proposal: Proposal
    visit: Visit
    cost: int
    lines: int


def items_of(proposal_id: int, visit_number: int) -> Sequence[CostItem]:
    """The lines of one stay's estimate, in the order in which they were entered."""
    query = select(CostItem).where(
        CostItem.proposal_id == proposal_id,
        CostItem.visit_number == visit_number,
        CostItem.removed_at.is_(None),
    )
    return db.session.scalars(query.order_by(CostItem.id)).all()


def item(proposal_id: int, item_id: int) -> CostItem | None:
    """A line that stands, if it belongs to this proposal."""
    query = select(CostItem).where(
        CostItem.id == item_id, CostItem.proposal_id == proposal_id, CostItem.removed_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def total(proposal_id: int, visit_number: int) -> tuple[int, int]:
    """The sum of one stay's estimate, in won, and the number of its lines."""
    return totals([(proposal_id, visit_number)]).get((proposal_id, visit_number), (0, 0))


def totals(stays: Sequence[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """The same for many stays, by proposal and number of the stay; those without lines are left out. One query."""
    stay = (CostItem.proposal_id, CostItem.visit_number)
    query = (
        select(*stay, func.sum(CostItem.amount), func.count())
        .where(tuple_(*stay).in_(stays), CostItem.removed_at.is_(None))
        .group_by(*stay)
    )
    return {
        (proposal, visit): (int(cost), lines) for proposal, visit, cost, lines in db.session.execute(query)
    }


def estimated(cursor: str | None = None) -> Page[Estimated]:
    """Proposals that are being estimated or have been, the latest first; one row for each stay. Two queries."""
    query = (
        select(Proposal, Visit)
        .join(Visit, Visit.proposal_id == Proposal.id)
        .where(Proposal.listed, Visit.kind == KIND)
        .options(joinedload(Proposal.lead_department))
    )
    at = place(LATEST, cursor)
    found = db.session.execute(limited(query, LATEST, at)).all()
    sums = totals([(visit.proposal_id, visit.number) for _proposal, visit in found])
    rows = [Estimated(p, visit, *sums.get((p.id, visit.number), (0, 0))) for p, visit in found]
    return page(rows, LATEST, at, lambda row: (row.visit.entered_at, row.visit.id))
