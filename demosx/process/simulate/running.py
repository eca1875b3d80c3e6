"""Run a scenario through the engine, step by step, and look at what has come of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from ..acts import NotPossible
from ..calendars import Calendar
from ..changing import apply_version, every_obstacle, obstacles
from ..definition import Process
from ..engine import Step as Made
from ..engine import advance, begin, react
from ..events import Event
from ..kinds import Kind, Value
from ..state import State
from .acting import Now, Rights, perform
from .comparing import Difference, Outcome, differences
from .counts import Counts
from .scenario import Act, Scenario, Step
from .timetable import Change, Timetable, holds_later


@dataclass(frozen=True)
class Result:
    """What became of a step. `outcome` is what there is after it; `differences` is where it is not what was expected.
    `stopped`: an act could not be done, so that what follows cannot be rehearsed."""

    step: Step
    outcome: Outcome
    differences: tuple[Difference, ...]
    stopped: bool = False


@dataclass(frozen=True)
class Rehearsal:
    """What became of a scenario: what happened on filing, and the result of every step that could be rehearsed."""

    scenario: Scenario
    filed: tuple[Event, ...]
    results: tuple[Result, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as expected."""
        return not any(result.differences for result in self.results)


def rehearse(
    scenario: Scenario, kinds: Mapping[str, Kind], rights: Rights, of_plugins: frozenset[str]
) -> Rehearsal:
    """Run a scenario. `of_plugins` are the facts that plugins measure for a proposal, whatever its stage."""
    counts = Counts(kinds, dict(scenario.steady), of_plugins)
    run = _Run(scenario, counts, rights)
    filed = run.file()
    results: list[Result] = []
    for step in scenario.steps:
        results.append(run.step(step))
        if results[-1].stopped:
            break
    return Rehearsal(scenario, filed, tuple(results))


@dataclass
class _Run:
    scenario: Scenario
    counts: Counts
    rights: Rights
    process: Process = field(init=False)
    state: State = field(init=False)
    version: int = 1
    timetable: Timetable = field(default_factory=Timetable)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.process = self.scenario.process

    @property
    def calendar(self) -> Calendar:
        return self.scenario.calendar

    def facts(self, state: State) -> Mapping[str, Value]:
        return self.counts.read(self.process, state)

    def file(self) -> tuple[Event, ...]:
        self.counts = self.counts.set(1, self.scenario.facts)
        self.keep(begin(self.process, self.scenario.filed_at, self.facts, self.calendar))
        return tuple(self.events)

    def keep(self, made: Made) -> None:
        self.state = made[0]
        self.events += made[1]

    def step(self, step: Step) -> Result:
        """One step: the calendar, the counts, the acts, and a look at it."""
        self.events = []
        refusal, refused = None, None
        self.pass_until(step.at)
        self.count(step)
        try:
            for refused in step.acts:
                self.act(refused, step.at)
        except NotPossible as error:
            refusal = error
        outcome = Outcome(
            now=self.now(step.at),
            version=self.version,
            events=tuple(self.events),
            refusal=refusal,
            refused=refused if refusal else None,
        )
        found = differences(step, outcome)
        expected = "refused" in step.expect and refused is not None and refused is step.acts[-1]
        return Result(step, outcome, found, stopped=refusal is not None and not expected)

    def now(self, at: datetime) -> Now:
        facts = partial(self.counts.read, self.process)
        return Now(self.process, self.state, at, facts, self.calendar, self.rights)

    def pass_until(self, at: datetime) -> None:
        """Settle what the calendar has made due, and let other rules hold from the instant on which they do."""
        while not self.state.ended and (change := self.timetable.due(at)):
            self.keep(advance(self.process, self.state, change.at, self.facts, self.calendar))
            if not self.state.ended:
                self.go_over(change)
        self.keep(advance(self.process, self.state, at, self.facts, self.calendar))

    def go_over(self, change: Change) -> None:
        """Travel by other rules from now on. Where they have no place for this proposal it keeps the ones it has."""
        self.timetable = replace(self.timetable, passed=change.number)
        if obstacles(self.process, change.process, self.state):
            return
        at, old = max(change.at, self.state.settled_until), self.process
        self.process, self.version = change.process, change.number
        made = apply_version(
            old, change.process, self.state, at, self.facts, self.calendar, change.by_deadline
        )
        self.keep(made)

    def count(self, step: Step) -> None:
        """Let the counts be these, and the rules see it; those that come with a merge are seen with it."""
        if not step.facts:
            return
        self.counts = self.counts.set(self.state.visit.number, step.facts)
        if not any(act.verb == "merge" and act.what == "from" for act in step.acts):
            self.keep(react(self.process, self.state, step.at, self.facts, self.calendar))

    def act(self, act: Act, at: datetime) -> None:
        if act.verb == "apply_version":
            self.apply(act, at)
            return
        self.keep(perform(self.now(at), act))
        if act.verb == "reopen" or (act.verb, act.what) == ("merge", "undo"):
            self.timetable = replace(self.timetable, passed=self.version)

    def apply(self, act: Act, at: datetime) -> None:
        """Apply rules: they hold from their day, or from now where that is later, if they are for all. From a later day
        on they need a place for whatever can happen until then."""
        new = act.version
        if new is None or new.applies_to == "new":
            return
        later = holds_later(new, at, self.calendar)
        lost = every_obstacle(self.process, new) if later else obstacles(self.process, new, self.state)
        for code, key in lost:
            raise NotPossible(code, key=key)
        self.timetable = self.timetable.ordered(new, act.number, at, self.calendar)
        self.pass_until(at)
