"""Hiding opinions that break the rules of the house. The counts follow, and the history tells why."""

from ..core import clock
from ..core.db import db
from ..core.errors import InvalidInput
from ..core.permissions import Actor
from ..core.text import clean
from ..journey.merged import lock_tree
from ..journey.travel import moment
from ..ledger.services import record
from ..proposals.access import acting_as
from . import counts, reports
from .errors import DoneAlready
from .models import Opinion

MODERATE = "opinion:moderate"


def hide(opinion: Opinion, reason: str, *, actor: Actor) -> None:
    """Hide an opinion, with a public reason that repeats nothing of it. Settles its reports. Raises DoneAlready."""
    reason = clean(reason)
    if not reason:
        raise InvalidInput()
    lock_tree(opinion.proposal)  # its author may count where the proposal goes on, too
    with moment(opinion.proposal, None) as journey:
        db.session.refresh(opinion)
        if not opinion.visible:
            raise DoneAlready()
        opinion.hidden_at, opinion.hidden_reason, opinion.hidden_by = journey.now, reason, actor.id
        counts.disappears(opinion, journey)
        reports.settle(opinion.id, "hidden", actor.id, journey.now)
        _tell("opinion_hidden", opinion, actor, reason)


def show(opinion: Opinion, *, actor: Actor) -> None:
    """Show a hidden opinion again. Raises DoneAlready where it is not hidden, or was deleted by its author."""
    lock_tree(opinion.proposal)
    with moment(opinion.proposal, None) as journey:
        db.session.refresh(opinion)
        if opinion.hidden_at is None or opinion.deleted_at is not None:
            raise DoneAlready()
        opinion.hidden_at, opinion.hidden_reason, opinion.hidden_by = None, "", None
        counts.appears(opinion, journey)
        _tell("opinion_shown", opinion, actor)


def keep(opinion: Opinion, *, actor: Actor) -> None:
    """Settle the reports of an opinion that may stay."""
    reports.settle(opinion.id, "kept", actor.id, clock.now())
    _tell("opinion_kept", opinion, actor, public=False)


def _tell(verb: str, opinion: Opinion, actor: Actor, reason: str = "", public: bool = True) -> None:
    record(
        verb, subject=("opinion", opinion.id), proposal_id=opinion.proposal_id, actor=actor, reason=reason,
        role=acting_as(actor, MODERATE, opinion.proposal), data={"opinion": opinion.id}, public=public,
    )  # fmt: skip
