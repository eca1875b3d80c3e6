"""What staff or the rules take on is no longer new: whoever gives it a department, or moves it on, has read it."""

from sqlalchemy import update

from ..core.db import db
from ..ledger.models import Entry
from ..ledger.signals import recorded
from ..proposals.models import Proposal

TAKEN_ON = frozenset({"departments_assigned", "moved", "decided", "answered"})


def listen() -> None:
    """Hear what the history notes. Calling it again changes nothing."""
    recorded.connect(on_recorded)


def on_recorded(entry: Entry) -> None:
    """Let a proposal that was taken on wait no longer."""
    if entry.verb in TAKEN_ON and entry.proposal_id is not None and entry.data.get("lead", True):
        waiting = update(Proposal).where(Proposal.id == entry.proposal_id, Proposal.sorted_as.is_(None))
        db.session.execute(waiting.values(sorted_as="proposal", sorted_at=entry.at))
