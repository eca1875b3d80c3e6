"""What people work on who have left, or may have."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import defer, joinedload

from ...core import clock
from ...core.db import db
from ...core.settings import site
from ...duties.models import Duty
from ...people.models import RoleGrant
from ...proposals.models import Proposal


def worked_on_by(account_id: int) -> Sequence[Duty]:
    """The open duties that a person works on, by proposal."""
    return db.session.scalars(_open().where(Duty.assignee_id == account_id)).all()


def worked_on_after_a_term() -> Sequence[Duty]:
    """The open duties of people one of whose roles has ended with its term."""
    ended = exists().where(
        RoleGrant.account_id == Duty.assignee_id,
        RoleGrant.revoked_at.is_(None),
        RoleGrant.ends_on < clock.today(site().zone),
    )
    return db.session.scalars(_open().where(Duty.assignee_id.is_not(None), ended)).all()


def _open() -> Select[Any]:
    lean = joinedload(Duty.proposal).options(defer(Proposal.text), defer(Proposal.memory))
    return select(Duty).where(Duty.closed_at.is_(None)).options(lean).order_by(Duty.proposal_id, Duty.id)
