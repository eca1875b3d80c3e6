"""What people do to a proposal, as far as the rules are concerned.

Every act is one moment: the rules are read on with its effects. `advance` comes before it. An act that is not
possible raises `NotPossible` and changes nothing. Whether this person may act on this proposal is asked at
the door; only where the file itself names people for one act (`by`, `opened_by`) are the roles checked here.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from . import events as happened
from .calendars import Calendar
from .definition import REPORT, Duty, Process
from .engine import Step, open_moment
from .moment import Moment, new_visit
from .outlook import Facts, buttons, started
from .state import State


class NotPossible(Exception):
    """An act that the rules do not allow now. `code` says why, `facts` with what."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}" if facts else code)
        self.code = code
        self.facts = facts


def press(
    process: Process, state: State, rule_key: str, roles: Collection[str], now: datetime, facts: Facts,
    calendar: Calendar, gives: Collection[str] = (),
) -> Step:  # fmt: skip
    """Press a rule's button. `gives` is what the person gave of what the rule `needs`."""
    moment = moment_of(process, state, now, facts, calendar)
    shown = {rule.key: rule for rule in buttons(process, state, roles, facts, moment.at, calendar)}
    if rule_key not in shown:
        raise NotPossible("no_button", rule=rule_key)
    require(shown[rule_key].needs, gives)
    moment.fire(shown[rule_key])
    return settled(moment)


def decide(
    process: Process, state: State, value: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Record the decision of the present stage. It does the stage's own duty."""
    moment = moment_of(process, state, now, facts, calendar)
    if value not in moment.stage.decides:
        raise NotPossible("unknown_decision", value=value, stage=moment.stage.key)
    _require_awake(moment)
    moment.decide(value)
    return settled(moment)


def complete(
    process: Process, state: State, name: str, outcome: str | None, now: datetime, facts: Facts, calendar: Calendar,
    gives: Collection[str] = (),
) -> Step:  # fmt: skip
    """Complete a duty with one of its outcomes, or with None where it has none. Possible after the end too, and
    for a duty that the rules no longer name."""
    moment = open_moment(process, state, now, facts, calendar)
    owed = state.open_duty(name)
    if owed is None:
        raise NotPossible("duty_not_open", duty=name)
    duty = process.duty(name, state.visit.stage) or Duty(key=name, name={}, owner=())
    if owed.visit is not None and name == moment.stage.key:
        if moment.stage.decides:
            raise NotPossible("needs_a_decision", stage=name)
        _require_awake(moment)
    if outcome is None and not duty.outcomes:
        outcome = "done"
    if outcome not in (duty.outcomes or ("done",)):
        raise NotPossible("unknown_outcome", duty=name, outcome=outcome)
    require(duty.needs, gives)
    moment.close(name, "done", outcome)
    return settled(moment, report=name == REPORT)


def withdraw_duty(
    process: Process, state: State, name: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Take back what was asked of somebody. A withdrawn report is followed by the next. What a stage itself is about
    stays: nobody could take the proposal on from there."""
    moment = open_moment(process, state, now, facts, calendar)
    owed = state.open_duty(name)
    if owed is None:
        raise NotPossible("duty_not_open", duty=name)
    if owed.visit is not None and name == state.visit.stage:
        raise NotPossible("belongs_to_stage", stage=name)
    moment.close(name, "withdrawn")
    return settled(moment, report=name == REPORT)


def open_stage(
    process: Process, state: State, first_day: date, roles: Collection[str], now: datetime, facts: Facts,
    calendar: Calendar,
) -> Step:  # fmt: skip
    """Set the first day of a stage that somebody opens: today, or a later day, from whose first instant on it
    is open. Until then another day may be set."""
    moment = moment_of(process, state, now, facts, calendar)
    if not moment.stage.opened_by:
        raise NotPossible("opens_by_itself", stage=moment.stage.key)
    if not set(roles) & set(moment.stage.opened_by):
        raise NotPossible("not_theirs_to_open", stage=moment.stage.key)
    if started(state.visit, moment.at, calendar):
        raise NotPossible("already_open", first_day=state.visit.starts_on)
    if first_day < moment.today:
        raise NotPossible("day_has_passed", first_day=first_day)
    if first_day == moment.today:
        moment.start(first_day)
    else:
        moment.state = replace(state, visit=replace(state.visit, starts_on=first_day))
        moment.events.append(happened.Scheduled(at=moment.at, visit=moment.state.visit))
    return settled(moment)


def force_move(
    process: Process, state: State, stage: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Move outside the rules, which only the lead may. The rules of the new stage are read."""
    moment = moment_of(process, state, now, facts, calendar)
    _require_stage(process, stage)
    if stage == state.visit.stage:
        raise NotPossible("already_there", stage=stage)
    moment.enter(stage)
    return settled(moment)


def force_end(
    process: Process, state: State, key: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """End outside the rules, with one of the process's ends."""
    moment = moment_of(process, state, now, facts, calendar)
    if key not in process.ends:
        raise NotPossible("unknown_end", end=key)
    moment.end(key)
    return settled(moment)


def reopen(
    process: Process, state: State, stage: str, now: datetime, facts: Facts, calendar: Calendar
) -> Step:
    """Let what has ended go on, with a new visit to a stage."""
    moment = open_moment(process, state, now, facts, calendar)
    _require_stage(process, stage)
    if state.ended is None:
        raise NotPossible("not_ended")
    moment.state = replace(state, ended=None)
    moment.events.append(happened.Reopened(at=moment.at, key=state.ended.key))
    visit = new_visit(process, stage, state.visit.number + 1, moment.at, calendar)
    moment.arrive(visit, state.visit.stage)
    return settled(moment)


def moment_of(process: Process, state: State, now: datetime, facts: Facts, calendar: Calendar) -> Moment:
    """The moment of an act on a journey that is under way."""
    if state.ended:
        raise NotPossible("ended", end=state.ended.key)
    return open_moment(process, state, now, facts, calendar)


def settled(moment: Moment, report: bool = False) -> Step:
    """End a moment: let the rules see what it has brought. `report`: the next report is owed first."""
    if report:
        moment.open_report()
    moment.settle()
    return moment.result()


def require(needs: Collection[str], gives: Collection[str]) -> None:
    """Raise NotPossible unless everything that is needed was given."""
    missing = tuple(need for need in needs if need not in gives)
    if missing:
        raise NotPossible("needs", missing=missing)


def _require_awake(moment: Moment) -> None:
    """Raise NotPossible on days on which the file lets the present stage rest: its work waits, as its clock does."""
    freeze = moment.process.freeze_on(moment.stage.key, moment.today)
    if freeze:
        raise NotPossible("frozen", stage=moment.stage.key, reason=freeze.reason, until=freeze.last)


def _require_stage(process: Process, stage: str) -> None:
    if stage not in process.stages:
        raise NotPossible("unknown_stage", stage=stage)
