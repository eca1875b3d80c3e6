"""Reading what people have agreed to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from ..core.db import db
from .models import WHAT, Agreement, Answer


def agreed_columns(account_id: ColumnElement[int] | Any) -> list[ColumnElement[str]]:
    """One column for each thing to agree to: the version that an account agrees to, or NULL."""
    return [
        select(Agreement.version)
        .where(Agreement.account_id == account_id, Agreement.what == what)
        .scalar_subquery()
        .label(f"agreed_{what}")
        for what in WHAT
    ]


def agreed_of(versions: Sequence[str | None]) -> dict[str, str]:
    """What the columns of `agreed_columns` have said, as `Actor.agreed` holds it."""
    return {what: version for what, version in zip(WHAT, versions, strict=True) if version is not None}


def agrees(account_id: int, what: str) -> bool:
    """Whether an account agrees to something now, in whatever version."""
    query = select(Agreement.what).where(Agreement.account_id == account_id, Agreement.what == what)
    return db.session.scalar(query) is not None


def answers_of(account_id: int, limit: int = 50) -> Sequence[Answer]:
    """What somebody has answered, the newest first."""
    query = select(Answer).where(Answer.account_id == account_id).order_by(Answer.id.desc()).limit(limit)
    return db.session.scalars(query).all()
