"""Saying something, changing and deleting it, and agreeing with what others say."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete as delete_from

from ..core import clock
from ..core.db import db, hold, insert
from ..core.errors import NotFound
from ..core.permissions import Actor
from ..core.seen import check_mark
from ..core.settings import site
from ..core.text import clean
from ..journey.travel import Journey, StageClosed, moment
from ..people.models import Account
from ..proposals.models import Proposal
from . import counts, former, hints, objections, queries, reports
from .errors import EnoughForNow, NotYours, OpinionEmpty, OwnOpinion, QuoteGone, StanceUnknown
from .models import Opinion, OpinionAgree
from .signals import answered

DELIBERATION = "deliberation"
A_MOMENT = timedelta(minutes=10)


def say(
    proposal: Proposal,
    text: str,
    *,
    actor: Actor,
    parent_id: int | None = None,
    quotes_id: int | None = None,
    stance: str | None = None,
    at: datetime | None = None,
) -> Opinion:
    """Write an opinion, or a reply to one, where the proposal is now; perhaps quoting one of the same thread.

    `stance` is shown beside it to everybody: only in a deliberation, one of its choices, and only if its author chose
    to show it. The same words sent twice, as from a slow telephone, are one. Raises StageClosed, NotAllowed,
    EnoughForNow, OpinionEmpty, StanceUnknown, QuoteGone, or NotFound for the parent.
    """
    text = _checked(text)
    account_id = _person(actor)
    _check_pace(account_id, at)
    with moment(proposal, actor, at) as journey:
        journey.require_open("opine")
        parent = _parent(journey, parent_id) if parent_id is not None else None
        said: dict[str, Any] = {
            "proposal_id": proposal.id, "account_id": account_id, "text": text, "stance": _known(stance, journey),
            "parent_id": parent.id if parent else None,
            "quotes_id": _quoted(journey, quotes_id) if quotes_id is not None else None,
        }  # fmt: skip
        before = queries.just_said(journey.now - A_MOMENT, thread=thread_here(journey), **said)
        if before is not None:
            return before
        opinion = Opinion(
            **said, visit_number=journey.visit.number, place=place_of(journey), created_at=journey.now,
            parent_level=0 if parent else None, level=1 if parent else 0,
        )  # fmt: skip
        db.session.add(opinion)
        counts.appears(opinion, journey)
        db.session.flush()
        hints.notice(opinion, journey.now)
        if parent is not None:
            answered.send(opinion, parent=parent)
    return opinion


def shown(opinion: Opinion) -> Mapping[str, object]:
    """What the form for changing an opinion shows."""
    return {"text": opinion.text, "stance": opinion.stance}


def edit(
    opinion: Opinion, text: str, *, actor: Actor, stance: str | None = None, seen: str | None = None
) -> None:
    """Change one's own opinion, and the stance beside it, while the stage it was said in allows opinions.

    What it said is kept for everybody to read, as `former.keep` says. `seen` is the mark of what was shown. Raises
    ChangedMeanwhile if another window has changed it since.
    """
    text = _checked(text)
    with moment(opinion.proposal, actor) as journey:
        _own_and_open(opinion, actor, journey)
        stance = _known(stance, journey)
        if (text, stance) == (opinion.text, opinion.stance):
            return
        check_mark(seen, shown(opinion))
        former.keep(opinion, journey.now)
        opinion.text, opinion.stance = text, stance
        opinion.edited_at = journey.now
        opinion.revision += 1
        db.session.flush()
        hints.notice(opinion, journey.now)


def delete(opinion: Opinion, *, actor: Actor) -> None:
    """Take back one's own opinion while the stage it was said in allows opinions. What it said is not kept."""
    with moment(opinion.proposal, actor) as journey:
        _own_and_open(opinion, actor, journey, hidden_too=True)
        was_visible = opinion.hidden_at is None
        opinion.deleted_at, opinion.text, opinion.stance = journey.now, "", None
        former.forget([opinion.id])
        if was_visible:
            counts.disappears(opinion, journey)
        reports.settle(opinion, "deleted", None, journey.now)
        hints.settle(opinion.id, None, journey.now)
        objections.withdraw(opinion.id)


def agree(opinion: Opinion, *, actor: Actor) -> None:
    """Agree with somebody's opinion. A second time changes nothing."""
    account_id = _person(actor)
    with moment(opinion.proposal, actor) as journey:
        _visible_and_open(opinion, actor, journey)
        row = insert(OpinionAgree).values(opinion_id=opinion.id, account_id=account_id, at=journey.now)
        added = db.session.scalar(row.on_conflict_do_nothing().returning(OpinionAgree.opinion_id))
        opinion.agrees = Opinion.agrees + (0 if added is None else 1)


def unagree(opinion: Opinion, *, actor: Actor) -> None:
    """Take back an agreement. Without one nothing changes."""
    account_id = _person(actor)
    with moment(opinion.proposal, actor) as journey:
        _visible_and_open(opinion, actor, journey, taking_back=True)
        gone = db.session.scalar(
            delete_from(OpinionAgree)
            .where(OpinionAgree.opinion_id == opinion.id, OpinionAgree.account_id == account_id)
            .returning(OpinionAgree.opinion_id)
        )
        opinion.agrees = Opinion.agrees - (0 if gone is None else 1)


def place_of(journey: Journey) -> str:
    """Where an opinion said now belongs: to the deliberation that is under way, or under the proposal."""
    return DELIBERATION if journey.visit.kind == DELIBERATION else "proposal"


def _checked(text: str) -> str:
    text = clean(text)
    longest = site().limits.opinion
    if not 0 < len(text) <= longest:
        raise OpinionEmpty(longest=longest)
    return text


def _person(actor: Actor) -> int:
    if actor.id is None:
        raise NotYours()
    return actor.id


def _check_pace(account_id: int, at: datetime | None) -> None:
    """Of several that one person sends at once each waits for the one before, and is counted with it."""
    hold(Account, account_id)
    now = at or clock.now()
    lately = queries.said_since(account_id, now - timedelta(hours=1), now)
    if lately >= site().limits.opinions_per_hour:
        raise EnoughForNow()


def _known(stance: str | None, journey: Journey) -> str | None:
    """The stance, if this is a deliberation that has it among its choices."""
    if not stance:
        return None
    if place_of(journey) != DELIBERATION or stance not in journey.stop.stage.choices:
        raise StanceUnknown()
    return stance


def thread_here(journey: Journey) -> int:
    """The thread in which opinions said now are read."""
    return journey.visit.number if place_of(journey) == DELIBERATION else 0


def _parent(journey: Journey, parent_id: int) -> Opinion:
    """The opinion that is answered: it stands in the same thread and is no reply itself."""
    parent = db.session.get(Opinion, parent_id, populate_existing=True) if parent_id < 2**63 else None
    if parent is None or parent.proposal_id != journey.proposal.id or parent.level != 0 or not parent.visible:
        raise NotFound()
    if parent.thread != thread_here(journey):
        raise StageClosed()
    return parent


def _quoted(journey: Journey, quotes_id: int) -> int:
    """The number of an opinion that can be quoted here: it can be read, in this very thread."""
    found = db.session.get(Opinion, quotes_id, populate_existing=True) if 0 < quotes_id < 2**63 else None
    if found is None or not found.visible or found.proposal_id != journey.proposal.id:
        raise QuoteGone()
    if found.thread != thread_here(journey):
        raise QuoteGone()
    return found.id


def _visible_and_open(opinion: Opinion, actor: Actor, journey: Journey, taking_back: bool = False) -> None:
    db.session.refresh(opinion)
    if not opinion.visible:
        raise NotFound()
    if opinion.account_id == actor.id:
        raise OwnOpinion()
    _still_open(opinion, journey, taking_back)


def _own_and_open(opinion: Opinion, actor: Actor, journey: Journey, hidden_too: bool = False) -> None:
    db.session.refresh(opinion)
    if opinion.deleted_at is not None:
        raise NotFound()
    if opinion.account_id != _person(actor):
        raise NotYours()
    if opinion.hidden_at is not None and not hidden_too:
        raise StageClosed()
    _still_open(opinion, journey, taking_back=hidden_too)


def _still_open(opinion: Opinion, journey: Journey, taking_back: bool = False) -> None:
    """What was said in a stage that is over stays as it is. Whoever the stage asks for may take back."""
    (journey.require_allowed if taking_back else journey.require_open)("opine")
    if opinion.thread != thread_here(journey):
        raise StageClosed()
