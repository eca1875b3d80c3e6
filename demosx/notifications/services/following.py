"""Following a proposal, and no longer."""

from sqlalchemy import delete, update

from ...core import clock
from ...core.db import db, insert
from ...core.errors import NotSignedIn
from ...core.permissions import Actor
from ...proposals.models import Proposal
from ..models import Follow, Notice


def follow(proposal: Proposal, *, actor: Actor) -> bool:
    """Follow a proposal. False where that was so already; the unique index decides."""
    if actor.id is None:
        raise NotSignedIn()
    row = insert(Follow).values(proposal_id=proposal.id, account_id=actor.id, at=clock.now())
    added = db.session.scalar(row.on_conflict_do_nothing().returning(Follow.id))
    return added is not None


def unfollow(proposal: Proposal, *, actor: Actor) -> bool:
    """Follow a proposal no longer. False where that was so already."""
    gone = delete(Follow).where(Follow.proposal_id == proposal.id, Follow.account_id == actor.id)
    return db.session.scalar(gone.returning(Follow.id)) is not None


def mark_read(account_id: int, up_to: int | None = None, only: int | None = None) -> None:
    """Note that somebody has seen one of their notices, or all up to a number: what came later stays new."""
    change = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    if only is not None:
        change = change.where(Notice.id == only)
    if up_to is not None:
        change = change.where(Notice.id <= up_to)
    db.session.execute(change.values(read_at=clock.now()).execution_options(synchronize_session=False))
