"""What the home page shows: what is open now, what is close to a threshold, what was answered, and the numbers kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..duties.models import Duty
from ..journey.models import Visit
from ..journey.outlook import next_threshold
from ..proposals.models import Proposal
from ..stages.answer.models import Answer, Commitment
from ..stages.deliberation.models import Deliberation

LOOKED_AT = 40


@dataclass(frozen=True)
class OpenForum:
    """A deliberation that is open: its visit, its proposal, and the question put before people."""

    visit: Visit
    proposal: Proposal
    question: str
    summary: str


def open_forums(today: date, limit: int = 3) -> list[OpenForum]:
    """The deliberations that are open today, the one that closes first at the top."""
    query = (
        select(Visit, Proposal, Deliberation)
        .join(Proposal, Proposal.id == Visit.proposal_id)
        .join(Deliberation, Deliberation.visit_id == Visit.id, isouter=True)
        .where(Visit.kind == "deliberation", Visit.left_at.is_(None), Visit.starts_on <= today)
        .where((Visit.ends_on >= today) | Visit.ends_on.is_(None), Proposal.listed)
        .order_by(Visit.ends_on, Visit.id)
        .limit(limit)
    )
    return [
        OpenForum(
            visit, proposal, (made.question if made else "") or proposal.title, made.summary if made else ""
        )
        for visit, proposal, made in db.session.execute(query)
    ]


def close_to_threshold(stages: Sequence[str], limit: int = 6) -> list[Proposal]:
    """Proposals that miss least, in proportion, of the next number that matters."""
    query = (
        select(Proposal)
        .where(
            Proposal.listed,
            Proposal.stage.in_(stages),
            Proposal.ended_at.is_(None),
            Proposal.closes_on.is_not(None),
        )
        .options(joinedload(Proposal.lead_department))
        .order_by(Proposal.supports.desc(), Proposal.id.desc())
        .limit(LOOKED_AT)
    )
    near = [proposal for proposal in db.session.scalars(query) if next_threshold(proposal)]
    return sorted(near, key=_missing_share)[:limit]


def _missing_share(proposal: Proposal) -> float:
    return (next_threshold(proposal) or 0) / max(proposal.supports, 1)


def latest_answers(limit: int = 3) -> Sequence[Answer]:
    """The latest public answers, with what became of their promises."""
    query = (
        select(Answer)
        .join(Proposal, Proposal.id == Answer.proposal_id)
        .where(Proposal.listed)
        .options(joinedload(Answer.proposal), joinedload(Answer.department), joinedload(Answer.commitments))
        .order_by(Answer.answered_at.desc(), Answer.id.desc())
        .limit(limit)
    )
    return db.session.scalars(query).unique().all()


@dataclass(frozen=True)
class Kept:
    """The numbers of the promise."""

    answered: int
    on_time: int
    promised: int
    carried_out: int
    overdue: int


def kept_numbers(today: date) -> Kept:
    """How many answers there were and how many in time; how many promises and how many carried out; what is overdue."""
    answers: Any = db.session.execute(
        select(func.count(Answer.id), func.coalesce(func.sum(case((Answer.on_time, 1), else_=0)), 0))
    ).one()
    done = func.coalesce(func.sum(case((Commitment.state == "done", 1), else_=0)), 0)
    promises: Any = db.session.execute(select(func.count(Commitment.id), done)).one()
    late = select(func.count(Duty.id)).where(Duty.closed_at.is_(None), Duty.due_on < today, Duty.public)
    return Kept(answers[0], answers[1], promises[0], promises[1], db.session.scalar(late) or 0)
