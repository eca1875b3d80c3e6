"""Where a proposal stands, for screens: read only, except that a deadline which has passed is settled first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import defer
from sqlalchemy.orm.interfaces import ORMOption

from ..core import clock
from ..core.db import db, writing
from ..core.i18n import language
from ..core.permissions import Actor
from ..core.together import together
from ..duties.models import Duty
from ..ledger.models import Entry
from ..plugins import Stop
from ..process.acts import NotPossible
from ..process.conditions import shortfall
from ..process.definition import Process, Rule, Stage
from ..process.kinds import Value
from ..process.outlook import all_facts, allowed
from ..process.outlook import buttons as engine_buttons
from ..process.state import State
from . import facts, store
from .labels import stage_label
from .models import ProcessVersion, Visit
from .people import people_of
from .rules import calendar, process_of
from .travel import moment, refused


@dataclass(frozen=True)
class Standing:
    """A proposal with its rules and its state at this moment, loaded once for a page: all its stays, all its duties,
    its public history and every version of the rules of its process, the oldest first. `shared` is what its stages have
    loaded together."""

    proposal: Any
    visit: Visit
    process: Process
    state: State
    now: datetime
    visits: Sequence[Visit] = ()
    duties: Sequence[Duty] = ()
    story: Sequence[Entry] = ()
    versions: Sequence[ProcessVersion] = ()
    shared: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def stage(self) -> Stage:
        """The definition of the present stage."""
        return self.process.stages[self.visit.stage]

    @property
    def stop(self) -> Stop:
        """The same as stage kinds are told."""
        return Stop(self.proposal, self.visit, self.stage, self.process, self.now, shared=self.shared)

    def facts(self) -> Mapping[str, Value]:
        """Everything that a condition may read now."""
        return all_facts(self.process, self.state, self.now, self._measure, calendar())

    def allowed(self) -> frozenset[str]:
        """The actions that are open now."""
        return allowed(self.process, self.state, self.now, calendar())

    def buttons(self, actor: Actor) -> tuple[Rule, ...]:
        """The rules that this person may press now."""
        roles = people_of(actor, self.proposal)
        return engine_buttons(self.process, self.state, roles, self._measure, self.now, calendar())

    def may_open(self, actor: Actor) -> bool:
        """Whether this person may set the first day of the present stage, which has not begun."""
        waits = self.visit.starts_on is None or calendar().midnight(self.visit.starts_on) > self.now
        named = set(self.stage.opened_by) & people_of(actor, self.proposal)
        return bool(waits and named and not self.state.ended)

    def foresee(self, act: Any, *arguments: Any, **more: Any) -> State:
        """What one of the engine's acts would make of it now; nothing changes. Raises NotPossibleNow."""
        try:
            return act(self.process, self.state, *arguments, self.now, self._measure, calendar(), **more)[0]
        except NotPossible as refusal:
            raise refused(self.process, refusal) from refusal

    def _measure(self, state: State) -> Mapping[str, Value]:
        return facts.measure(self.proposal, self.visit, state, self.process, self.now)


@dataclass(frozen=True)
class Beside:
    """A table of another room whose rows for a proposal are read together with where it stands: they are in `shared`
    by the name of the model, in no order. For what nearly every page of a proposal shows a little of. `options` are
    made when they are needed: before that not every model is there."""

    model: type[Any]
    condition: Callable[[int], ColumnElement[bool]]
    options: Callable[[], tuple[ORMOption, ...]] = tuple


def add_beside(app: Flask, beside: Beside) -> None:
    """Read one more table whenever it is asked where a proposal stands."""
    app.extensions.setdefault("demosx_beside", []).append(beside)


def standing(proposal: Any) -> Standing:
    """Where a proposal stands now. What the calendar has made due is settled first, in a transaction of its own."""
    now = clock.now()
    if proposal.next_due_at is not None and proposal.next_due_at <= now:
        settle(proposal)
    beside: list[Beside] = current_app.extensions.get("demosx_beside", [])
    visits, duties, story, versions, *more = together(
        (Visit, Visit.proposal_id == proposal.id),
        (Duty, Duty.proposal_id == proposal.id),
        (Entry, (Entry.proposal_id == proposal.id) & Entry.public),
        (ProcessVersion, ProcessVersion.key == proposal.process_key),
        *((one.model, one.condition(proposal.id)) for one in beside),
        options=(defer(ProcessVersion.source), *(option for one in beside for option in one.options())),
    )
    visits.sort(key=lambda visit: visit.number)
    duties.sort(key=lambda duty: duty.id)
    story.sort(key=lambda entry: (entry.at, entry.id))
    versions.sort(key=lambda version: version.number)
    state = store.load_state(proposal, visits[-1], duties)
    shared = {one.model.__name__: rows for one, rows in zip(beside, more, strict=True)}
    return Standing(
        proposal,
        visits[-1],
        process_of(proposal.version_id),
        state,
        now,
        visits,
        duties,
        story,
        versions,
        shared,
    )


def settle(proposal: Any) -> None:
    """Let the calendar act on a proposal, and commit that. Nothing else may be under way in this session."""
    db.session.rollback()
    writing()
    try:
        with moment(proposal):
            pass
        db.session.commit()
    finally:
        writing(False)


def visits_of(proposal_id: int) -> list[Visit]:
    """Every stay of a proposal as it is now, the first one first."""
    query = select(Visit).where(Visit.proposal_id == proposal_id).order_by(Visit.number)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def stage_name(proposal: Any) -> str:
    """The name of the stage a proposal is in, or of its end, as its own rules call it. Costs no query."""
    process = process_of(proposal.version_id)
    if proposal.ended:
        return process.words.text(proposal.ended, language())
    return stage_label(process, proposal.stage)


def stage_kind(proposal: Any) -> str:
    """The kind of the stage a proposal is in, or "ended"."""
    if proposal.ended:
        return "ended"
    return process_of(proposal.version_id).stages[proposal.stage].kind


@dataclass(frozen=True)
class Prospect:
    """What a number still missing would bring: `missing` more of `fact`, `wanted` in all, and then the rule acts."""

    rule: Rule
    fact: str
    missing: int
    wanted: int


def prospects(
    here: Standing, names: tuple[str, ...] = ("supports", "participants", "votes")
) -> list[Prospect]:
    """What is within reach by numbers alone, the nearest first. Empty when the stage is closed to people."""
    if not here.allowed():
        return []
    known = here.facts()
    found = []
    for rule in here.process.rules_in(here.visit.stage):
        if not rule.automatic or rule.when is None:
            continue
        for name in names:
            missing = shortfall(rule.when, name, known)
            if missing:
                wanted = int(known.get(name, 0)) + int(missing)
                found.append(Prospect(rule, name, int(missing), wanted))
    return sorted(found, key=lambda prospect: prospect.missing)
