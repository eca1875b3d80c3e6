"""Every reading of drafts: an account's, and those whose key a browser has."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from ..core import clock
from ..core.db import db
from ..people.holdings import rows
from .models import Proposal
from .writing_models import Draft

MOMENT = timedelta(minutes=10)


def of(account_id: int | None, digests: Collection[str], now: datetime) -> Sequence[Draft]:
    """The drafts of an account and those with these digests, the one that was changed last first. One query."""
    query = select(Draft).where(_theirs(account_id, digests), Draft.expires_at > now)
    return db.session.scalars(query.order_by(Draft.changed_at.desc(), Draft.id.desc())).all()


def one(
    draft_id: int, account_id: int | None, digests: Collection[str], now: datetime, *, locked: bool = False
) -> Draft | None:
    """One of them, by its number, as it is now; `locked`: nobody else changes it until the transaction ends."""
    query = select(Draft).where(Draft.id == draft_id, _theirs(account_id, digests), Draft.expires_at > now)
    query = query.with_for_update() if locked else query
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def count_of(account_id: int) -> int:
    """How many drafts an account has."""
    return db.session.scalar(select(func.count(Draft.id)).where(Draft.account_id == account_id)) or 0


def counted(account_id: int) -> Any:
    """The same as an expression."""
    return select(func.count(Draft.id)).where(Draft.account_id == account_id).scalar_subquery()


def rows_of(account_id: int) -> list[dict[str, Any]]:
    """An account's drafts as their owner takes them along: when they were begun and changed, and the content."""
    query = select(Draft.id, Draft.content, Draft.created_at, Draft.changed_at, Draft.expires_at)
    return rows(query.where(Draft.account_id == account_id).order_by(Draft.id))


def _theirs(account_id: int | None, digests: Collection[str]) -> ColumnElement[bool]:
    mine = Draft.account_id == account_id if account_id is not None else false()
    return or_(mine, Draft.digest.in_(digests)) if digests else mine


def just_filed(account_id: int | None, title: str, text: str) -> Proposal | None:
    """What a person has filed in these very words a moment ago: a form that was sent twice."""
    query = select(Proposal).where(
        Proposal.proposer_id == account_id, Proposal.filed_at > clock.now() - MOMENT, Proposal.title == title
    )
    return db.session.scalars(
        query.where(Proposal.text == text).order_by(Proposal.id.desc()).limit(1)
    ).first()
