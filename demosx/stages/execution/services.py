"""Telling what became of what was promised, and promising more."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from ...core.db import db
from ...core.errors import ChangedMeanwhile, NotAllowed
from ...core.permissions import Actor
from ...duties.models import Duty
from ...duties.services import open_duties
from ...journey.people import people_for
from ...journey.travel import Journey, moment
from ...ledger.services import record
from ...process.definition import REPORT
from ...proposals.access import acting_as
from ..answer.models import STATES, Commitment
from ..answer.queries import commitment
from ..answer.services import Promise, promise_something
from .errors import NoReportDue, NothingSaid, UnknownCommitment, UnknownState
from .models import Update


@dataclass(frozen=True)
class News:
    """What has happened. With a promise's number it says how far that one has come: its state and the progress in
    percent, as they were at `revision`. `report` makes it the report that is due; `outcome` is for the rare file whose
    report has outcomes."""

    text: str
    commitment_id: int | None = None
    state: str | None = None
    progress: int | None = None
    revision: int | None = None
    report: bool = False
    outcome: str | None = None


def add_update(proposal: Any, news: News, actor: Actor) -> Update:
    """Tell everybody what has happened.

    Raises NothingSaid, UnknownState, UnknownCommitment, NoReportDue, NotAllowed where the report is another's to write,
    and ChangedMeanwhile where somebody else has told of the same promise since `revision`.
    """
    if not news.text.strip():
        raise NothingSaid()
    with moment(proposal, actor) as journey:
        promise = _promise(proposal, news)
        duty = _report_due(proposal, actor) if news.report else None
        role = acting_as(actor, "commitment:write", proposal)
        update = Update(
            proposal_id=proposal.id, commitment_id=promise.id if promise else None, text=news.text, at=journey.now,
            state=promise.state if promise else None, progress=promise.progress if promise else None,
            duty_id=duty.id if duty else None, by_role=role, written_by=actor.id,
            public=_in_public(journey),
        )  # fmt: skip
        db.session.add(update)
        if promise is not None:
            promise.changed_at = journey.now
            promise.revision += 1
        db.session.flush()
        _note(journey, "update_added", update.id, role, {"report": news.report, "progress": update.progress})
        if duty is not None:
            _complete(journey, duty, news)
    return update


def add_commitment(proposal: Any, promise: Promise, actor: Actor) -> Commitment:
    """Promise something outside of an answer."""
    if not promise.title.strip():
        raise NothingSaid()
    with moment(proposal, actor) as journey:
        query = select(func.count()).where(
            Commitment.proposal_id == proposal.id, Commitment.answer_id.is_(None)
        )
        position = (db.session.scalar(query) or 0) + 1
        made = promise_something(journey, promise, None, position)
        role = acting_as(actor, "commitment:write", proposal)
        _note(journey, "commitment_added", made.id, role, {})
    return made


def _promise(proposal: Any, news: News) -> Commitment | None:
    if news.commitment_id is None:
        return None
    promise = commitment(news.commitment_id)
    if promise is None or promise.proposal_id != proposal.id:
        raise UnknownCommitment()
    if news.state not in STATES or news.progress is None or not 0 <= news.progress <= 100:
        raise UnknownState()
    if news.revision is not None and promise.revision != news.revision:
        raise ChangedMeanwhile()
    promise.state = news.state
    promise.progress = 100 if news.state == "done" else news.progress
    return promise


def _report_due(proposal: Any, actor: Actor) -> Duty:
    duty = report_due(proposal.id)
    if duty is None:
        raise NoReportDue()
    if not owes_report(actor, duty):
        raise NotAllowed()
    return duty


def report_due(proposal_id: int) -> Duty | None:
    """The report that is owed on a proposal now."""
    return next((owed for owed in open_duties(proposal_id) if owed.name == REPORT), None)


def owes_report(actor: Actor, duty: Duty) -> bool:
    """Whether a report is this person's to write: of the departments only the one on whose desk it is owes it."""
    owners = {"department" if owner == "officer" else owner for owner in duty.owners}
    return bool(owners & people_for(actor, duty))


def _complete(journey: Journey, duty: Duty, news: News) -> None:
    spec = journey.process.duty(REPORT, journey.visit.stage)
    given = dict.fromkeys(spec.needs, news.text) if spec else {}
    journey.complete(duty.name, news.outcome, given)


def _note(journey: Journey, verb: str, subject: int, role: str, data: dict[str, Any]) -> None:
    kind = "commitment" if verb == "commitment_added" else "progress_update"
    record(
        verb, subject=(kind, subject), proposal_id=journey.proposal.id, actor=journey.actor, role=role,
        data={key: value for key, value in data.items() if value is not None}, at=journey.now,
        public=_in_public(journey),
    )  # fmt: skip


def _in_public(journey: Journey) -> bool:
    return journey.stop.stage.shown_to != "staff"
