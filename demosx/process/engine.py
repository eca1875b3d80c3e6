"""The engine: what the rules make of a proposal, moment by moment.

It has no clock, no database and no memory of its own. Before any change the caller settles what the calendar
has made due until then, with the facts as they were (`advance`); then makes the change; then lets the rules
see it (`react`, or one of the acts). The result never depends on how often or how late this happens.
"""

from dataclasses import replace
from datetime import datetime

from .calendars import Calendar
from .definition import Process
from .events import Event
from .moment import Moment, new_visit
from .outlook import Facts, next_due
from .state import State

Step = tuple[State, tuple[Event, ...]]


def begin(process: Process, filed_at: datetime, facts: Facts, calendar: Calendar) -> Step:
    """File a proposal: enter the first stage and read its rules. For one filed in the past, `advance` comes
    next."""
    visit = new_visit(process, process.first, 1, filed_at, calendar)
    state = State(filed_at=filed_at, visit=visit, settled_until=filed_at)
    moment = Moment(process, calendar, facts, filed_at, state)
    moment.arrive(visit, None)
    moment.settle()
    return moment.result()


def advance(process: Process, state: State, until: datetime, facts: Facts, calendar: Calendar) -> Step:
    """Settle what the calendar has made due until an instant, midnight by midnight, with the facts as they
    were.

    Every event is dated to the midnight that caused it. Going over the same time again changes nothing.
    """
    happened: list[Event] = []
    while (at := next_due(process, state, calendar)) and at <= until:
        moment = Moment(process, calendar, facts, at, state, by_deadline=True)
        first_day = state.visit.starts_on
        if first_day and calendar.midnight(first_day) == at:
            moment.start(first_day)
        moment.settle()
        state, events = moment.result()
        happened += events
    if until > state.settled_until:
        state = replace(state, settled_until=until)
    return state, tuple(happened)


def react(process: Process, state: State, now: datetime, facts: Facts, calendar: Calendar) -> Step:
    """Let the rules see changed facts. Raises ValueError where the calendar has not been settled until
    now."""
    moment = open_moment(process, state, now, facts, calendar)
    moment.settle()
    return moment.result()


def open_moment(process: Process, state: State, now: datetime, facts: Facts, calendar: Calendar) -> Moment:
    """The moment of a change made by people. A clock that has gone back is taken to stand still.

    Raises ValueError where the calendar has not been settled until now: the rules would judge the past by
    later facts.
    """
    now = max(now, state.settled_until)
    due = next_due(process, state, calendar)
    if due and due <= now:
        raise ValueError(f"not settled until {now:%Y-%m-%d %H:%M}: the calendar has something due at {due}")
    return Moment(process, calendar, facts, now, state)
