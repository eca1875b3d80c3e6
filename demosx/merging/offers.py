"""Proposers who go on together: one offers it, the other agrees, and both proposals become one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from ..core import clock
from ..core.db import db, lock, raising, transaction
from ..core.errors import NotAllowed
from ..core.permissions import Actor
from ..journey import signals
from ..journey.merged import lock_in_order
from ..journey.rules import process_of
from ..journey.travel import moment
from ..journey.versions import hold
from ..ledger.models import Entry
from ..ledger.signals import recorded
from ..notifications.kinds import MINE
from ..notifications.services import tell
from ..proposals.access import is_proposer, may_find
from ..proposals.models import Proposal
from ..proposals.writing_models import MergeOffer
from . import queries
from .errors import NobodyToAsk, OfferedAlready, OfferOver, OutOfSight, TooManyOffers
from .services import BY_PROPOSERS, check, merge

HOLDS = timedelta(days=30)
MOST = 5
BATCH = 100


def can_go_on(proposal: Proposal) -> bool:
    """Whether the rules let a proposal go on in another one at its stage: not where something was decided on it."""
    stage = process_of(proposal.version_id).stages.get(proposal.stage)
    return (
        proposal.listed and proposal.ended_at is None and stage is not None and BY_PROPOSERS in stage.allows
    )


def offer(proposal: Proposal, into: Proposal, reason: str, *, actor: Actor) -> MergeOffer:
    """Offer to let one's own proposal go on in another one's, with a reason that is public once both agree.

    Raises NotAllowed, SameProposal, OtherProcess, OverAlready, OverThere, StageClosed, NobodyToAsk, OfferedAlready,
    OutOfSight, TooManyOffers.
    """
    check(proposal, into)
    hold(proposal.process_key)
    lock_in_order(proposal, [proposal.id, into.id])
    with moment(proposal, actor) as leaving, moment(into, actor) as staying:
        check(proposal, into)
        if not is_proposer(actor, proposal) or not may_find(actor, into):
            raise NotAllowed()
        _require_in_sight(proposal, into)
        leaving.require_open(BY_PROPOSERS)
        staying.require_open(BY_PROPOSERS)
        if into.proposer_id == actor.id or into.origin != "citizen" or not queries.can_answer(into):
            raise NobodyToAsk()
        waiting = queries.offers_of(proposal.id)
        if any(one.into_id == into.id for one in waiting):
            raise OfferedAlready()
        if len(waiting) >= MOST:
            raise TooManyOffers()
        made = MergeOffer(
            proposal_id=proposal.id, into_id=into.id, offered_by=actor.id, reason=reason, at=leaving.now
        )
        db.session.add(made)
        with raising(OfferedAlready()):
            db.session.flush()
    tell(
        "merge_offered",
        MINE,
        [into.proposer_id],
        f"merge_offer:{made.id}",
        proposal_id=into.id,
        offer=made.id,
    )
    return made


def agree(made: MergeOffer, *, actor: Actor) -> None:
    """Let both go on together, as whoever proposes the other one. Raises NotAllowed, OfferOver, OutOfSight,
    what merging raises."""
    proposal, into = _both(made)
    hold(proposal.process_key)
    lock_in_order(proposal, [proposal.id, into.id])
    _require_in_sight(proposal, into)
    _answer(made, "agreed", into, actor)
    merge(proposal, into, made.reason, actor=actor, proposers=True)
    _tell_answer(made, proposal)


def decline(made: MergeOffer, *, actor: Actor) -> None:
    """Say no, as whoever proposes the other one. Raises NotAllowed, OfferOver."""
    proposal, into = _both(made)
    _answer(made, "declined", into, actor)
    _tell_answer(made, proposal)


def take_back(made: MergeOffer, *, actor: Actor) -> None:
    """Take an offer back, as whoever proposes what was to go on in the other. Raises NotAllowed, OfferOver."""
    _answer(made, "taken_back", _both(made)[0], actor)


def lapse_due() -> int:
    """End the offers that nobody has answered in time, and tell who has made them; how many."""
    with transaction():
        due = queries.offers_before(clock.now() - HOLDS, BATCH)
        for made in due:
            made.state, made.decided_at = "lapsed", clock.now()
            _tell_lapsed(made.id, made.proposal_id, {made.offered_by})
    return len(due)


def listen() -> None:
    """Hear of what has ended or is out of sight: nobody can go on with it."""
    signals.travelled.connect(_travelled)
    recorded.connect(_recorded)


def _travelled(proposal: Any, entries: list[Entry], **_more: Any) -> None:
    if any(entry.verb in ("ended", "merged") for entry in entries):
        _lapse(proposal.id, {entry.actor_id for entry in entries})


def _recorded(entry: Entry) -> None:
    if entry.verb == "proposal_hidden" and entry.proposal_id is not None:
        _lapse(entry.proposal_id, {entry.actor_id})


def lapse_with(account_id: int) -> None:
    """End the open offers that somebody who leaves has made or should answer, and tell whoever waits for it."""
    theirs = select(Proposal.id).where(Proposal.proposer_id == account_id)
    about = or_(MergeOffer.offered_by == account_id, MergeOffer.into_id.in_(theirs))
    for made, mine, _theirs, offerer in _end(about):
        _tell_lapsed(made, mine, {offerer} - {account_id})


def _lapse(number: int, doers: set[int | None]) -> None:
    """End every open offer about a proposal, and tell both proposers, but for whoever has caused it."""
    for made, mine, theirs, offerer in _end(
        or_(MergeOffer.proposal_id == number, MergeOffer.into_id == number)
    ):
        other = db.session.scalar(select(Proposal.proposer_id).where(Proposal.id == theirs))
        _tell_lapsed(made, mine, {offerer} - doers)
        _tell_lapsed(made, theirs, {other} - doers)


def _end(about: ColumnElement[bool]) -> Sequence[Any]:
    """Let open offers lapse: the number of each, of both proposals, and of who has made it."""
    change = update(MergeOffer).where(about, MergeOffer.state == "open")
    change = change.values(state="lapsed", decided_at=clock.now()).execution_options(
        synchronize_session=False
    )
    columns = (MergeOffer.id, MergeOffer.proposal_id, MergeOffer.into_id, MergeOffer.offered_by)
    return db.session.execute(change.returning(*columns)).all()


def _require_in_sight(*proposals: Proposal) -> None:
    """What was hidden does not come back into sight in another one: neither its supports nor the reason of an offer."""
    if not all(proposal.listed for proposal in proposals):
        raise OutOfSight()


def _both(made: MergeOffer) -> tuple[Proposal, Proposal]:
    return db.session.get_one(Proposal, made.proposal_id), db.session.get_one(Proposal, made.into_id)


def _answer(made: MergeOffer, state: str, of: Proposal, actor: Actor) -> None:
    """Write down an answer that only the proposer of one of the two can give."""
    lock(made)
    if not is_proposer(actor, of):
        raise NotAllowed()
    if made.state != "open" or clock.now() >= made.at + HOLDS:
        raise OfferOver()
    made.state, made.decided_by, made.decided_at = state, actor.id, clock.now()
    db.session.flush()


def _tell_lapsed(made: int, number: int, people: set[int | None]) -> None:
    tell(
        "merge_lapsed", MINE, people, f"merge_lapsed:{made}:{number}", proposal_id=number, offer=made
    )  # fmt: skip


def _tell_answer(made: MergeOffer, proposal: Proposal) -> None:
    tell(
        "merge_answered", MINE, [made.offered_by], f"merge_answer:{made.id}", proposal_id=proposal.id, offer=made.id
    )  # fmt: skip
