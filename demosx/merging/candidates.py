"""Pairs of proposals that the machine finds alike: looked for after filing and by the tick, decided by a person."""

from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import delete, or_, update

from ..core import clock
from ..core.db import db, insert, transaction
from ..core.jobs import enqueue, task
from ..core.permissions import Actor
from ..journey import signals
from ..ledger.models import Entry
from ..proposals.models import Proposal
from ..proposals.similar import Match, matches
from ..proposals.writing_models import MergeCandidate
from . import queries
from .errors import DecidedAlready

MERGED, DIFFERENT = "merged", "different"
KEPT = 10
"""So many of the most similar ones are remembered for each proposal."""
AT_ONCE, ROUND = 20, timedelta(seconds=10)


@task("similar")
def compare(proposal: int) -> None:
    """Look for what is like a proposal, and remember it."""
    text = queries.text_of(proposal)
    if text is not None:
        _remember(proposal, matches(*text, exclude=proposal)[:KEPT])


def compare_waiting() -> int:
    """Look for what is like those proposals that were imported or changed since, the newest first, for some seconds;
    how many. Comparing takes no lock, only writing does."""
    done, end = 0, monotonic() + ROUND.total_seconds()
    while monotonic() < end and (texts := queries.not_compared(AT_ONCE)):
        found = {number: matches(title, text, exclude=number)[:KEPT] for number, title, text in texts}
        db.session.rollback()
        with transaction():
            for number, near in found.items():
                _remember(number, near)
        done += len(found)
    return done


def _remember(number: int, found: list[Match]) -> None:
    """Put what was found in the place of what nobody has decided yet."""
    pair = or_(MergeCandidate.proposal_id == number, MergeCandidate.other_id == number)
    db.session.execute(
        delete(MergeCandidate).where(pair, MergeCandidate.decided_at.is_(None)),
        execution_options={"synchronize_session": False},
    )
    now = clock.now()
    rows = [
        {
            "proposal_id": max(number, match.id),
            "other_id": min(number, match.id),
            "score": match.score,
            "found_at": now,
        }
        for match in found
    ]
    if rows:
        db.session.execute(insert(MergeCandidate).on_conflict_do_nothing(), rows)
    db.session.execute(
        update(Proposal).where(Proposal.id == number).values(compared_at=now),
        execution_options={"synchronize_session": False},
    )


def keep_apart(one: int, other: int, *, actor: Actor) -> None:
    """Say that two proposals are about different things; nobody is asked again. Raises DecidedAlready."""
    if not _decide(one, other, DIFFERENT, actor.id):
        raise DecidedAlready()


def listen() -> None:
    """Hear of what is filed, and of what is merged and parted."""
    signals.travelled.connect(_travelled)


def _travelled(proposal: Any, entries: list[Entry], **_more: Any) -> None:
    for entry in entries:
        if entry.verb == "filed":
            enqueue("similar", key=f"similar:{proposal.id}", proposal=proposal.id)
        elif entry.verb == "merged":
            _decide(proposal.id, entry.data["into"], MERGED, entry.actor_id)
        elif entry.verb == "unmerged" and "proposal" in entry.data:
            _part(proposal.id, entry.data["proposal"], entry.actor_id)


def _decide(one: int, other: int, decision: str, by: int | None) -> bool:
    change = update(MergeCandidate).where(*_pair(one, other), MergeCandidate.decided_at.is_(None))
    return _changed(change.values(decision=decision, decided_at=clock.now(), decided_by=by))


def _part(one: int, other: int, by: int | None) -> None:
    """What was merged and parted again is not asked about once more."""
    change = update(MergeCandidate).where(*_pair(one, other), MergeCandidate.decision == MERGED)
    _changed(change.values(decision=DIFFERENT, decided_at=clock.now(), decided_by=by))


def _pair(one: int, other: int) -> tuple[Any, ...]:
    return (MergeCandidate.proposal_id == max(one, other), MergeCandidate.other_id == min(one, other))


def _changed(change: Any) -> bool:
    result = db.session.execute(
        change.returning(MergeCandidate.proposal_id), execution_options={"synchronize_session": False}
    )
    return result.first() is not None
