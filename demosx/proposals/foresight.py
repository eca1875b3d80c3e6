"""What new rules would do to every proposal under way, found out without doing it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from ..core.db import db
from ..duties.models import Duty
from ..journey import facts
from ..journey.models import Visit
from ..journey.rules import Change, calendar, kind_of, process_of
from ..journey.store import load_state
from ..journey.versions import next_change
from ..plugins import Stop
from ..process import engine
from ..process.changing import apply_version, keeps_stage, obstacles
from ..process.definition import Process
from ..process.events import DutyClosed, DutyOpened, Event
from ..process.kinds import Value
from ..process.outlook import period
from ..process.state import DutyState, State
from .models import Proposal

BATCH = 500


@dataclass(frozen=True)
class Prospect:
    """New rules, and the instant from which they would hold. `by_deadline`: at a midnight of a later day."""

    rules: Process
    at: datetime
    by_deadline: bool


@dataclass(frozen=True)
class Fate:
    """What would become of one proposal, by its receipt number.

    `old` are the rules that it has until then; `stage` where it is then, `ended` how it has ended by then. `lost`: what
    the new rules have no place for; the rest is empty then. `to` is the stage where it is after the change, `end` how
    it ends by it; `opened` and `closed` are duties, without those that come and go with a stage; `until` is the last
    day of its period before and after, where that changes; `notes` are sentences of the stage's kind.
    """

    number: str
    old: Process
    stage: str
    ended: str | None = None
    lost: tuple[tuple[str, str], ...] = ()
    to: str = ""
    end: str | None = None
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    until: tuple[date | None, date | None] | None = None
    notes: tuple[str, ...] = ()


def under_way(key: str) -> int:
    """How many proposals of a process are under way."""
    query = select(func.count(Proposal.id)).where(Proposal.process_key == key, Proposal.ended_at.is_(None))
    return db.session.scalar(query) or 0


def fates(prospect: Prospect) -> Iterator[Fate]:
    """What would become of every proposal under way if nothing else happened to it until then, in the order of their
    numbers. They are read a few hundred at a time, and nothing is written."""
    after = 0
    while batch := _batch(prospect.rules.key, after):
        after = batch[-1][0].id
        owed = _duties(batch)
        for proposal, visit in batch:
            yield _Future(prospect, proposal, visit).told(owed.get(proposal.id, []))
        db.session.rollback()
        db.session.expunge_all()


def _batch(key: str, after: int) -> Sequence[Any]:
    query = (
        select(Proposal, Visit)
        .join(Visit, (Visit.proposal_id == Proposal.id) & (Visit.number == Proposal.visit_number))
        .where(Proposal.process_key == key, Proposal.ended_at.is_(None), Proposal.id > after)
        .options(defer(Proposal.text))
        .order_by(Proposal.id)
    )
    return db.session.execute(query.limit(BATCH)).all()


def _duties(batch: Sequence[Any]) -> Mapping[int, list[Duty]]:
    found: dict[int, list[Duty]] = {}
    numbers = [proposal.id for proposal, _visit in batch]
    for duty in db.session.scalars(select(Duty).where(Duty.proposal_id.in_(numbers)).order_by(Duty.id)):
        found.setdefault(duty.proposal_id, []).append(duty)
    return found


class _Future:
    """One proposal on its way to the change and through it, in the engine alone."""

    def __init__(self, prospect: Prospect, proposal: Proposal, visit: Visit) -> None:
        self.prospect, self.proposal, self.visit = prospect, proposal, visit
        self.process = process_of(proposal.version_id)
        self.now = prospect.at

    def told(self, duties: Sequence[Duty]) -> Fate:
        """What becomes of it."""
        state = self._until_then(load_state(self.proposal, self.visit, duties))
        old, new = self.process, self.prospect.rules
        fate = Fate(self.proposal.number, old, state.visit.stage)
        if state.ended:
            return replace(fate, ended=state.ended.key)
        if lost := obstacles(old, new, state):
            return replace(fate, lost=lost)
        self.process = new
        after, events = apply_version(
            old,
            new,
            state,
            max(self.now, state.settled_until),
            self._facts,
            calendar(),
            self.prospect.by_deadline,
        )
        return self._changed(fate, state, after, events)

    def _changed(self, fate: Fate, before: State, after: State, events: Sequence[Event]) -> Fate:
        old, new = fate.old, self.prospect.rules
        stays = before.visit.number == after.visit.number
        spans = period(old, before, calendar()), period(new, after, calendar()) if stays else None
        last = spans[0] and spans[0][1], spans[1] and spans[1][1]
        moved = stays and not after.ended and last[0] != last[1]
        passed = last[1] is not None and last[1] < calendar().day_of(after.settled_until)
        return replace(
            fate, to=after.visit.stage, end=after.ended.key if after.ended else None,
            opened=tuple(duty.name for duty in _opened(events) if stays or duty.visit is None),
            closed=tuple(event.name for event in events if isinstance(event, DutyClosed) and event.how != "left"),
            until=last if moved and not passed else None,
            notes=self._notes(old, before) if stays else (),
        )  # fmt: skip

    def _notes(self, old: Process, state: State) -> tuple[str, ...]:
        """What the kind of its stage would do at the change, where it is the stage that the row is about."""
        new, key = self.prospect.rules, state.visit.stage
        if state.visit.number != self.visit.number or not keeps_stage(old, new, key):
            return ()
        stop = Stop(self.proposal, self.visit, new.stages[key], new, self.now)
        note = kind_of(new.stages[key].kind).foretell(stop, old.stages[key])
        return (note,) if note else ()

    def _until_then(self, state: State) -> State:
        """Its state at the change: with what the calendar makes due, and rules that hold before."""
        for change in self._changes_before():
            state = self._settle(state, change.at)
            new = process_of(change.version.id)
            if state.ended or obstacles(self.process, new, state):
                continue
            old, self.process = self.process, new
            at = max(change.at, state.settled_until)
            state, _ = apply_version(old, new, state, at, self._facts, calendar(), change.by_deadline)
        return self._settle(state, self.prospect.at)

    def _changes_before(self) -> Iterator[Change]:
        number, due = self.proposal.version.number, self.proposal.rules_due_at
        while due is not None and (change := next_change(self.proposal.process_key, number, since=due)):
            if change.at >= self.prospect.at:
                return
            yield change
            number = change.version.number

    def _settle(self, state: State, until: datetime) -> State:
        return engine.advance(self.process, state, until, self._facts, calendar())[0]

    def _facts(self, state: State) -> Mapping[str, Value]:
        return facts.measure(self.proposal, self.visit, state, self.process, self.now)


def _opened(events: Sequence[Event]) -> Iterator[DutyState]:
    return (event.duty for event in events if isinstance(event, DutyOpened))
