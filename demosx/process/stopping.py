"""Stopping the clocks of a moment and letting them run on: those of duties, and that of the present stage's period."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from . import events as happened
from .calendars import ONE_DAY
from .clocks import Pause, Pauses, begun, last_of, open_reasons
from .clocks import ended as over
from .outlook import over_at
from .state import DutyState

if TYPE_CHECKING:
    from .moment import Moment


def measured(moment: "Moment", duty: DutyState) -> DutyState:
    """A duty with its last day measured anew: from when it opened, with its extensions, past its pauses."""
    if duty.within is None:
        return duty
    last = last_of(
        moment.calendar.day_of(duty.opened_at), duty.within, moment.calendar, duty.by_deadline, duty.pauses,
        duty.extended, moment.process.frozen(duty.name) if duty.visit else (),
    )  # fmt: skip
    return replace(duty, last_day=last, due_on=moment.calendar.roll(last) if last else None)


def overdue(moment: "Moment", duty: DutyState) -> bool:
    """Whether a duty's day has passed."""
    return duty.due_on is not None and moment.at >= moment.calendar.after(duty.due_on)


def stopped_by(moment: "Moment", reasons: tuple[str, ...]) -> Pauses:
    """The pauses with which a clock begins: what stops it is owed already."""
    return tuple(Pause(reason, moment.today) for reason in reasons if moment.state.open_duty(reason))


def stop_others(moment: "Moment", reason: str) -> None:
    """Stop every clock that stands still for this reason, unless it has run out."""
    for duty in moment.state.open_duties():
        spec = moment.process.duty(duty.name, moment.state.visit.stage)
        if (
            spec
            and reason in spec.pause
            and duty.name != reason
            and duty.within
            and not overdue(moment, duty)
            and reason not in open_reasons(duty.pauses)
        ):
            stop_duty(moment, duty, reason)
    if reason in moment.stage.pause and reason != moment.stage.key and period_runs(moment):
        stop_visit(moment, reason)


def period_runs(moment: "Moment") -> bool:
    """Whether the present stage has a period that is not over; one that has not begun is not over."""
    over = over_at(moment.process, moment.state.visit, moment.calendar)
    return moment.stage.period is not None and (over is None or moment.at < over)


def stop_duty(moment: "Moment", duty: DutyState, reason: str) -> None:
    """Stop the clock of one duty."""
    stopped = measured(moment, replace(duty, pauses=begun(duty.pauses, reason, moment.today)))
    moment.keep(stopped)
    paused = happened.Paused(at=moment.at, rule=moment.rule, name=duty.name, reason=reason, duty=stopped)
    moment.events.append(paused)


def stop_visit(moment: "Moment", reason: str) -> None:
    """Stop the clock of the present stage's period."""
    visit = moment.state.visit
    visit = replace(visit, pauses=begun(visit.pauses, reason, moment.today))
    moment.state = replace(moment.state, visit=visit)
    paused = happened.Paused(at=moment.at, rule=moment.rule, name=visit.stage, reason=reason, visit=visit)
    moment.events.append(paused)


def hold_duty(moment: "Moment", duty: DutyState, reason: str, last: date) -> None:
    """Let the clock of one duty stand still up to a day that is known, and that day."""
    held = measured(moment, replace(duty, pauses=(*duty.pauses, Pause(reason, moment.today, last))))
    moment.keep(held)
    moment.events.append(happened.Paused(at=moment.at, name=duty.name, reason=reason, duty=held))


def hold_visit(moment: "Moment", reason: str, last: date) -> None:
    """The same for the present stage's period."""
    visit = moment.state.visit
    visit = replace(visit, pauses=(*visit.pauses, Pause(reason, moment.today, last)))
    moment.state = replace(moment.state, visit=visit)
    moment.events.append(happened.Paused(at=moment.at, name=visit.stage, reason=reason, visit=visit))


def release_all(moment: "Moment", reason: str) -> None:
    """Let everything run on that is held for this reason up to a later day; today is the last day that does not
    count."""
    for duty in moment.state.open_duties():
        if shorter := _cut(duty.pauses, reason, moment.today):
            running = measured(moment, replace(duty, pauses=shorter))
            moment.keep(running)
            moment.events.append(happened.Resumed(at=moment.at, name=duty.name, reason=reason, duty=running))
    visit = moment.state.visit
    if shorter := _cut(visit.pauses, reason, moment.today):
        visit = replace(visit, pauses=shorter)
        moment.state = replace(moment.state, visit=visit)
        moment.events.append(happened.Resumed(at=moment.at, name=visit.stage, reason=reason, visit=visit))


def _cut(pauses: Pauses, reason: str, today: date) -> Pauses:
    """The pauses with those for this reason over today that would last longer; none where there is none."""
    cut = tuple(
        replace(one, last=today) if one.reason == reason and one.last and one.last > today else one
        for one in pauses
    )
    return cut if cut != pauses else ()


def resume(moment: "Moment", reason: str) -> None:
    """Let every clock run again that stood still for this reason alone."""
    for duty in moment.state.duties.values():
        resume_duty(moment, duty, reason)
    resume_visit(moment, reason)


def _last_touched(moment: "Moment") -> date:
    """The last day that a pause which ends now has touched: yesterday, where it ends at the first instant of
    today."""
    return moment.today - ONE_DAY if moment.by_deadline else moment.today


def resume_duty(moment: "Moment", duty: DutyState, reason: str) -> None:
    """End one reason of a duty's standing still."""
    if not duty.is_open or reason not in open_reasons(duty.pauses):
        return
    running = measured(moment, replace(duty, pauses=over(duty.pauses, reason, _last_touched(moment))))
    moment.keep(running)
    resumed = happened.Resumed(at=moment.at, rule=moment.rule, name=duty.name, reason=reason, duty=running)
    moment.events.append(resumed)


def resume_visit(moment: "Moment", reason: str) -> None:
    """End one reason of the present visit's standing still."""
    visit = moment.state.visit
    if reason not in open_reasons(visit.pauses):
        return
    visit = replace(visit, pauses=over(visit.pauses, reason, _last_touched(moment)))
    moment.state = replace(moment.state, visit=visit)
    resumed = happened.Resumed(at=moment.at, rule=moment.rule, name=visit.stage, reason=reason, visit=visit)
    moment.events.append(resumed)
