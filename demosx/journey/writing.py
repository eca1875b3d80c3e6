"""Writing down what the engine did: visits, duties, the proposal's own columns, one history entry a change."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from ..core.db import db
from ..duties import services as duties
from ..duties.models import Duty as DutyRow
from ..duties.signals import clock_changed
from ..process import events
from ..process.definition import REPORT, Duty
from ..process.engine import Step
from ..process.kinds import Value
from ..process.merging import MERGED
from ..process.outlook import next_due, period, period_of
from ..process.state import DutyState
from . import signals, store
from .chronicle import By, Chronicle, plain
from .models import Visit
from .rules import calendar, kind_of

if TYPE_CHECKING:
    from .travel import Journey

OPENNESS = {"staff": 0, "link": 1, "everyone": 2}


def write(journey: "Journey", visit: Visit | None, step: Step, because: Mapping[str, Value], by: By) -> Visit:
    """Store a new state and its events; gives the visit that the proposal is in now. `visit`: where it was before."""
    proposal = journey.proposal
    state, happened = step
    chronicle = Chronicle(journey, visit, because, by)
    for event in happened:
        put(event, chronicle)
    store.remember(proposal, state)
    store.keep_visit(chronicle.visit, state.visit)
    span = period(journey.process, state, calendar())
    chronicle.visit.ends_on = span[1] if span else None
    proposal.closes_on = span[1] if span and not state.ended else None
    proposal.next_due_at = earliest(
        next_due(journey.process, state, calendar()), None if state.ended else proposal.rules_due_at
    )
    db.session.flush()
    if chronicle.entries:
        signals.travelled.send(proposal, entries=chronicle.entries)
    return chronicle.visit


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of these instants that there are."""
    return min((at for at in instants if at is not None), default=None)


@singledispatch
def put(event: Any, chronicle: Chronicle) -> None:
    """Store one event."""
    raise TypeError(f"nothing writes down {type(event).__name__}")


@put.register
def _fired(event: events.Fired, chronicle: Chronicle) -> None:
    """A firing shows through its action."""


@put.register
def _moved(event: events.Moved, chronicle: Chronicle) -> None:
    proposal, process = chronicle.proposal, chronicle.process
    if event.from_stage is not None:
        chronicle.visit.left_at = event.at
        left = chronicle.stop()
        kind_of(left.stage.kind).left(left)
    enter(proposal, process, event.visit, chronicle)
    chronicle.note(
        "moved" if event.from_stage else "filed", event, came_from=event.from_stage, to=event.visit.stage
    )
    stop = chronicle.stop()
    kind_of(stop.stage.kind).entered(stop)
    signals.stage_entered.send(proposal, visit=chronicle.visit, stage=stop.stage)


def enter(proposal: Any, process: Any, new: Any, chronicle: Chronicle) -> None:
    """Begin a visit: its row, and the columns of the proposal that say where it is."""
    stage = process.stages[new.stage]
    visit = Visit(
        proposal_id=proposal.id, number=new.number, stage=new.stage, kind=stage.kind, entered_at=new.entered_at,
        by_deadline=new.by_deadline, starts_on=new.starts_on, supports=0, opinions=0, participants=0, votes=0,
    )  # fmt: skip
    db.session.add(visit)
    proposal.stage = new.stage
    proposal.visit_number = new.number
    if OPENNESS[stage.shown_to] > OPENNESS[proposal.audience]:
        proposal.audience = stage.shown_to
    db.session.flush()
    chronicle.visit = visit


@put.register
def _scheduled(event: events.Scheduled, chronicle: Chronicle) -> None:
    first = event.visit.starts_on
    chronicle.visit.starts_on = first
    chronicle.note(
        "scheduled", event, first_day=first.isoformat() if first else None, stage=chronicle.visit.stage
    )


@put.register
def _started(event: events.Started, chronicle: Chronicle) -> None:
    chronicle.visit.starts_on = event.visit.starts_on
    chronicle.note("opened", event, stage=chronicle.visit.stage)


@put.register
def _duty_opened(event: events.DutyOpened, chronicle: Chronicle) -> None:
    duty = event.duty
    spec = duty_spec(chronicle, duty.name)
    open_row(duty, spec, chronicle, event.at)
    if duty.due_on is not None or duty.visit is None:
        due = duty.due_on.isoformat() if duty.due_on else None
        chronicle.note("duty_opened", event, duty=duty.name, due=due, public=spec.public)


def duty_spec(chronicle: Chronicle, name: str) -> Duty:
    """What the file says of a duty; a duty that the rules no longer name is owed all the same."""
    return chronicle.rules.duty(name, chronicle.visit.stage) or Duty(key=name, name={}, owner=())


def open_row(duty: DutyState, spec: Duty, chronicle: Chronicle, at: datetime) -> None:
    """The row of a duty that is owed here since `at`; a department's is on the desk of who leads or drafted."""
    proposal = chronicle.proposal
    kind = "report" if duty.name == REPORT else "duty" if duty.visit is None else "stage"
    row = duties.open_duty(
        proposal.id, duty.name, duty.number, kind=kind, owners=spec.owner,
        department_id=office_of(proposal, spec),
        remind_on=reminders(duty, spec), since=at, visit_number=duty.visit,
        public=for_everybody(duty, spec, chronicle),
        **store.clock_columns(duty),
    )  # fmt: skip
    signals.duty_opened.send(proposal, duty=row)


def for_everybody(duty: DutyState, spec: Duty, chronicle: Chronicle) -> bool:
    """Whether everybody may know of a duty: never of what belongs to a stage that is kept to the staff."""
    return spec.public and (duty.visit is None or chronicle.in_public())


def office_of(proposal: Any, spec: Duty) -> int | None:
    """On whose desk a duty is, if a department owes it: of the one that leads, or drafted."""
    departmental = bool({"department", "officer"} & set(spec.owner))
    return (proposal.lead_department_id or proposal.department_id) if departmental else None


def reminders(duty: DutyState, spec: Duty) -> tuple[date, ...]:
    """The days on which the file lets a duty be reminded of; none while nobody knows when it is due."""
    if duty.due_on is None:
        return ()
    return tuple(reminder.day(duty.due_on, calendar()) for reminder in spec.remind)


@put.register
def _paused(event: events.Paused, chronicle: Chronicle) -> None:
    _clock_changed("paused", event, chronicle, why=event.reason)


@put.register
def _resumed(event: events.Resumed, chronicle: Chronicle) -> None:
    _clock_changed("resumed", event, chronicle, why=event.reason)


@put.register
def _extended(event: events.Extended, chronicle: Chronicle) -> None:
    _clock_changed("extended", event, chronicle, length=str(event.length))


@put.register
def _duty_moved(event: events.DutyMoved, chronicle: Chronicle) -> None:
    _keep_clock(event.duty, chronicle, event.at)
    due = event.duty.due_on.isoformat() if event.duty.due_on else None
    spec = duty_spec(chronicle, event.duty.name)
    chronicle.note("duty_moved", event, duty=event.duty.name, due=due, public=spec.public)


def _clock_changed(
    verb: str, event: events.Paused | events.Resumed | events.Extended, chronicle: Chronicle, **data: Any
) -> None:
    """Note that a duty's clock, or that of the stage's period, stands still, runs on or is longer; and by when it is
    due now."""
    if event.duty is None:
        span = period_of(chronicle.process, event.visit, calendar()) if event.visit else None
        until = span[1].isoformat() if span else None
        chronicle.note(verb, event, stage=event.name, until=until, **data)
        return
    row = _keep_clock(event.duty, chronicle, event.at)
    due = event.duty.due_on.isoformat() if event.duty.due_on else None
    public = duty_spec(chronicle, event.name).public
    chronicle.note(verb, event, duty=event.name, due=due, public=public, **data)
    entry = chronicle.entries[-1]
    clock_changed.send(row, how=verb, why=data.get("why", ""), note=entry.reason, by=entry.actor_id)


def _keep_clock(duty: DutyState, chronicle: Chronicle, at: datetime) -> DutyRow:
    spec = duty_spec(chronicle, duty.name)
    return duties.change_clock(
        chronicle.proposal.id, duty.name, remind_on=reminders(duty, spec), since=at,
        **store.clock_columns(duty),
    )  # fmt: skip


@put.register
def _handed_over(event: events.HandedOver, chronicle: Chronicle) -> None:
    public = duty_spec(chronicle, event.name).public
    chronicle.note("duty_handed", event, duty=event.name, public=public, **chronicle.by.beside)


@put.register
def _duty_closed(event: events.DutyClosed, chronicle: Chronicle) -> None:
    reason = chronicle.by.given.get("reason", "")
    duties.close_duty(chronicle.proposal.id, event.name, event.at, event.how, event.outcome, reason)
    if any(entry.verb == "decided" for entry in chronicle.entries) and event.name == chronicle.visit.stage:
        return  # the decision was the duty: one change, one entry
    public = duty_spec(chronicle, event.name).public
    chronicle.note("duty_closed", event, duty=event.name, how=event.how, outcome=event.outcome, public=public)


@put.register
def _decided(event: events.Decided, chronicle: Chronicle) -> None:
    made = event.decision
    chronicle.note("decided", event, stage=made.stage, decision=made.value)


@put.register
def _marked(event: events.Marked, chronicle: Chronicle) -> None:
    chronicle.note("marked", event, mark=event.key)


@put.register
def _given(event: events.Given, chronicle: Chronicle) -> None:
    chronicle.note("noted", event, public=False, facts={k: plain(v) for k, v in event.facts.items()})


@put.register
def _notified(event: events.Notified, chronicle: Chronicle) -> None:
    chronicle.note("notified", event, public=False, to=list(event.to))
    signals.notice_asked.send(chronicle.proposal, to=event.to, rule=event.key)


@put.register
def _ended(event: events.Ended, chronicle: Chronicle) -> None:
    chronicle.visit.left_at = event.at
    chronicle.proposal.ended = event.key
    chronicle.proposal.ended_at = event.at
    stop = chronicle.stop()
    kind_of(stop.stage.kind).left(stop)
    if event.key == MERGED and chronicle.by.beside:
        chronicle.note("merged", event, **chronicle.by.beside)
    else:
        chronicle.note("ended", event, end=event.key)


@put.register
def _reopened(event: events.Reopened, chronicle: Chronicle) -> None:
    chronicle.proposal.ended = chronicle.proposal.ended_at = None
    chronicle.note("unmerged" if chronicle.by.beside else "reopened", event, **chronicle.by.beside)
