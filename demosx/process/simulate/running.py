"""Run a scenario through the engine, step by step, and look at what has come of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from ..acts import NotPossible
from ..calendars import Calendar
from ..changing import apply_version, obstacles
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


@dataclass(frozen=True)
class _Coming:
    """Rules that will hold for what is under way, from an instant on."""

    at: datetime
    number: int
    process: Process


@dataclass
class _Run:
    scenario: Scenario
    counts: Counts
    rights: Rights
    process: Process = field(init=False)
    state: State = field(init=False)
    version: int = 1
    coming: list[_Coming] = field(default_factory=list)
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
        try:
            self.pass_until(step.at)
            self.count(step)
            for refused in step.acts:
                self.act(refused, step.at)
        except NotPossible as error:
            refusal = error
        outcome = Outcome(
            now=self.now(step.at),
            version=self.version,
            events=tuple(self.events),
            refusal=refusal,
            refused=refused,
        )
        found = differences(step, outcome)
        expected = "refused" in step.expect and bool(step.acts) and refused is step.acts[-1]
        return Result(step, outcome, found, stopped=refusal is not None and not expected)

    def now(self, at: datetime) -> Now:
        facts = partial(self.counts.read, self.process)
        return Now(self.process, self.state, at, facts, self.calendar, self.rights)

    def pass_until(self, at: datetime) -> None:
        """Settle what the calendar has made due, and let new rules hold from the midnight of their day."""
        while coming := self.next_rules(at):
            self.keep(advance(self.process, self.state, coming.at, self.facts, self.calendar))
            self.change(coming, by_deadline=True)
        self.keep(advance(self.process, self.state, at, self.facts, self.calendar))

    def next_rules(self, at: datetime) -> _Coming | None:
        """The next rules that begin to hold until an instant. Those that were applied before the ones that hold are
        skipped."""
        self.coming = [one for one in self.coming if one.number > self.version]
        due = [one for one in self.coming if one.at <= at]
        return min(due, key=lambda one: (one.at, -one.number), default=None)

    def change(self, coming: _Coming, by_deadline: bool) -> None:
        if not self.state.ended:
            self.keep(
                apply_version(
                    self.process,
                    coming.process,
                    self.state,
                    coming.at,
                    self.facts,
                    self.calendar,
                    by_deadline,
                )
            )
        self.process, self.version = coming.process, coming.number

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
        else:
            self.keep(perform(self.now(at), act))

    def apply(self, act: Act, at: datetime) -> None:
        """Apply rules: they hold from their day, or from now where that is later, if they are for all."""
        new = act.version
        if new is None or new.applies_to == "new":
            return
        for code, key in obstacles(self.process, new, self.state):
            raise NotPossible(code, key=key)
        if new.effective and new.effective > self.calendar.day_of(at):
            self.coming.append(_Coming(self.calendar.midnight(new.effective), act.number, new))
        else:
            self.change(_Coming(at, act.number, new), by_deadline=False)
