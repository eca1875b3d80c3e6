"""Every reading of deliberations."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, or_, select

from ...ballots.models import Ballot, BallotCount, Vote
from ...ballots.queries import Tally, tally_from, voter_in
from ...core import clock
from ...core.db import db
from ...core.i18n import local_day
from ...core.paging import Order, Page, limited, page, place
from ...journey.models import Participation, Visit
from ...plugins import Stop
from ...proposals.models import Proposal
from .models import Deliberation

When = Literal["now", "coming", "finished"]
ORDERS: dict[When, Order] = {
    "now": Order("now", (Visit.starts_on, Visit.id), descending=False),
    "coming": Order("coming", (Visit.entered_at, Visit.id), descending=False),
    "finished": Order("finished", (Visit.left_at, Visit.id)),
}
VOTED = Order("voted", (Visit.id,))


@dataclass(frozen=True)
class Found:
    """A deliberation with what it belongs to; `ballot` is None where people do not vote in it."""

    deliberation: Deliberation
    visit: Visit
    proposal: Proposal
    ballot: Ballot | None = None


def deliberation_of(visit_id: int) -> Deliberation | None:
    """The deliberation of a visit, as it is now."""
    query = select(Deliberation).where(Deliberation.visit_id == visit_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def present(proposal: Proposal) -> Deliberation | None:
    """The deliberation that a proposal is in now."""
    query = (
        select(Deliberation)
        .join(Visit, Visit.id == Deliberation.visit_id)
        .where(
            Visit.proposal_id == proposal.id, Visit.number == proposal.visit_number, Visit.left_at.is_(None)
        )
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def with_ballot(visit_id: int) -> Found | None:
    """The deliberation of a visit with its proposal and its ballot, in one query."""
    query = (
        select(Deliberation, Visit, Proposal, Ballot)
        .join(Visit, Visit.id == Deliberation.visit_id)
        .join(Proposal, Proposal.id == Deliberation.proposal_id)
        .outerjoin(Ballot, Ballot.visit_id == Deliberation.visit_id)
        .where(Deliberation.visit_id == visit_id)
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(query).first()
    return Found(*row) if row else None


@dataclass(frozen=True)
class Result:
    """A deliberation with its ballot and the counts, if it has one, and what the person who asks has chosen."""

    deliberation: Deliberation
    ballot: Ballot | None = None
    tally: Tally | None = None
    own: str | None = None


def with_result(visit_id: int, account_id: int | None = None) -> Result | None:
    """The deliberation of a visit with the counts and one's own vote, in one query."""
    voter = voter_in(visit_id, account_id) if account_id else ""
    own = select(Vote.choice).where(Vote.ballot_id == Ballot.id, Vote.voter == voter).correlate(Ballot)
    query = (
        select(Deliberation, Ballot, BallotCount, own.scalar_subquery())
        .outerjoin(Ballot, Ballot.visit_id == Deliberation.visit_id)
        .outerjoin(BallotCount, BallotCount.ballot_id == Ballot.id)
        .where(Deliberation.visit_id == visit_id)
    )
    rows = db.session.execute(query.execution_options(populate_existing=True)).all()
    if not rows:
        return None
    deliberation, ballot, _count, mine = rows[0]
    counts = [row[2] for row in rows if row[2] is not None]
    return Result(deliberation, ballot, tally_from(ballot, counts) if ballot else None, mine)


def deliberations(when: When, cursor: str | None = None) -> Page[Found]:
    """Deliberations in public lists: under way (the oldest first), being prepared, or finished (the latest first)."""
    order = ORDERS[when]
    at = place(order, cursor)
    rows = db.session.execute(limited(_listed(when), order, at)).all()
    found = [Found(*row) for row in rows]
    return page(
        found, order, at, lambda row: tuple(getattr(row.visit, column.key) for column in order.columns)
    )


def form_of(stop: Stop) -> str:
    """How this deliberation is held: `vote`, `ideas`, `experiment` or `inform`. Where the process leaves it to the
    decision of a stage that has not decided, people vote."""
    options: Any = stop.stage.options
    form: str = getattr(options, "form", "vote")
    if not form.startswith("decisions."):
        return form
    decided = stop.proposal.memory.get("decisions", {}).get(form.removeprefix("decisions."))
    return str(decided[0]) if decided else "vote"


def _listed(when: When) -> Any:
    today = local_day(clock.now())
    query = (
        select(Deliberation, Visit, Proposal)
        .join(Visit, Visit.id == Deliberation.visit_id)
        .join(Proposal, Proposal.id == Deliberation.proposal_id)
        .where(Proposal.listed, Visit.kind == "deliberation")
    )
    if when == "finished":
        return query.where(Visit.left_at.is_not(None))
    query = query.where(Visit.left_at.is_(None))
    if when == "now":
        return query.where(Visit.starts_on <= today)
    return query.where(or_(Visit.starts_on.is_(None), Visit.starts_on > today))


def voted_in(account_id: int, cursor: str | None, size: int) -> Page[Found]:
    """A page of the deliberations in which a person has voted, the latest first, as far as they are public. For that
    person alone; what was chosen is not read."""
    at = place(VOTED, cursor)
    query: Any = (
        select(Deliberation, Visit, Proposal)
        .select_from(Participation)
        .join(
            Visit,
            and_(Visit.proposal_id == Participation.proposal_id, Visit.number == Participation.visit_number),
        )
        .join(Deliberation, Deliberation.visit_id == Visit.id)
        .join(Proposal, Proposal.id == Visit.proposal_id)
        .where(Participation.account_id == account_id, Participation.voted)
        .where(Proposal.hidden_at.is_(None), Proposal.audience != "staff")
    )
    rows = [Found(*row) for row in db.session.execute(limited(query, VOTED, at, size))]
    return page(rows, VOTED, at, lambda found: (found.visit.id,), size)
