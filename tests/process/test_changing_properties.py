"""Rules that change on the way: applied late or early, looked at often or seldom, the history is the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demosx.process import (
    NotPossible,
    Process,
    State,
    Value,
    acts,
    advance,
    apply_version,
    begin,
    clock_acts,
    next_due,
    obstacles,
    react,
)
from demosx.process.events import DutyClosed, DutyOpened, Event, Moved, RulesChanged
from demosx.process.outlook import over_at
from tests.process.journeys import KOREA, noon, read

RULES = """
format = 1
key = "clockwork"
name = { ko = "시계", en = "Clockwork" }
first = "a"
[[rules]]
when = "overdue.d"
notify = "lead"
[stages.a]
kind = "support"
name = { ko = "가", en = "A" }
period = "9 days"
pause = ["hearing"]
[[stages.a.rules]]
when = "supports >= 10"
open = "d"
[[stages.a.rules]]
when = "days >= 4 and supports >= 20"
move = "b"
[[stages.a.rules]]
when = "period_over and open_duties == 0"
end = "expired"
[[stages.a.rules]]
when = "period_over and days >= 15"
move = "c"
[stages.b]
kind = "review"
name = { ko = "나", en = "B" }
owner = "planning_panel"
within = "5 working days"
decides = ["on", "back"]
[[stages.b.rules]]
when = "decision == 'back'"
move = "a"
[[stages.b.rules]]
when = "decision == 'on' or overdue.b"
move = "c"
[stages.c]
kind = "execution"
name = { ko = "다", en = "C" }
owner = "department"
report_every = "1 month"
[[stages.c.rules]]
when = "overdue.report"
notify = "lead"
[[stages.c.rules]]
by = ["official"]
end = "carried_out"
[duties.d]
name = { ko = "라", en = "D" }
owner = "department"
within = "6 days"
pause = ["hearing"]
[words]
on = { ko = "계속", en = "On" }
back = { ko = "되돌림", en = "Back" }
"""


def version(*changes: tuple[str, str]) -> Process:
    text = RULES
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read(text)


VERSIONS = {
    "the same": version(),
    "quicker": version(("9 days", "4 days"), (">= 10", ">= 5"), ("6 days", "2 days"), ("days >= 4", "days >= 2")),
    "slower": version(("9 days", "25 days"), (">= 10", ">= 30"), ("days >= 15", "days >= 40")),
    "renamed": version(
        ("stages.b", "stages.panel"), ('move = "b"', 'move = "panel"'), ("overdue.b", "overdue.panel"),
        ("[[rules]]", '[goes_to]\nb = "panel"\n[[rules]]'),
    ),
    "without panel": version(
        ("[stages.b]", "[stages.x]"), ("stages.b.rules", "stages.x.rules"), ("overdue.b", "overdue.x"),
        ('move = "b"', 'move = "x"'),
    ),
    "frozen": version(("[stages.a]", '[[pauses]]\nfrom = 2019-02-08\nto = 2019-02-12\nreason = "on"\n[stages.a]')),
    "opened by people": version(("period = ", 'opened_by = ["operator"]\nperiod = ')),
    "no reports": version(('report_every = "1 month"', 'within = "9 days"'), ("overdue.report", "overdue.c")),
}  # fmt: skip
FILED = noon("2019-02-01")
LAST = 24 * 50

hours = st.integers(1, LAST)
names = st.sampled_from(sorted(VERSIONS))
whats = st.sampled_from(
    ["supports", "decide", "complete", "withdraw", "press", "open", "pause", "resume", "nothing"]
)
steps = st.lists(st.tuples(hours, whats, st.integers(0, 5)), max_size=14)
changes = st.lists(st.tuples(hours, names, st.booleans()), min_size=1, max_size=4)


@dataclass(frozen=True)
class Change:
    """Other rules from an hour on; where a day is named, from its first instant."""

    at: datetime
    process: Process
    by_deadline: bool


class Traveller:
    """Acts at given hours; `looks` are the further hours at which nothing happens but a look."""

    def __init__(self, planned: list[tuple[int, str, bool]], looks: frozenset[int]) -> None:
        self.process = VERSIONS["the same"]
        self.waiting = sorted((_change(*one) for one in planned), key=lambda change: change.at)
        self.looks = looks
        self.counts: dict[str, Value] = {"supports": 0}
        self.events: tuple[Event, ...] = ()
        self.changed: list[tuple[Process, State, Change, State, tuple[Event, ...]]] = []
        self.state, self.events = begin(self.process, FILED, self.facts, KOREA)

    def facts(self, state: State) -> Mapping[str, Value]:
        return dict(self.counts)

    def look(self, hour: int) -> datetime:
        now = FILED + timedelta(hours=hour)
        while self.waiting and self.waiting[0].at <= now:
            change = self.waiting.pop(0)
            self.settle(change.at)
            self.change(change)
        self.settle(now)
        self.keep(react(self.process, self.state, now, self.facts, KOREA))
        return now

    def settle(self, until: datetime) -> None:
        self.keep(advance(self.process, self.state, until, self.facts, KOREA))

    def change(self, change: Change) -> None:
        if self.state.ended or obstacles(self.process, change.process, self.state):
            return
        old, before = self.process, self.state
        step = apply_version(old, change.process, before, change.at, self.facts, KOREA, change.by_deadline)
        self.process = change.process
        self.changed.append((old, before, change, step[0], step[1]))
        self.keep(step)

    def keep(self, step: tuple[State, tuple[Event, ...]]) -> None:
        self.state = step[0]
        self.events += step[1]

    def travel(self, plan: list[tuple[int, str, int]]) -> "Traveller":
        for hour in sorted({*self.looks, *(hour for hour, _, _ in plan)}):
            now = self.look(hour)
            for _, what, number in (step for step in plan if step[0] == hour):
                self.do(what, number, now)
        self.look(LAST + 1)
        return self

    def do(self, what: str, number: int, now: datetime) -> None:
        if what in self.counts:
            self.counts[what] = int(self.counts[what]) + number * 7
        try:
            self.keep(self.step(what, number, now))
        except NotPossible:
            return

    def step(self, what: str, number: int, now: datetime) -> tuple[State, tuple[Event, ...]]:
        rest = (now, self.facts, KOREA)
        owed = sorted(duty.name for duty in self.state.open_duties())
        if what == "decide":
            return acts.decide(self.process, self.state, ("on", "back")[number % 2], *rest)
        if what == "complete" and owed:
            return acts.complete(self.process, self.state, owed[number % len(owed)], None, *rest)
        if what == "withdraw" and owed:
            return acts.withdraw_duty(self.process, self.state, owed[number % len(owed)], *rest)
        if what == "press":
            return acts.press(self.process, self.state, "c/end:carried_out", ("official",), *rest)
        if what == "open":
            return acts.open_stage(
                self.process, self.state, KOREA.day_of(now) + timedelta(days=number), ("operator",), *rest
            )
        if what == "pause":
            return clock_acts.pause(self.process, self.state, ("d", "a")[number % 2], "hearing", *rest)
        if what == "resume":
            return clock_acts.resume(self.process, self.state, ("d", "a")[number % 2], *rest)
        return react(self.process, self.state, *rest)


def _change(hour: int, name: str, by_deadline: bool) -> Change:
    at = FILED + timedelta(hours=hour)
    if by_deadline:
        at = KOREA.after(KOREA.day_of(at))
    return Change(at, VERSIONS[name], by_deadline)


@settings(max_examples=300, deadline=None)
@given(steps, changes, st.frozensets(hours, max_size=40))
def test_looking_more_often_changes_nothing(
    plan: list[tuple[int, str, int]], planned: list[tuple[int, str, bool]], looks: frozenset[int]
) -> None:
    seldom = Traveller(planned, frozenset()).travel(plan)
    often = Traveller(planned, looks).travel(plan)
    assert often.events == seldom.events
    assert often.state == seldom.state


@settings(max_examples=100, deadline=None)
@given(steps, changes)
def test_looking_every_few_hours_changes_nothing(
    plan: list[tuple[int, str, int]], planned: list[tuple[int, str, bool]]
) -> None:
    seldom = Traveller(planned, frozenset()).travel(plan)
    hourly = Traveller(planned, frozenset(range(1, LAST, 5))).travel(plan)
    assert (hourly.state, hourly.events) == (seldom.state, seldom.events)


@settings(max_examples=300, deadline=None)
@given(steps, changes)
def test_nothing_is_lost(plan: list[tuple[int, str, int]], planned: list[tuple[int, str, bool]]) -> None:
    done = Traveller(planned, frozenset()).travel(plan)
    for old, before, change, after, events in done.changed:
        assert isinstance(events[0], RulesChanged) and {event.at for event in events} == {change.at}
        assert before.duties.keys() <= after.duties.keys()
        assert after.decisions == before.decisions and before.marks <= after.marks
        closed = {event.name for event in events if isinstance(event, DutyClosed)}
        for duty in before.open_duties():
            kept = after.duties[duty.name]
            assert kept.number > duty.number or duty.name in closed or kept == duty
        _not_over_before(old, before, change, after)
    _whole(done)


def _not_over_before(old: Process, before: State, change: Change, after: State) -> None:
    """A period that was still open is not over before the change."""
    if after.visit.number != before.visit.number:
        return
    was, now = (
        over_at(rules, state.visit, KOREA) for rules, state in ((old, before), (change.process, after))
    )
    assert now is None or (was is not None and was <= change.at) or now >= change.at


def _whole(done: Traveller) -> None:
    events, state = done.events, done.state
    assert [event.at for event in events] == sorted(event.at for event in events)
    visits = [event.visit.number for event in events if isinstance(event, Moved)]
    assert visits == list(range(1, state.visit.number + 1))
    opened = [(event.duty.name, event.duty.number) for event in events if isinstance(event, DutyOpened)]
    closed = [(event.name, event.number) for event in events if isinstance(event, DutyClosed)]
    assert len(set(opened)) == len(opened) and len(set(closed)) == len(closed)
    assert set(opened) - set(closed) == {(duty.name, duty.number) for duty in state.open_duties()}
    due = next_due(done.process, state, KOREA)
    assert due is None or due > state.settled_until


@pytest.mark.parametrize("name", VERSIONS)
def test_every_version_can_be_gone_over_to(name: str) -> None:
    """The versions are not so far apart that the properties say nothing."""
    done = Traveller([(60, name, False)], frozenset()).travel([(30, "supports", 2)])
    assert len(done.changed) == 1
