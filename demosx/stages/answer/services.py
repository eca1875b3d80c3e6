"""Answering, and promising. One act, whether it completes a duty of the proposal or of its stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ...ballots.queries import latest_ballot
from ...core.db import db
from ...core.errors import NotAllowed
from ...core.i18n import local_day
from ...core.permissions import Actor
from ...documents.services import web_address
from ...duties.models import Duty
from ...duties.services import open_duties
from ...journey.people import role_for
from ...journey.travel import Journey, moment
from ...ledger.services import record
from .errors import DayTooFar, NothingToAnswer, TextMissing, UnknownVerdict, VideoMissing
from .models import FORMATS, Answer, Commitment

DEPARTMENTAL = ("department", "officer")
AHEAD = timedelta(days=20 * 365)
"""How far ahead the day of a promise may be."""


@dataclass(frozen=True)
class Promise:
    """What somebody commits to, perhaps by a day in the site's calendar."""

    title: str
    text: str = ""
    department_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Said:
    """What an answer says. `title` is who answers, as it is to be shown; `sides` what is said to those who chose each
    choice of the ballot; `format` is text, video (then with its address) or meeting."""

    verdict: str
    text: str
    title: str = ""
    format: str = "text"
    video_url: str = ""
    sides: Mapping[str, str] = field(default_factory=dict)
    promises: Sequence[Promise] = ()


def answer(proposal: Any, duty_name: str, said: Said, actor: Actor) -> Answer:
    """Give the answer that a duty asks for, and complete the duty with its verdict; the rules go on from it.

    Raises NothingToAnswer where the duty is not open, NotAllowed where it is another's, UnknownVerdict, TextMissing,
    VideoMissing, LinkWrong, DayTooFar.
    """
    _check(said)
    with moment(proposal, actor) as journey:
        duty = next((owed for owed in open_duties(proposal.id) if owed.name == duty_name), None)
        spec = journey.process.duty(duty_name, journey.visit.stage)
        if duty is None or spec is None or not spec.outcomes or _is_decision(duty, journey):
            raise NothingToAnswer()
        if said.verdict not in spec.outcomes:
            raise UnknownVerdict()
        made = _write(journey, duty, said, actor, spec.public)
        for position, promise in enumerate(said.promises, start=1):
            promise_something(journey, promise, made, position)
        proposal.answered_at = journey.now
        record(
            "answered", subject=("answer", made.id), proposal_id=proposal.id, actor=actor, role=made.by_role,
            data={"duty": duty_name, "verdict": said.verdict, "commitments": len(said.promises)},
            public=made.public, at=journey.now,
        )  # fmt: skip
        journey.complete(duty_name, said.verdict, dict.fromkeys(spec.needs, said.text))
    return made


def promise_something(journey: Journey, promise: Promise, made: Answer | None, position: int) -> Commitment:
    """Write down a promise, made in an answer or outside of one. Call it inside `moment()`.

    Raises DayTooFar for a day that is more than twenty years ahead.
    """
    if promise.due_on is not None and promise.due_on > local_day(journey.now) + AHEAD:
        raise DayTooFar()
    commitment = Commitment(
        proposal_id=journey.proposal.id, answer_id=made.id if made else None, position=position,
        title=promise.title, text=promise.text, department_id=promise.department_id, due_on=promise.due_on,
        state="planned", progress=0, changed_at=journey.now, revision=1,
        public=made.public if made else journey.stop.stage.shown_to != "staff",
    )  # fmt: skip
    db.session.add(commitment)
    db.session.flush()
    return commitment


def _is_decision(duty: Duty, journey: Journey) -> bool:
    return duty.kind == "stage" and bool(journey.stop.stage.decides)


def _check(said: Said) -> None:
    if not said.text.strip():
        raise TextMissing()
    if said.format not in FORMATS or (said.format == "video") != bool(said.video_url):
        raise VideoMissing()
    web_address(said.video_url)


def _write(journey: Journey, duty: Duty, said: Said, actor: Actor, public: bool) -> Answer:
    proposal = journey.proposal
    by_role = role_for(actor, duty)
    if not by_role:
        raise NotAllowed()
    ballot = latest_ballot(proposal.id)
    sides = {
        key: text for key, text in said.sides.items() if text.strip() and ballot and key in ballot.choices
    }
    staff_only = duty.kind == "stage" and journey.stop.stage.shown_to == "staff"
    made = Answer(
        proposal_id=proposal.id, duty_id=duty.id, duty_name=duty.name, verdict=said.verdict, text=said.text,
        visit_id=journey.visit.id if duty.kind == "stage" else None, by_role=by_role, answered_by=actor.id,
        department_id=(duty.department_id or proposal.lead_department_id) if by_role in DEPARTMENTAL else None,
        title=said.title, format=said.format, video_url=said.video_url, sides=sides, answered_at=journey.now,
        on_time=duty.due_on is None or local_day(journey.now) <= duty.due_on, public=public and not staff_only,
        revision=1,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made
