"""Reading by which providers people sign in."""

from collections.abc import Sequence

from sqlalchemy import select

from ..core.db import db
from .models import Identity


def identity(provider: str, subject: str) -> Identity | None:
    """Whom a provider means by `subject`, if they have an account."""
    return db.session.scalar(
        select(Identity).where(Identity.provider == provider, Identity.subject == subject)
    )


def identity_of(account_id: int, identity_id: int) -> Identity | None:
    """One of an account's own, by its number."""
    return db.session.scalar(
        select(Identity).where(Identity.account_id == account_id, Identity.id == identity_id)
    )


def identities_of(account_id: int) -> Sequence[Identity]:
    """By which providers somebody signs in, the oldest first."""
    return db.session.scalars(
        select(Identity).where(Identity.account_id == account_id).order_by(Identity.id)
    ).all()
