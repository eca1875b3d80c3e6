"""Merging one proposal into another of the same process, as far as the rules are concerned.

The one ends as `merged`; what it owes goes over to the other, where the earlier due day holds. Counting its
people there, each once, is the business of whoever counts.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from . import events as happened
from .acts import moment_of, settled
from .calendars import Calendar
from .clocks import open_reasons
from .definition import Process
from .engine import Step
from .moment import Moment
from .outlook import Facts
from .state import DutyState, State
from .stopping import overdue, resume_duty, stop_duty, stop_others

MERGED = "merged"


def merge_away(process: Process, state: State, now: datetime, facts: Facts, calendar: Calendar) -> Step:
    """End a proposal because it goes on in another; what it owes is owed there."""
    moment = moment_of(process, state, now, facts, calendar)
    for duty in going_over(state):
        moment.close(duty.name, "left")
    moment.end(MERGED)
    return settled(moment)


def going_over(state: State) -> tuple[DutyState, ...]:
    """What goes over with a proposal: everything owed that is not its stage's own."""
    return tuple(duty for duty in state.open_duties() if duty.visit is None)


def take_over(
    process: Process, state: State, duties: Collection[DutyState], now: datetime, facts: Facts, calendar: Calendar
) -> Step:  # fmt: skip
    """Owe what another proposal owed, and let the rules see the people who have come with it."""
    moment = moment_of(process, state, now, facts, calendar)
    opened: set[str] = set()
    for duty in duties:
        owed = moment.state.open_duty(duty.name)
        if owed is None:
            _owe(moment, duty)
            opened.add(duty.name)
        elif _earlier(duty, owed):
            _bring_forward(moment, owed, duty)
    for duty in duties:
        _wait_for_what_is_owed_here(moment, duty.name)
    for name in sorted(opened):
        stop_others(moment, name)
    return settled(moment)


def _owe(moment: Moment, duty: DutyState) -> None:
    before = moment.state.duties.get(duty.name)
    owed = replace(
        duty, number=before.number + 1 if before else 1, closed_at=None, closed_as=None, outcome=None
    )
    moment.keep(owed)
    moment.events.append(happened.DutyOpened(at=moment.at, duty=owed))


def _bring_forward(moment: Moment, owed: DutyState, duty: DutyState) -> None:
    """Let what is owed here run by the clock of the same duty from elsewhere."""
    sooner = replace(
        owed, opened_at=duty.opened_at, within=duty.within, by_deadline=duty.by_deadline,
        pauses=duty.pauses, extended=duty.extended, last_day=duty.last_day, due_on=duty.due_on,
    )  # fmt: skip
    moment.keep(sooner)
    moment.events.append(happened.DutyMoved(at=moment.at, duty=sooner))


def _wait_for_what_is_owed_here(moment: Moment, name: str) -> None:
    """Let a clock that has come stand still for what is owed on this proposal, not for what stayed behind."""
    for reason in dict.fromkeys(open_reasons(moment.state.duties[name].pauses)):
        a_duty = moment.process.duty(reason, moment.state.visit.stage) is not None
        if a_duty and moment.state.open_duty(reason) is None:
            resume_duty(moment, moment.state.duties[name], reason)
    spec = moment.process.duty(name, moment.state.visit.stage)
    for reason in spec.pause if spec else ():
        duty = moment.state.duties[name]
        stops = moment.state.open_duty(reason) is not None and reason not in open_reasons(duty.pauses)
        if stops and duty.within and not overdue(moment, duty):
            stop_duty(moment, duty, reason)


def _earlier(one: DutyState, other: DutyState) -> bool:
    """Whether the first is due sooner. What has no day, or stands still, is due later than anything that has one."""
    return one.due_on is not None and (other.due_on is None or one.due_on < other.due_on)
