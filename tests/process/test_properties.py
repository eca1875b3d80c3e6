"""Whatever happens: looking twice, late or often never changes the result, and the state keeps its promises."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demosx.process import NotPossible, Process, State, Value, acts, advance, begin, next_due, react
from demosx.process.events import DutyClosed, DutyOpened, Ended, Event, Moved
from tests.process.journeys import KOREA, example, noon, read

CLOCKWORK = read(
    """
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
when = "days >= 60 and supports >= 30"
end = "carried_out"
[[stages.c.rules]]
by = ["official"]
end = "carried_out"
[duties.d]
name = { ko = "라", en = "D" }
owner = "department"
within = "6 days"
[words]
on = { ko = "계속", en = "On" }
back = { ko = "되돌림", en = "Back" }
"""
)
PROCESSES = {"clockwork": CLOCKWORK, "citizen": example("seoul-2019"), "agency": example("agency")}
FILED = noon("2019-02-01")

hours = st.integers(1, 60 * 24)
whats = st.sampled_from(
    ["supports", "participants", "decide", "complete", "withdraw", "press", "open", "nothing"]
)
steps = st.lists(st.tuples(hours, whats, st.integers(0, 5)), max_size=14)


class Traveller:
    """Acts at given hours; `looks` are the further hours at which nothing happens but a look."""

    def __init__(self, process: Process, looks: frozenset[int]) -> None:
        self.process = process
        self.looks = looks
        self.counts: dict[str, Value] = {"supports": 0, "participants": 0}
        self.state, self.events = begin(process, FILED, self.facts, KOREA)

    def facts(self, state: State) -> Mapping[str, Value]:
        return dict(self.counts)

    def look(self, hour: int) -> datetime:
        now = FILED + timedelta(hours=hour)
        self.state, events = advance(self.process, self.state, now, self.facts, KOREA)
        self.state, more = react(self.process, self.state, now, self.facts, KOREA)
        self.events += events + more
        return now

    def travel(self, plan: list[tuple[int, str, int]]) -> "Traveller":
        for hour in sorted({*self.looks, *(hour for hour, _, _ in plan)}):
            now = self.look(hour)
            for _, what, number in (step for step in plan if step[0] == hour):
                self.do(what, number, now)
        self.look(60 * 24 + 1)
        return self

    def do(self, what: str, number: int, now: datetime) -> None:
        if what in self.counts:
            self.counts[what] = int(self.counts[what]) + number * 7
        try:
            self.state, events = self.step(what, number, now)
        except NotPossible:
            return
        self.events += events

    def step(self, what: str, number: int, now: datetime) -> tuple[State, tuple[Event, ...]]:
        rest = (now, self.facts, KOREA)
        open_duties = sorted(duty.name for duty in self.state.open_duties())
        if what == "decide":
            decides = self.process.stages[self.state.visit.stage].decides or ("none",)
            return acts.decide(self.process, self.state, decides[number % len(decides)], *rest)
        if what in ("complete", "withdraw") and open_duties:
            name = open_duties[number % len(open_duties)]
            if what == "withdraw":
                return acts.withdraw_duty(self.process, self.state, name, *rest)
            duty = self.process.duty(name, self.state.visit.stage)
            outcomes = (duty.outcomes if duty else ()) or (None,)
            return acts.complete(self.process, self.state, name, outcomes[number % len(outcomes)], *rest)
        if what == "press":
            rules = [rule.key for rule in self.process.every_rule if rule.by and rule.target != "withdrawn"]
            roles = ("planning_panel", "official", "operator", "proposer")
            gives = ("reason", "document")
            return acts.press(self.process, self.state, rules[number % len(rules)], roles, *rest, gives=gives)
        if what == "open":
            day = KOREA.day_of(now) + timedelta(days=number)
            return acts.open_stage(self.process, self.state, day, ("operator",), *rest)
        return react(self.process, self.state, *rest)


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=60, deadline=None)
@given(steps, st.frozensets(hours, max_size=30))
def test_looking_more_often_changes_nothing(
    name: str, plan: list[tuple[int, str, int]], looks: frozenset[int]
) -> None:
    seldom = Traveller(PROCESSES[name], frozenset()).travel(plan)
    often = Traveller(PROCESSES[name], looks).travel(plan)
    assert often.state == seldom.state
    assert often.events == seldom.events


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=60, deadline=None)
@given(steps)
def test_looking_every_hour_changes_nothing(name: str, plan: list[tuple[int, str, int]]) -> None:
    seldom = Traveller(PROCESSES[name], frozenset()).travel(plan)
    hourly = Traveller(PROCESSES[name], frozenset(range(1, 60 * 24, 6))).travel(plan)
    assert (hourly.state, hourly.events) == (seldom.state, seldom.events)


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=60, deadline=None)
@given(steps)
def test_the_state_keeps_its_promises(name: str, plan: list[tuple[int, str, int]]) -> None:
    done = Traveller(PROCESSES[name], frozenset()).travel(plan)
    state, events = done.state, done.events
    again, nothing = react(done.process, state, state.settled_until, done.facts, KOREA)
    assert (again, nothing) == (state, ())
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert all(event.at.tzinfo is UTC for event in events)
    visits = [event.visit.number for event in events if isinstance(event, Moved)]
    assert visits == list(range(1, state.visit.number + 1))
    opened = [(event.duty.name, event.duty.number) for event in events if isinstance(event, DutyOpened)]
    closed = [(event.name, event.number) for event in events if isinstance(event, DutyClosed)]
    assert len(set(opened)) == len(opened) and len(set(closed)) == len(closed)
    assert set(opened) - set(closed) == {(duty.name, duty.number) for duty in state.open_duties()}
    assert sum(isinstance(event, Ended) for event in events) == (state.ended is not None)
    if state.ended:
        assert all(duty.visit is None for duty in state.open_duties())
    due = next_due(done.process, state, KOREA)
    assert due is None or due > state.settled_until


@given(st.dates(date(2018, 1, 1), date(2022, 1, 1)), st.integers(0, 23))
def test_what_the_calendar_does_is_dated_to_a_midnight(day: date, hour: int) -> None:
    filed = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
    state, _ = begin(CLOCKWORK, filed, lambda state: {"supports": 0}, KOREA)
    state, events = advance(
        CLOCKWORK, state, filed + timedelta(days=400), lambda state: {"supports": 0}, KOREA
    )
    assert state.ended is not None
    assert {event.at.astimezone(KOREA.tz).time().isoformat() for event in events} == {"00:00:00"}
    assert (KOREA.day_of(state.ended.at) - KOREA.day_of(filed)).days == 10
