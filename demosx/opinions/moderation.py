"""Hiding opinions that break the rules of the house. The counts follow, and the history tells by which rule."""

from flask_babel import force_locale

from ..core import clock
from ..core.db import db
from ..core.errors import InvalidInput
from ..core.permissions import Actor
from ..core.text import clean
from ..journey.merged import lock_tree
from ..journey.travel import moment
from ..ledger.services import record
from ..proposals.access import acting_as
from . import counts, hints, objections, reports
from .errors import DoneAlready, OwnOpinion
from .models import REASONS, Opinion
from .words import REASON_NAMES

MODERATE = objections.MODERATE
LONGEST_REASON = 5000
OTHER = "other"


def hide(opinion: Opinion, reason: str, *, actor: Actor, rule: str = OTHER) -> None:
    """Hide an opinion that breaks `rule`, one of REASONS, which everybody can read in its place.

    The reason in words goes to its author; it is asked for where the rule says nothing by itself. Settles reports and
    hints. Raises DoneAlready, InvalidInput, or OwnOpinion: nobody decides on what they have said themselves.
    """
    reason = clean(reason)[:LONGEST_REASON]
    if rule not in REASONS or (rule == OTHER and not reason):
        raise InvalidInput()
    _not_own(opinion, actor)
    lock_tree(opinion.proposal)  # its author may count where the proposal goes on, too
    with moment(opinion.proposal, None) as journey:
        db.session.refresh(opinion)
        if not opinion.visible:
            raise DoneAlready()
        opinion.hidden_at, opinion.hidden_by = journey.now, actor.id
        opinion.hidden_rule, opinion.hidden_reason = rule, reason or _words(rule, opinion)
        counts.disappears(opinion, journey)
        reports.settle(opinion, "hidden", actor.id, journey.now)
        hints.settle(opinion.id, actor.id, journey.now)
        _tell("opinion_hidden", opinion, actor, rule=rule)


def show(opinion: Opinion, *, actor: Actor, answer: str = "") -> None:
    """Show a hidden opinion again. An objection that waits was right; `answer` goes to its author.

    Raises DoneAlready where it is not hidden, or was deleted by its author; OwnOpinion; and where an objection waits,
    what `objections.require_another` raises.
    """
    _not_own(opinion, actor)
    lock_tree(opinion.proposal)
    with moment(opinion.proposal, None) as journey:
        db.session.refresh(opinion)
        if opinion.hidden_at is None or opinion.deleted_at is not None:
            raise DoneAlready()
        if objections.waits(opinion):
            objections.require_another(opinion, actor)
        objections.settle(opinion, "restored", answer, actor, journey.now)
        opinion.hidden_at, opinion.hidden_reason, opinion.hidden_rule, opinion.hidden_by = None, "", "", None
        counts.appears(opinion, journey)
        _tell("opinion_shown", opinion, actor)


def keep(opinion: Opinion, *, actor: Actor) -> None:
    """Settle the reports and hints of an opinion that may stay. Raises OwnOpinion."""
    _not_own(opinion, actor)
    now = clock.now()
    reports.settle(opinion, "kept", actor.id, now)
    hints.settle(opinion.id, actor.id, now)
    _tell("opinion_kept", opinion, actor, public=False)


def uphold(opinion: Opinion, answer: str, *, actor: Actor) -> None:
    """Leave an opinion hidden although its author objects; `answer` says why. Raises DoneAlready, OwnOpinion,
    InvalidInput without an answer, or what `objections.require_another` raises."""
    answer = clean(answer)[:LONGEST_REASON]
    if not answer:
        raise InvalidInput()
    _not_own(opinion, actor)
    lock_tree(opinion.proposal)
    db.session.refresh(opinion)
    objections.require_another(opinion, actor)
    if opinion.hidden_at is None or not objections.settle(opinion, "kept", answer, actor, clock.now()):
        raise DoneAlready()
    _tell("objection_kept", opinion, actor, public=False)


def restore(opinion: Opinion, answer: str, *, actor: Actor) -> None:
    """Show an opinion again because its author objects. Raises as `show`."""
    show(opinion, actor=actor, answer=clean(answer)[:LONGEST_REASON])


def _words(rule: str, opinion: Opinion) -> str:
    with force_locale(opinion.proposal.language):
        return str(REASON_NAMES[rule])


def _not_own(opinion: Opinion, actor: Actor) -> None:
    if actor.id is not None and opinion.account_id == actor.id:
        raise OwnOpinion()


def _tell(verb: str, opinion: Opinion, actor: Actor, rule: str = "", public: bool = True) -> None:
    more = {"rule": rule} if rule else {}
    record(
        verb, subject=("opinion", opinion.id), proposal_id=opinion.proposal_id, actor=actor,
        role=acting_as(actor, MODERATE, opinion.proposal), data={"opinion": opinion.id, **more}, public=public,
    )  # fmt: skip
