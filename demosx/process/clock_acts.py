"""What people do to clocks: stop them, let them run on, lengthen them, and hand a duty over.

Names are those of duties, and the key of the present stage for its period and its own duty together. What is
overdue can neither be stopped nor lengthened. As with every act, `NotPossible` changes nothing.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from . import events as happened
from .acts import NotPossible, require, settled
from .calendars import Calendar
from .clocks import open_reasons
from .definition import Duty, Extension, Process
from .engine import Step, open_moment
from .lengths import Length, stretched
from .moment import Moment
from .outlook import Facts, period_of
from .state import DutyState, State
from .stopping import (
    hold_duty,
    hold_visit,
    measured,
    overdue,
    period_runs,
    release_all,
    resume_duty,
    resume_visit,
    stop_duty,
    stop_visit,
)
from .vocabulary import TRANSFER


def pause(
    process: Process, state: State, name: str, reason: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Stop a clock for one of the reasons that the file gives. A reason that is also a duty's name opens that duty,
    and the clock stands still until it is closed."""
    moment = open_moment(process, state, now, facts, calendar)
    duty, whole = _clocks(moment, name)
    reasons = _spec(moment, name).pause if duty else moment.stage.pause
    if reason not in reasons:
        raise NotPossible("unknown_reason", reason=reason, known=reasons)
    _require_running(moment, name, duty, whole)
    if reason in _reasons(moment, duty, whole):
        raise NotPossible("paused_already", name=name, reason=reason)
    if reason in process.duties:
        moment.open(process.duties[reason])
        return settled(moment)
    if duty:
        stop_duty(moment, duty, reason)
    if whole and period_runs(moment):
        stop_visit(moment, reason)
    return settled(moment)


def resume(
    process: Process, state: State, name: str, now: datetime, facts: Facts, calendar: Calendar,
    reason: str | None = None,
) -> Step:  # fmt: skip
    """Let a clock run on that stands still for this reason, or for whatever reason people have given."""
    moment = open_moment(process, state, now, facts, calendar)
    duty, whole = _clocks(moment, name)
    standing = _reasons(moment, duty, whole)
    ended = [one for one in standing if reason in (None, one) and not state.open_duty(one)]
    if not ended:
        code = "waits_for_duty" if standing else "not_paused"
        raise NotPossible(code, name=name, duties=tuple(one for one in standing if state.open_duty(one)))
    for one in dict.fromkeys(ended):
        if duty:
            resume_duty(moment, moment.state.duties[duty.name], one)
        if whole:
            resume_visit(moment, one)
    return settled(moment)


def hold(
    process: Process, state: State, reason: str, last: date, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Let everything that runs stand still up to a day, and that day, wherever the file gives this reason to stop it.
    Nothing may be meant; what has run out is not held. The calendar alone lets it run on."""
    moment = open_moment(process, state, now, facts, calendar)
    for duty in state.open_duties():
        if duty.within and reason in _spec(moment, duty.name).pause and not overdue(moment, duty):
            hold_duty(moment, duty, reason, last)
    if reason in moment.stage.pause and not state.ended and period_runs(moment):
        hold_visit(moment, reason, last)
    return settled(moment)


def release(
    process: Process, state: State, reason: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Let everything run on from tomorrow that is held for this reason up to a later day."""
    moment = open_moment(process, state, now, facts, calendar)
    release_all(moment, reason)
    return settled(moment)


def extend(
    process: Process, state: State, name: str, roles: Collection[str], now: datetime, facts: Facts,
    calendar: Calendar, length: Length | None = None, gives: Collection[str] = (),
) -> Step:  # fmt: skip
    """Lengthen a duty or the present stage, by as much as the file allows or by a given length that is no longer."""
    moment = open_moment(process, state, now, facts, calendar)
    duty, whole = _clocks(moment, name)
    allowed = _spec(moment, name).extend if duty else moment.stage.extend
    if allowed is None:
        raise NotPossible("cannot_be_extended", name=name)
    if not set(roles) & set(allowed.by):
        raise NotPossible("not_theirs_to_extend", name=name)
    _require_running(moment, name, duty, whole)
    done = len(duty.extended if duty else state.visit.extended)
    if done >= allowed.times:
        raise NotPossible("extended_already", name=name, times=allowed.times)
    more = _granted(moment, duty, length, allowed)
    require(allowed.needs, gives)
    if duty:
        _lengthen_duty(moment, duty, more)
    if whole and period_runs(moment):
        _lengthen_visit(moment, more)
    return settled(moment)


def hand_over(
    process: Process, state: State, name: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Let another department owe a duty from now on. Its clock runs on, unless the file stops it for a `transfer`:
    then it stands still until the other takes it up (`resume`)."""
    moment = open_moment(process, state, now, facts, calendar)
    duty = state.open_duty(name)
    if duty is None:
        raise NotPossible("duty_not_open", duty=name)
    moment.events.append(happened.HandedOver(at=moment.at, name=name, number=duty.number))
    spec = _spec(moment, name)
    stops = duty.within and TRANSFER in spec.pause and TRANSFER not in process.duties
    if stops and not overdue(moment, duty) and TRANSFER not in open_reasons(duty.pauses):
        stop_duty(moment, duty, TRANSFER)
    return settled(moment)


def _clocks(moment: Moment, name: str) -> tuple[DutyState | None, bool]:
    """The duty of this name that runs, if any, and whether the present stage's period is meant too."""
    state = moment.state
    here = name == state.visit.stage and moment.stage.period is not None and not state.ended
    duty = state.open_duty(name)
    duty = duty if duty and duty.within else None
    if duty is None and not here:
        code = "no_length" if state.open_duty(name) else "duty_not_open"
        raise NotPossible(code, duty=name)
    return duty, here


def _spec(moment: Moment, name: str) -> Duty:
    """What the file says of a duty; one that the rules no longer name can only be completed or withdrawn."""
    return moment.process.duty(name, moment.state.visit.stage) or Duty(key=name, name={}, owner=())


def _require_running(moment: Moment, name: str, duty: DutyState | None, whole: bool) -> None:
    if (duty and overdue(moment, duty)) or (whole and not duty and not period_runs(moment)):
        raise NotPossible("overdue", name=name)


def _reasons(moment: Moment, duty: DutyState | None, whole: bool) -> tuple[str, ...]:
    reasons = open_reasons(duty.pauses) if duty else ()
    return reasons + (open_reasons(moment.state.visit.pauses) if whole else ())


def last_so_far(
    process: Process, state: State, duty: DutyState | None, now: datetime, calendar: Calendar
) -> date:
    """The day that an extension follows: the last one of a duty before it was rolled, or that of the present period;
    today while nobody knows it."""
    if duty is not None:
        return duty.last_day or calendar.day_of(now)
    span = period_of(process, state.visit, calendar)
    return span[1] if span else calendar.day_of(now)


def _granted(moment: Moment, duty: DutyState | None, length: Length | None, allowed: Extension) -> Length:
    """The extension wanted, which must not reach further than what the file allows."""
    if length is None:
        return allowed.up_to
    last = last_so_far(moment.process, moment.state, duty, moment.at, moment.calendar)
    wanted, most = (stretched(last, one, moment.calendar) for one in (length, allowed.up_to))
    if wanted > most:
        raise NotPossible("too_long", up_to=str(allowed.up_to))
    return length


def _lengthen_duty(moment: Moment, duty: DutyState, more: Length) -> None:
    longer = measured(moment, replace(duty, extended=(*duty.extended, more)))
    moment.keep(longer)
    moment.events.append(happened.Extended(at=moment.at, name=duty.name, length=more, duty=longer))


def _lengthen_visit(moment: Moment, more: Length) -> None:
    visit = moment.state.visit
    visit = replace(visit, extended=(*visit.extended, more))
    moment.state = replace(moment.state, visit=visit)
    moment.events.append(happened.Extended(at=moment.at, name=visit.stage, length=more, visit=visit))
