"""Every reading of the news about what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from ...core.db import db
from ...core.together import together
from ..answer.models import Answer, Commitment
from .models import Update


@dataclass(frozen=True)
class Results:
    """What came of a proposal: answers, the oldest first; promises in their order; news, the latest first."""

    answers: Sequence[Answer]
    promises: Sequence[Commitment]
    news: Sequence[Update]


def results_of(proposal_id: int, public_only: bool = True) -> Results:
    """What came of a proposal, in one query. Of answers only the public ones."""
    rows = []
    for model in (Commitment, Update):
        mine = model.proposal_id == proposal_id
        rows.append((model, mine & model.public if public_only else mine))
    answers, promises, news = together(
        (Answer, (Answer.proposal_id == proposal_id) & Answer.public), *rows,
        options=(joinedload(Answer.department), joinedload(Commitment.department),
                 raiseload(Answer.commitments), raiseload(Commitment.answer)),
    )  # fmt: skip
    return Results(
        sorted(answers, key=lambda given: (given.answered_at, given.id)),
        sorted(promises, key=lambda made: (made.answer_id or 0, made.position, made.id)),
        sorted(news, key=lambda told: (told.at, told.id), reverse=True),
    )


def updates_of(proposal_id: int, public_only: bool = True) -> Sequence[Update]:
    """The news of a proposal, the latest first."""
    query = (
        select(Update).where(Update.proposal_id == proposal_id).order_by(Update.at.desc(), Update.id.desc())
    )
    return db.session.scalars(query.where(Update.public) if public_only else query).all()
