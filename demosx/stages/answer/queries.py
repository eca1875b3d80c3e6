"""Every reading of answers and of what was promised in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, raiseload, selectinload

from ...core import clock
from ...core.db import db
from ...core.i18n import local_day
from ...core.paging import Order, Page, entities
from ...duties.models import Duty
from ...duties.queries import overdue as is_overdue
from ...duties.queries import owned_by
from ...process.definition import REPORT
from ...proposals.models import Proposal
from .models import OPEN_STATES, Answer, Commitment

ANSWERS = Order("answers", (Answer.answered_at, Answer.id))
PROMISES = Order("promises", (Commitment.id,))
LATE = Order("late", (Commitment.due_on, Commitment.id), descending=False)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Numbers:
    """The numbers of the promise. Answers are those of the last 365 days; the others are of today."""

    answered: int
    answered_on_time: int
    overdue: int
    promised: int
    carried_out: int
    late: int


def answers_of(proposal_id: int, public_only: bool = True) -> Sequence[Answer]:
    """The answers of a proposal, the oldest first. One query; what was promised in them is not loaded."""
    query = (
        select(Answer)
        .where(Answer.proposal_id == proposal_id)
        .options(joinedload(Answer.department), raiseload(Answer.commitments))
        .order_by(Answer.answered_at, Answer.id)
    )
    return db.session.scalars(query.where(Answer.public) if public_only else query).all()


def commitments_of(proposal_id: int, public_only: bool = True) -> Sequence[Commitment]:
    """What was promised on a proposal, in the order of the answers."""
    query = (
        select(Commitment)
        .where(Commitment.proposal_id == proposal_id)
        .options(joinedload(Commitment.department), raiseload(Commitment.answer))
        .order_by(Commitment.answer_id, Commitment.position, Commitment.id)
    )
    if public_only:
        query = query.where(Commitment.public)
    return db.session.scalars(query).all()


def commitment(commitment_id: int) -> Commitment | None:
    """A promise by its number, as it is now."""
    return db.session.get(Commitment, commitment_id, populate_existing=True)


def latest_answers(verdict: str = "", cursor: str | None = None, size: int = 20) -> Page[Answer]:
    """Public answers, the latest first. Two queries a page."""
    query = (
        select(Answer)
        .join(Answer.proposal)
        .where(Answer.public, Proposal.listed)
        .options(
            contains_eager(Answer.proposal), joinedload(Answer.department), selectinload(Answer.commitments)
        )
    )
    return entities(query.where(Answer.verdict == verdict) if verdict else query, ANSWERS, cursor, size)


def promises(late: bool = False, cursor: str | None = None, size: int = 20) -> Page[Commitment]:
    """Public promises, the latest first; of the late ones the longest overdue first."""
    query = _public_promises(select(Commitment)).options(
        contains_eager(Commitment.proposal), joinedload(Commitment.department)
    )
    if late:
        # Written out, so that SQLite sees that its index of these has them.
        still_open: Any = bindparam("open", OPEN_STATES, expanding=True, literal_execute=True)
        query = query.where(Commitment.state.in_(still_open), Commitment.due_on < _today())
    return entities(query, LATE if late else PROMISES, cursor, size)


def next_reports(proposal_ids: Collection[int]) -> dict[int, date | None]:
    """The last day of the report that is owed on each of these proposals, in one query."""
    if not proposal_ids:
        return {}
    query = select(Duty.proposal_id, Duty.due_on).where(
        Duty.proposal_id.in_(set(proposal_ids)), Duty.name == REPORT, Duty.closed_at.is_(None), Duty.public
    )
    return {int(proposal_id): due for proposal_id, due in db.session.execute(query)}


def numbers() -> Numbers:
    """What the city has kept of its promises. One query, of what everybody may see."""
    on_time = func.sum(case((Answer.on_time, 1), else_=0))
    answered = (
        select(func.count().label("answered"), on_time.label("kept"))
        .select_from(Answer)
        .where(Answer.public, Answer.answered_at > clock.now() - YEAR, _of_a_listed(Answer.proposal_id))
        .subquery()
    )
    overdue = (
        select(func.count().label("overdue"))
        .select_from(Duty)
        .where(is_overdue(_today()), Duty.public, ~owned_by({"proposer"}), _of_a_listed(Duty.proposal_id))
        .subquery()
    )
    is_late = case(((Commitment.state.in_(OPEN_STATES)) & (Commitment.due_on < _today()), 1), else_=0)
    done = case((Commitment.state == "done", 1), else_=0)
    promised = (
        select(func.count().label("promised"), func.sum(done).label("done"), func.sum(is_late).label("late"))
        .select_from(Commitment)
        .where(_of_a_listed(Commitment.proposal_id), Commitment.public)
        .subquery()
    )
    each_has_one_row = select(answered, overdue, promised).join(overdue, true()).join(promised, true())
    row = db.session.execute(each_has_one_row.select_from(answered)).one()
    return Numbers(row.answered, row.kept or 0, row.overdue, row.promised, row.done or 0, row.late or 0)


def is_late(promise: Commitment) -> bool:
    """Whether the day has passed by which it was to be done."""
    return promise.state in OPEN_STATES and promise.due_on is not None and promise.due_on < _today()


def _of_a_listed(proposal_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """That a row's proposal is listed. Compared with the few that are not: of the others none has to be read."""
    return proposal_id.not_in(select(Proposal.id).where(~Proposal.listed))


def _public_promises(query: Any) -> Any:
    return query.join(Commitment.proposal).where(Proposal.listed, Commitment.public)


def _today() -> date:
    return local_day(clock.now())
