"""Whatever happens: looking twice, late or often never changes the result, and the state keeps its promises."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demosx.process import State, acts, advance, begin, buttons, next_due, react
from demosx.process.events import DutyClosed, DutyOpened, Ended, Fired, Moved
from tests.process.journeys import KOREA, example, read
from tests.process.plans import PEOPLE, Plan, Traveller, hours, steps

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
pause = ["hearing", "e"]
extend = { times = 1, up_to = "5 days", by = ["operator"] }
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
[[stages.c.rules]]
when = "today >= '2019-04-10' and not mark.late"
mark = "late"
[duties.d]
name = { ko = "라", en = "D" }
owner = "department"
within = "6 days"
pause = ["transfer", "e"]
extend = { times = 2, up_to = "1 week", by = ["official"], needs = ["reason"] }
[duties.e]
name = { ko = "마", en = "E" }
owner = "proposer"
within = "3 working days"
[[pauses]]
from = 2019-02-06
to = 2019-02-08
reason = { ko = "선거", en = "Election" }
stages = ["a"]
[words]
on = { ko = "계속", en = "On" }
back = { ko = "되돌림", en = "Back" }
late = { ko = "늦음", en = "Late" }
"""
)
PROCESSES = {"clockwork": CLOCKWORK, "citizen": example("seoul-2019"), "agency": example("agency")}
OTHER = read(
    CLOCKWORK.source.replace("supports >= 10", "supports >= 7")
    .replace('"9 days"', '"4 days"')
    .replace('within = "6 days"', 'within = "30 days"')
    .replace("supports >= 20", "supports >= 14")
)


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=60, deadline=None)
@given(steps, st.frozensets(hours, max_size=30))
def test_looking_more_often_changes_nothing(name: str, plan: Plan, looks: frozenset[int]) -> None:
    seldom = Traveller(PROCESSES[name]).travel(plan)
    often = Traveller(PROCESSES[name], looks).travel(plan)
    assert (often.state, often.events) == (seldom.state, seldom.events)


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=40, deadline=None)
@given(steps)
def test_looking_every_hour_changes_nothing(name: str, plan: Plan) -> None:
    seldom = Traveller(PROCESSES[name]).travel(plan)
    hourly = Traveller(PROCESSES[name], frozenset(range(1, 60 * 24, 6))).travel(plan)
    assert (hourly.state, hourly.events) == (seldom.state, seldom.events)


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=40, deadline=None)
@given(steps)
def test_the_order_of_facts_changes_nothing(name: str, plan: Plan) -> None:
    one, other = Traveller(PROCESSES[name]), Traveller(PROCESSES[name], backwards=True)
    assert one.travel(plan).events == other.travel(plan).events


@settings(max_examples=80, deadline=None)
@given(steps, hours, st.frozensets(hours, max_size=30))
def test_rules_that_change_under_way_are_looked_at_alike(
    plan: Plan, hour: int, looks: frozenset[int]
) -> None:
    seldom = Traveller(CLOCKWORK, change=(hour, OTHER)).travel(plan)
    often = Traveller(CLOCKWORK, looks, change=(hour, OTHER)).travel(plan)
    assert (often.state, often.events) == (seldom.state, seldom.events)
    keeps_its_promises(often)


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=80, deadline=None)
@given(steps)
def test_the_state_keeps_its_promises(name: str, plan: Plan) -> None:
    keeps_its_promises(Traveller(PROCESSES[name]).travel(plan))


def keeps_its_promises(done: Traveller) -> None:
    """What holds of every life: times never run backwards, visits and duties are numbered, nothing is lost."""
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
    ends = sum(isinstance(event, Ended) for event in events)
    assert ends >= (state.ended is not None)
    if state.ended:
        assert all(duty.visit is None for duty in state.open_duties())
    due = next_due(done.process, state, KOREA)
    assert due is None or due > state.settled_until
    assert all(duty.due_on is None for duty in state.open_duties() if duty.paused)
    fires_once_a_visit(done)
    can_go_on(state, done)


def fires_once_a_visit(done: Traveller) -> None:
    """A rule that reads no decision, outcome or overdue duty fires at most once in one visit."""
    visit, seen = 0, set()
    for event in done.events:
        visit = event.visit.number if isinstance(event, Moved) else visit
        rule = done.process.rule(event.rule) if isinstance(event, Fired) and event.rule else None
        if rule is None or not rule.automatic or (rule.when and rule.when.once_each):
            continue
        place = (visit if rule.scope else 0, rule.key)
        assert place not in seen
        seen.add(place)


def can_go_on(state: State, done: Traveller) -> None:
    """Somebody, or the calendar, can always move a proposal on; and who leads can always end it."""
    if state.ended:
        return
    rest = (state.settled_until, done.facts, KOREA)
    ended, _ = acts.force_end(done.process, state, "closed", *rest)
    assert ended.ended is not None
    stage = done.process.stages[state.visit.stage]
    pressed = any(rule.leaves for rule in buttons(done.process, state, PEOPLE, done.facts, rest[0], KOREA))
    waits = next_due(done.process, state, KOREA) is not None or state.visit.starts_on is None
    assert pressed or waits or stage.decides or state.open_duties() or process_waits_for_people(done)


def process_waits_for_people(done: Traveller) -> bool:
    """Whether a rule here waits for numbers that people can still bring."""
    rules = done.process.rules_in(done.state.visit.stage)
    return any(rule.leaves and rule.when and "supports" in rule.when.reads for rule in rules)


@given(st.dates(date(2019, 3, 1), date(2022, 1, 1)), st.integers(0, 23))
def test_what_the_calendar_does_is_dated_to_a_midnight(day: date, hour: int) -> None:
    filed = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
    state, _ = begin(CLOCKWORK, filed, lambda state: {"supports": 0}, KOREA)
    state, events = advance(
        CLOCKWORK, state, filed + timedelta(days=400), lambda state: {"supports": 0}, KOREA
    )
    assert state.ended is not None
    assert {event.at.astimezone(KOREA.tz).time().isoformat() for event in events} == {"00:00:00"}
    assert (KOREA.day_of(state.ended.at) - KOREA.day_of(filed)).days == 10
