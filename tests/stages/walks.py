"""Bringing proposals of the invented city to a stage, as its lead would, and reading what became of them."""

from datetime import date
from typing import Any

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.journey.models import Visit
from demosx.journey.queries import standing
from demosx.journey.travel import moment
from demosx.people.queries import actor_of
from demosx.stages.deliberation.services import open_deliberation, write_question

Proposal = Any
QUESTION = "밤 11시 이후에도 버스를 운행할까요?"


def bring_to(proposal: Proposal, stage: str) -> None:
    """Move a proposal to a stage, and commit."""
    with moment(proposal) as journey:
        journey.force("move", stage, "시험을 위해")
    db.session.commit()


def open_forum(proposal: Proposal, by: Actor, first_day: str, stage: str = "forum") -> int:
    """Bring a proposal into its deliberation, prepare it and set its first day; gives the visit's number in the
    database."""
    bring_to(proposal, stage)
    write_question(proposal, QUESTION, "막차 뒤 30분 간격으로 두 노선을 시험합니다.", revision=1, actor=by)
    open_deliberation(proposal, date.fromisoformat(first_day), by)
    db.session.commit()
    return visit_of(proposal).id


def visit_of(proposal: Proposal) -> Visit:
    """The present visit, settled until now."""
    return standing(proposal).visit


def actor(account: Any) -> Actor:
    """What an account may do today."""
    return actor_of(account.id)
