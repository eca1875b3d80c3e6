"""One moment: changes at one instant that are one change. The engine and the acts work on it, nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from . import events as happened
from .calendars import Calendar
from .clocks import Pauses
from .definition import REPORT, Duty, Process, Rule, Stage
from .events import Event
from .firing import firing, has_fired
from .kinds import Value
from .lengths import Length, last_day
from .outlook import Facts, all_facts, started
from .state import Closed, Decision, DutyState, Ended, State, VisitState
from .stopping import measured, resume, stop_others, stopped_by


def new_visit(
    process: Process, key: str, number: int, at: datetime, calendar: Calendar, by_deadline: bool = False
) -> VisitState:
    """A visit that begins now. A stage that somebody opens has no first day yet."""
    if process.stages[key].opened_by:
        return VisitState(number, key, at)
    return VisitState(number, key, at, by_deadline, calendar.day_of(at))


@dataclass
class Moment:
    """The state as it becomes at one instant, and what has happened in it.

    `by_deadline`: the calendar caused this moment, so what starts in it starts at midnight and its first day
    counts.
    """

    process: Process
    calendar: Calendar
    facts: Facts
    at: datetime
    state: State
    by_deadline: bool = False
    events: list[Event] = field(default_factory=list)
    rule: str | None = None
    entered: set[str] = field(default_factory=set)
    read: set[tuple[int, str]] = field(default_factory=set)

    @property
    def stage(self) -> Stage:
        return self.process.stages[self.state.visit.stage]

    @property
    def today(self) -> date:
        return self.calendar.day_of(self.at)

    def result(self) -> tuple[State, tuple[Event, ...]]:
        return replace(self.state, settled_until=self.at), tuple(self.events)

    # Reading the rules

    def settle(self) -> None:
        """Read the rules from the top, again after each that fires, until none does."""
        while not self.state.ended and (rule := self._next_rule()):
            self.fire(rule)

    def _next_rule(self) -> Rule | None:
        """The first rule that fires now. Those that come up a second time in this moment are spent, not
        fired: the result must not depend on how often it is looked at."""
        known: Mapping[str, Value] | None = None
        for rule in self.process.rules_in(self.state.visit.stage):
            if not rule.automatic or has_fired(rule, self.state):
                continue
            if rule.when is not None:
                known = known or all_facts(self.process, self.state, self.at, self.facts, self.calendar)
                if not rule.when.holds(known):
                    continue
            again = (self.state.visit.number, rule.key) in self.read
            if not again and not (rule.action == "move" and rule.target in self.entered):
                return rule
            self.spend(rule)
        return None

    def spend(self, rule: Rule) -> None:
        self.read.add((self.state.visit.number, rule.key))
        self.state = replace(self.state, fired=self.state.fired | {firing(rule, self.state)})

    # What a rule does

    def fire(self, rule: Rule) -> None:
        """Do what a rule says: set, drop, then its action."""
        self.spend(rule)
        self.rule = rule.key
        self.events.append(happened.Fired(at=self.at, rule=rule.key))
        if rule.set:
            self.state = replace(self.state, given={**self.state.given, **rule.set})
            self.events.append(happened.Given(at=self.at, rule=rule.key, facts=rule.set))
        for name in rule.drop:
            self.close(name, "dropped")
        self._act(rule)
        self.rule = None

    def _act(self, rule: Rule) -> None:
        match rule.action:
            case "move":
                if rule.target != self.state.visit.stage:
                    self.enter(rule.target)
            case "open":
                self.open(self.process.duties[rule.target])
            case "end":
                self.end(rule.target)
            case "mark":
                self.mark(rule.target)
            case "notify":
                told = happened.Notified(at=self.at, rule=self.rule, to=rule.notified, key=rule.key)
                self.events.append(told)

    def mark(self, key: str) -> None:
        if key not in self.state.marks:
            self.state = replace(self.state, marks=self.state.marks | {key})
            self.events.append(happened.Marked(at=self.at, rule=self.rule, key=key))

    def end(self, key: str) -> None:
        self.leave()
        self.state = replace(self.state, ended=Ended(key, self.at))
        self.events.append(happened.Ended(at=self.at, rule=self.rule, key=key))

    # Stages

    def enter(self, key: str) -> None:
        """Leave the present stage for another."""
        left = self.state.visit
        self.leave()
        self.arrive_at(key, left)

    def arrive_at(self, key: str, left: VisitState) -> None:
        """Begin the next visit, at this stage."""
        visit = new_visit(self.process, key, left.number + 1, self.at, self.calendar, self.by_deadline)
        self.arrive(visit, left.stage)

    def arrive(self, visit: VisitState, from_stage: str | None) -> None:
        """Be in a stage from now on, and owe what it brings."""
        self.entered.add(visit.stage)
        stopped = stopped_by(self, self.process.stages[visit.stage].pause)
        visit = replace(visit, pauses=stopped)
        self.state = replace(self.state, visit=visit)
        self.events.append(happened.Moved(at=self.at, rule=self.rule, from_stage=from_stage, visit=visit))
        if own := self.stage.duty:
            self.open(own, visit.number)
        if started(visit, self.at, self.calendar):
            self.open_report()

    def start(self, first_day: date) -> None:
        """Begin a stage that somebody opens."""
        self.state = replace(self.state, visit=replace(self.state.visit, starts_on=first_day))
        self.events.append(happened.Started(at=self.at, rule=self.rule, visit=self.state.visit))
        self.open_report()

    def leave(self) -> None:
        """Close what only the present visit owes."""
        for duty in self.state.open_duties():
            if duty.visit == self.state.visit.number:
                self.close(duty.name, "left")

    # Duties

    def open(self, duty: Duty, visit: int | None = None) -> None:
        """Open a duty, unless it is open. Its outcome is empty again."""
        if self.state.open_duty(duty.key):
            return
        stopped = stopped_by(self, duty.pause) if duty.within else ()
        self._owe(duty.key, None, visit, within=duty.within, pauses=stopped)
        stop_others(self, duty.key)

    def open_report(self) -> None:
        """Open the next report, on the rhythm that runs from the stage's first day: due later than today and
        than the one before it."""
        every, visit = self.stage.report_every, self.state.visit
        if every is None or visit.starts_on is None or self.state.ended or self.state.open_duty(REPORT):
            return
        before = self.state.duties.get(REPORT)
        passed = self.today
        if before and before.visit == visit.number and before.due_on and before.closed_as != "dropped":
            passed = max(passed, before.due_on)
        count = 1
        while self.calendar.roll(last := self._report_day(every, visit.starts_on, count)) <= passed:
            count += 1
        self._owe(REPORT, last, visit.number)
        stop_others(self, REPORT)

    def _report_day(self, every: Length, first_day: date, count: int) -> date:
        return last_day(first_day, every.times(count), self.calendar, self.state.visit.by_deadline)

    def _owe(
        self,
        name: str,
        last: date | None,
        visit: int | None,
        within: Length | None = None,
        pauses: Pauses = (),
    ) -> None:
        before = self.state.duties.get(name)
        duty = DutyState(
            name=name, number=before.number + 1 if before else 1, opened_at=self.at, visit=visit,
            last_day=last, due_on=self.calendar.roll(last) if last else None, within=within,
            by_deadline=self.by_deadline, pauses=pauses,
        )  # fmt: skip
        duty = measured(self, duty) if within else duty
        self.keep(duty)
        self.events.append(happened.DutyOpened(at=self.at, rule=self.rule, duty=duty))

    def close(self, name: str, how: Closed, outcome: str | None = None) -> None:
        """Close a duty, if it is open."""
        if duty := self.state.open_duty(name):
            self.keep(replace(duty, closed_at=self.at, closed_as=how, outcome=outcome))
            closed = happened.DutyClosed(
                at=self.at, rule=self.rule, name=name, number=duty.number, how=how, outcome=outcome
            )
            self.events.append(closed)
            resume(self, name)

    def keep(self, duty: DutyState) -> None:
        """Put a duty as it is now in the place of what it was."""
        self.state = replace(self.state, duties={**self.state.duties, duty.name: duty})

    # Decisions

    def decide(self, value: str) -> None:
        """Let a decision stand, and with it the stage's own duty be done."""
        visit = self.state.visit
        number = max((latest.number for latest in self.state.decisions.values()), default=0) + 1
        decision = Decision(visit.stage, value, number, visit.number)
        self.state = replace(self.state, decisions={**self.state.decisions, visit.stage: decision})
        self.events.append(happened.Decided(at=self.at, decision=decision))
        self.close(visit.stage, "done", value)
