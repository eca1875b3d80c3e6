"""Deciding in a review: a panel's votes, standing aside, and the decision that one person records."""

from typing import Any

from ...core.db import db, raising
from ...core.errors import Conflict
from ...core.permissions import Actor
from ...core.terminal import N_
from ...journey.people import role_in
from ...journey.signals import panel_recalled
from ...journey.travel import Journey, moment
from ...ledger.services import record
from ...plugins import Stop
from ...process.definition import Stage
from ...proposals.access import acting_as
from .errors import (
    AlreadyDecided,
    DecidedAlone,
    DecidedTogether,
    NotInReview,
    NotSeated,
    ReasonMissing,
    RoundEmpty,
    StillVoting,
    UnknownDecision,
)
from .models import Recusal, Review, ReviewVote
from .queries import Panel, panel_of, votes_together

RESTART = "review:restart"
"""Who may let a panel vote again at any time before its decision."""


def record_decision(proposal: Any, choice: str, reasons: str, actor: Actor) -> None:
    """Record the decision of a review in which one holder of the role decides; the rules go on from it."""
    with moment(proposal, actor) as journey:
        stage = _review(journey, choice, reasons)
        if votes_together(stage):
            raise DecidedTogether()
        if not role_in(actor, stage.owner, proposal):
            raise NotSeated()
        journey.decide(choice, {"reason": reasons})


def cast_decision(proposal: Any, choice: str, reasons: str, actor: Actor) -> None:
    """Vote as a member of a panel; a later vote in the same round replaces the earlier one.

    As soon as a decision stands it is the panel's, and the rules go on from it. When everybody has voted and none
    stands, the next round begins.
    """
    with moment(proposal) as journey:
        stage = _review(journey, choice, reasons)
        if not votes_together(stage):
            raise DecidedAlone()
        panel = panel_of(journey.stop)
        if actor.id is None or actor.id not in panel.members - panel.recused:
            raise NotSeated()
        if panel.decided_round == panel.round:
            raise AlreadyDecided()
        _vote(journey, panel, choice, reasons, actor.id)
        _count(journey)


def recuse(proposal: Any, reason: str, actor: Actor) -> None:
    """Stand aside for the rest of this visit; a vote given in this round counts no more.

    That somebody has is in the history; the reason may be personal and stays with the desk.
    """
    with moment(proposal) as journey:
        if journey.stop.stage.kind != "review" or journey.state.ended:
            raise NotInReview()
        journey.require_awake()
        if not reason.strip():
            raise ReasonMissing()
        panel = panel_of(journey.stop)
        if actor.id is None or actor.id not in panel.members:
            raise NotSeated()
        if panel.decided_round == panel.round:
            raise AlreadyDecided()
        with raising(Conflict()):
            db.session.add(
                Recusal(visit_id=journey.visit.id, account_id=actor.id, reason=reason, at=journey.now)
            )
        record("recused", subject=("visit", journey.visit.id), proposal_id=proposal.id, actor=actor,
               role=role_in(actor, journey.stop.stage.owner, proposal), at=journey.now,
               public=journey.stop.stage.shown_to != "staff")  # fmt: skip
        if votes_together(journey.stop.stage):
            _count(journey)


def start_round(proposal: Any, actor: Actor, reason: str = "") -> None:
    """Let the panel vote again, from nothing; the votes before stay on record.

    Who runs the site may do so at any time before the decision, with a public reason; a member only where all have
    voted and nothing stands, as after another has left the panel. Whoever stands aside may not.
    """
    with moment(proposal) as journey:
        stage = journey.stop.stage
        if stage.kind != "review" or journey.state.ended:
            raise NotInReview()
        journey.require_awake()
        if not votes_together(stage):
            raise DecidedAlone()
        panel = panel_of(journey.stop)
        if panel.decided_round == panel.round or panel.standing is not None:
            raise AlreadyDecided()
        role = _may_start(panel, proposal, actor, reason)
        if not panel.counted:
            raise RoundEmpty()
        _begin_round(journey.stop, actor, role, reason)


def vote_anew(stop: Stop, before: Stage) -> None:
    """Let a panel vote again, from nothing, where other rules change what it can decide or what makes a decision.

    A vote that was given by the rules before answers another question. It stays on record, and the panel is told.
    """
    if _asks_anew(stop, before):
        _begin_round(stop, None)
        panel_recalled.send(stop.proposal, to=stop.stage.owner, stage=stop.stage.key)


def foretell(stop: Stop, before: Stage) -> str:
    """What other rules do to the votes of a panel."""
    return N_("The panel has begun to vote and votes again.") if _asks_anew(stop, before) else ""


def _asks_anew(stop: Stop, before: Stage) -> bool:
    """Whether a panel is in the middle of a vote, and other rules change what it votes on or what makes a decision."""
    if _decides(stop.stage) == _decides(before):
        return False
    panel = panel_of(stop)
    return bool(panel.counted) and panel.decided_round != panel.round


def _decides(stage: Stage) -> tuple[Any, ...]:
    options: Any = stage.options
    return frozenset(stage.decides), options.quorum, options.majority


def _may_start(panel: Panel, proposal: Any, actor: Actor, reason: str) -> str:
    """In which role somebody may start another round; raises where they may not."""
    if actor.id is None or actor.id in panel.recused:
        raise NotSeated()
    runs = acting_as(actor, RESTART, proposal)
    if runs and (reason.strip() or actor.id not in panel.members):
        if not reason.strip():
            raise ReasonMissing()
        return runs
    if actor.id not in panel.members:
        raise NotSeated()
    if panel.waiting:
        raise StillVoting()
    return role_in(actor, panel.stage.owner, proposal)


def _review(journey: Journey, choice: str, reasons: str) -> Any:
    stage = journey.stop.stage
    if stage.kind != "review" or journey.state.ended:
        raise NotInReview()
    journey.require_awake()
    if choice not in stage.decides:
        raise UnknownDecision()
    if not reasons.strip():
        raise ReasonMissing()
    return stage


def _vote(journey: Journey, panel: Panel, choice: str, reasons: str, account_id: int) -> None:
    mine = next((vote for vote in panel.counted if vote.account_id == account_id), None)
    if mine is None:
        mine = ReviewVote(visit_id=journey.visit.id, round=panel.round, account_id=account_id)
    mine.choice, mine.reasons, mine.at = choice, reasons, journey.now
    with raising(Conflict()):
        db.session.add(mine)


def _count(journey: Journey) -> None:
    panel = panel_of(journey.stop)
    if panel.standing is not None:
        _round_of(journey.visit.id).decided_round = panel.round
        journey.decide(panel.standing, {})
    elif panel.counted and panel.waiting == 0:
        _begin_round(journey.stop, None)


def _begin_round(stop: Stop, actor: Actor | None, role: str = "", reason: str = "") -> None:
    review = _round_of(stop.visit.id)
    review.round += 1
    record("round_started", subject=("visit", stop.visit.id), proposal_id=stop.proposal.id, actor=actor,
           role=role, reason=reason, data={"stage": stop.visit.stage, "round": review.round}, at=stop.now,
           public=stop.stage.shown_to != "staff")  # fmt: skip


def _round_of(visit_id: int) -> Review:
    review = db.session.get(Review, visit_id)
    if review is None:
        review = Review(visit_id=visit_id, round=1)
        db.session.add(review)
    return review
