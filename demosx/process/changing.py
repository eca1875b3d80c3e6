"""Letting a proposal that is under way travel by other rules from a moment on.

Nothing is lost and nothing happens twice: what has been done in this visit is not done again, open duties keep
their due days, periods are measured anew and are over no earlier than the change.
"""

from dataclasses import replace
from datetime import datetime

from . import events as happened
from .acts import NotPossible, settled
from .calendars import Calendar
from .definition import REPORT, Process, Rule, duty_names
from .engine import Step, open_moment
from .firing import firing
from .moment import Moment
from .outlook import Facts, over_at
from .state import State


def obstacles(old: Process, new: Process, state: State) -> tuple[tuple[str, str], ...]:
    """What of a proposal the new rules have no place for, each as a code and a key: `stage_gone` without a
    `goes_to`, `kind_changed` for a stage of the same name that is another now, `duty_gone` for something owed."""
    if state.ended:
        return ()
    here = state.visit.stage
    found = []
    if here not in new.stages:
        if here not in new.goes_to:
            found.append(("stage_gone", here))
    elif new.stages[here].kind != old.stages[here].kind and here not in new.goes_to:
        found.append(("kind_changed", here))
    known = {*duty_names(new), REPORT}
    found += [
        ("duty_gone", duty.name)
        for duty in state.open_duties()
        if duty.visit is None and duty.name not in known
    ]
    return tuple(found)


def apply_version(
    old: Process, new: Process, state: State, now: datetime, facts: Facts, calendar: Calendar,
    by_deadline: bool = False,
) -> Step:  # fmt: skip
    """Go over from the old rules to the new ones. `by_deadline`: the day has come that the new rules name, so this
    is midnight. An ended proposal keeps the rules by which it ended.

    Raises NotPossible with the first of the `obstacles`.
    """
    if state.ended:
        raise NotPossible("ended", end=state.ended.key)
    for code, key in obstacles(old, new, state):
        raise NotPossible(code, key=key)
    before = open_moment(old, state, now, facts, calendar)
    moment = Moment(new, calendar, facts, before.at, before.state, by_deadline=by_deadline)
    here = state.visit.stage
    stays = here in new.stages and new.stages[here].kind == old.stages[here].kind
    target = here if stays else new.goes_to[here]
    moment.events.append(happened.RulesChanged(at=moment.at, from_stage=here, to_stage=target))
    if not stays:
        left = moment.state.visit
        moment.leave()
        moment.arrive_at(target, left)
        return settled(moment)
    moment.entered.add(here)
    _remember(moment, old, new)
    _measure_anew(moment, old)
    _owe_anew(moment, old, new)
    return settled(moment)


def _remember(moment: Moment, old: Process, new: Process) -> None:
    """Let rules of the new version count as fired where the old one has done the same here."""
    done = {_deed(rule) for rule in old.every_rule if _has_acted(rule, moment.state)}
    again = {
        firing(rule, moment.state) for rule in new.rules_in(moment.state.visit.stage) if _deed(rule) in done
    }
    moment.state = replace(moment.state, fired=moment.state.fired | again)


def _deed(rule: Rule) -> tuple[str | None, str, str]:
    """What a rule does, whatever makes it do so."""
    return rule.scope, rule.action, rule.target


def _has_acted(rule: Rule, state: State) -> bool:
    """Whether a rule has fired in this visit, or for one outside the stages at all."""
    visit = state.visit.number if rule.scope else 0
    return any(fired[0] == visit and fired[1] == rule.key for fired in state.fired)


def _measure_anew(moment: Moment, old: Process) -> None:
    """Let a period be measured by the new rules; one that was not over is over no earlier than now."""
    visit = moment.state.visit
    over = over_at(old, visit, moment.calendar)
    if over is None or moment.at < over:
        visit = replace(visit, measured_at=moment.at)
    moment.state = replace(moment.state, visit=visit)
    if visit.starts_on is None and not moment.stage.opened_by:
        moment.start(moment.today)


def _owe_anew(moment: Moment, old: Process, new: Process) -> None:
    """Owe what the stage brings by the new rules only; what it brought by the old ones only is owed no longer."""
    here = moment.state.visit.stage
    before, after = old.stages[here].duty, new.stages[here].duty
    if before and not after:
        moment.close(here, "dropped")
    if after and not before:
        moment.open(after, moment.state.visit.number)
    if old.stages[here].report_every and not new.stages[here].report_every:
        moment.close(REPORT, "dropped")
    elif new.stages[here].report_every and not old.stages[here].report_every:
        moment.open_report()
