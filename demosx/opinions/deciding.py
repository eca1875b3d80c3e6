"""Many decisions on opinions at once, as they come from the queue of the operators."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..core.permissions import Actor
from ..core.text import clean
from ..journey.merged import lock_in_order, tree_of
from ..proposals.models import Proposal
from . import moderation, objections
from .errors import AnotherDecides
from .models import REASONS, Opinion

KEEP, RESTORE, UPHOLD = "keep", "restore", "uphold"
DECISIONS = (KEEP, RESTORE, UPHOLD, *REASONS)


@dataclass(frozen=True)
class Decision:
    """What is to become of an opinion: KEEP, a rule by which it is hidden, or RESTORE or UPHOLD on an objection.

    `revision` is that of the text on which it was decided; `words` go to its author.
    """

    opinion_id: int
    what: str
    revision: int
    words: str = ""


@dataclass
class Outcome:
    """How many were hidden, kept, restored and upheld; and which were left, since the text had been changed
    (`changed`), somebody else was faster (`done`), or somebody else has to decide (`others`)."""

    numbers: Counter[str] = field(default_factory=Counter)
    changed: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many were not decided."""
        return len(self.changed) + len(self.done) + len(self.others)


def opinions_of(numbers: Sequence[int]) -> list[Opinion]:
    """The opinions of these numbers with their proposals. One query."""
    proposal = joinedload(Opinion.proposal).joinedload(Proposal.lead_department)
    query = select(Opinion).where(Opinion.id.in_(numbers)).options(proposal)
    return list(db.session.scalars(query.order_by(Opinion.proposal_id, Opinion.id)))


def decide(opinions: Sequence[Opinion], decisions: Sequence[Decision], *, actor: Actor) -> Outcome:
    """Carry out decisions in one transaction; what cannot be decided any more is left and told.

    Everything that they touch is locked first, in one order, so that two operators never wait for each other.
    Raises InvalidInput where words are missing: for the rule `other`, and for an objection that is turned down.
    """
    _lock(opinions)
    by_number = {one.opinion_id: one for one in decisions}
    outcome = Outcome()
    for opinion in opinions:
        db.session.refresh(opinion)
        _decide(opinion, by_number[opinion.id], actor, outcome)
    return outcome


def _decide(opinion: Opinion, decision: Decision, actor: Actor, outcome: Outcome) -> None:
    if opinion.deleted_at is not None or opinion.visible is (decision.what in (RESTORE, UPHOLD)):
        outcome.done.append(opinion.id)
    elif opinion.revision != decision.revision:
        outcome.changed.append(opinion.id)
    elif opinion.account_id is not None and opinion.account_id == actor.id:
        outcome.others.append(opinion.id)
    elif decision.what in (RESTORE, UPHOLD):
        _objection(opinion, decision, actor, outcome)
    elif decision.what == KEEP:
        moderation.keep(opinion, actor=actor)
        outcome.numbers[KEEP] += 1
    else:
        moderation.hide(opinion, decision.words, actor=actor, rule=decision.what)
        outcome.numbers["hide"] += 1


def _objection(opinion: Opinion, decision: Decision, actor: Actor, outcome: Outcome) -> None:
    found = objections.objection_of(opinion)
    if decision.what == UPHOLD and (found is None or found.decided_at is not None):
        outcome.done.append(opinion.id)
        return
    act = moderation.restore if decision.what == RESTORE else moderation.uphold
    try:
        act(opinion, clean(decision.words), actor=actor)
    except AnotherDecides:
        outcome.others.append(opinion.id)
    else:
        outcome.numbers[decision.what] += 1


def _lock(opinions: Sequence[Opinion]) -> None:
    proposals = {opinion.proposal_id: opinion.proposal for opinion in opinions}
    numbers = {number for proposal in proposals.values() for number in tree_of(proposal)}
    if proposals:
        lock_in_order(next(iter(proposals.values())), sorted(numbers))
