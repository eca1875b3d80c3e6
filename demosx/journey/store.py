"""The engine's state, to and from the database."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import select

from ..core.db import db
from ..duties.models import Duty
from ..process.clocks import Pause, Pauses
from ..process.kinds import Value
from ..process.lengths import Length, parse_length
from ..process.state import Closed, Decision, DutyState, Ended, State, VisitState
from .models import Traveller, Visit


def load_visit(proposal: Any) -> Visit:
    """The stay that a proposal is in, or was in when it ended, as it is now: its counts are added to under a lock, so
    what this session read before the lock must not be used."""
    query = select(Visit).where(Visit.proposal_id == proposal.id, Visit.number == proposal.visit_number)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def load_stay(proposal_id: int, number: int) -> Visit:
    """One stay of a proposal, as it is now: for what was given in it and is taken back later."""
    query = select(Visit).where(Visit.proposal_id == proposal_id, Visit.number == number)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def load_duties(proposal_id: int) -> Sequence[Duty]:
    """Every duty that a proposal has had, the oldest first, as they are now."""
    query = select(Duty).where(Duty.proposal_id == proposal_id).order_by(Duty.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def load_state(proposal: Any, visit: Visit, duties: Sequence[Duty] | None = None) -> State:
    """What the engine knows of a proposal. `duties` are all of its duties, where they have been loaded already."""
    memory = proposal.memory
    if duties is None:
        duties = load_duties(proposal.id)
    return State(
        filed_at=proposal.filed_at,
        visit=visit_state(visit),
        duties={duty.name: duty_state(duty) for duty in duties},
        fired=frozenset((scope, rule, stamp) for scope, rule, stamp in memory.get("fired", ())),
        decisions={
            stage: Decision(stage, value, number, in_visit)
            for stage, (value, number, in_visit) in memory.get("decisions", {}).items()
        },
        marks=frozenset(memory.get("marks", ())),
        given={name: _value(stored) for name, stored in memory.get("given", {}).items()},
        ended=Ended(proposal.ended, proposal.ended_at) if proposal.ended else None,
        settled_until=proposal.settled_at,
    )


def remember(proposal: Traveller, state: State) -> None:
    """Store what has no table of its own."""
    proposal.memory = {
        "fired": sorted([scope, rule, stamp] for scope, rule, stamp in state.fired),
        "decisions": {
            stage: [made.value, made.number, made.visit] for stage, made in state.decisions.items()
        },
        "marks": sorted(state.marks),
        "given": {name: _stored(value) for name, value in state.given.items()},
    }
    proposal.settled_at = state.settled_until


def visit_state(visit: Visit) -> VisitState:
    """One stay as the engine sees it."""
    return VisitState(
        number=visit.number, stage=visit.stage, entered_at=visit.entered_at, by_deadline=visit.by_deadline,
        starts_on=visit.starts_on, pauses=read_pauses(visit.pauses), extended=read_lengths(visit.extended),
        measured_at=visit.measured_at,
    )  # fmt: skip


def keep_visit(visit: Visit, state: VisitState) -> None:
    """Store what may change of a stay while it lasts."""
    visit.starts_on = state.starts_on
    visit.pauses = stored_pauses(state.pauses)
    visit.extended = [str(length) for length in state.extended]
    visit.measured_at = state.measured_at


def duty_state(duty: Duty) -> DutyState:
    """One duty as the engine sees it."""
    return DutyState(
        name=duty.name, number=duty.number, opened_at=duty.opened_at, due_on=duty.due_on, last_day=duty.last_day,
        outcome=duty.outcome, closed_at=duty.closed_at, closed_as=cast(Closed | None, duty.closed_as),
        visit=duty.visit_number, within=parse_length(duty.within) if duty.within else None,
        by_deadline=duty.by_deadline, pauses=read_pauses(duty.pauses), extended=read_lengths(duty.extended),
    )  # fmt: skip


def clock_columns(state: DutyState) -> dict[str, Any]:
    """A duty's clock as its row keeps it."""
    standing = [pause.first for pause in state.pauses if pause.last is None]
    return {
        "opened_at": state.opened_at,
        "due_on": state.due_on,
        "last_day": state.last_day,
        "within": str(state.within) if state.within else None,
        "by_deadline": state.by_deadline,
        "pauses": stored_pauses(state.pauses),
        "extended": [str(length) for length in state.extended],
        "paused_since": min(standing, default=None),
    }


def read_pauses(stored: Sequence[Sequence[str | None]]) -> Pauses:
    """Pauses as they are stored: a reason, the first day, and the last day or nothing."""
    return tuple(
        Pause(str(reason), date.fromisoformat(str(first)), date.fromisoformat(last) if last else None)
        for reason, first, last in stored
    )


def stored_pauses(pauses: Pauses) -> list[list[str | None]]:
    """The same the other way."""
    return [
        [pause.reason, pause.first.isoformat(), pause.last.isoformat() if pause.last else None]
        for pause in pauses
    ]


def read_lengths(stored: Sequence[str]) -> tuple[Length, ...]:
    """Lengths as they are stored."""
    return tuple(parse_length(text) for text in stored)


def _stored(value: Value) -> Any:
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def _value(stored: Any) -> Value:
    return Decimal(stored["decimal"]) if isinstance(stored, dict) else stored
