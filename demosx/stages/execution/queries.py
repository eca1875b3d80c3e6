"""Every reading of the news about what was promised."""

from collections.abc import Sequence

from sqlalchemy import select

from ...core.db import db
from .models import Update


def updates_of(proposal_id: int, public_only: bool = True) -> Sequence[Update]:
    """The news of a proposal, the latest first."""
    query = (
        select(Update).where(Update.proposal_id == proposal_id).order_by(Update.at.desc(), Update.id.desc())
    )
    return db.session.scalars(query.where(Update.public) if public_only else query).all()
