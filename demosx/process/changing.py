"""Letting a proposal that is under way travel by other rules from a moment on.

Nothing is lost and nothing happens twice: what has been done in this visit is not done again, open duties keep
their due days, periods are measured anew and are over no earlier than the change.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from . import events as happened
from .acts import NotPossible, settled
from .calendars import Calendar
from .clocks import open_reasons
from .definition import REPORT, Process, duty_names
from .engine import Step, open_moment
from .firing import deed, firing, still_counts
from .moment import Moment
from .outlook import Facts, over_at, started
from .state import State
from .stopping import stop_visit

REPEATED = ("open:", "mark:", "notify:")
"""What a rule may do and the proposal stays where it is. What leaves a stage cannot have been done in it."""


def obstacles(old: Process, new: Process, state: State) -> tuple[tuple[str, str], ...]:
    """What of a proposal the new rules have no place for, each as a code and a key: `stage_gone` without a
    `goes_to`, `kind_changed` for a stage of the same name that is another now, `duty_gone` for something owed."""
    if state.ended:
        return ()
    owed = [duty.name for duty in state.open_duties() if duty.visit is None]
    return (*_stage_lost(old, new, state.visit.stage), *_duties_lost(new, owed))


def every_obstacle(old: Process, new: Process) -> tuple[tuple[str, str], ...]:
    """The same for whatever can still happen to a proposal by the old rules: for new rules that hold from a later
    day."""
    lost = [found for key in old.stages for found in _stage_lost(old, new, key)]
    return (*lost, *_duties_lost(new, old.duties))


def keeps_stage(old: Process, new: Process, key: str) -> bool:
    """Whether a stage is still the same one: whoever is in it stays."""
    return key in new.stages and new.stages[key].kind == old.stages[key].kind


def _stage_lost(old: Process, new: Process, key: str) -> tuple[tuple[str, str], ...]:
    if keeps_stage(old, new, key) or key in new.goes_to:
        return ()
    return (("kind_changed" if key in new.stages else "stage_gone", key),)


def _duties_lost(new: Process, names: Iterable[str]) -> list[tuple[str, str]]:
    known = {*duty_names(new), REPORT}
    return [("duty_gone", name) for name in names if name not in known]


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
    here, done = state.visit.stage, _done(state)
    stays = keeps_stage(old, new, here)
    target = here if stays else new.goes_to[here]
    moment.events.append(happened.RulesChanged(at=moment.at, from_stage=here, to_stage=target))
    if stays:
        moment.entered.add(here)
        _measure_anew(moment, old)
        _owe_anew(moment, old, new)
    else:
        moment.leave()
        moment.arrive_at(target, state.visit)
    _remember(moment, done)
    return settled(moment)


@dataclass(frozen=True)
class _Done:
    """What rules have done so far: in the present visit, and on the whole journey."""

    here: frozenset[str]
    ever: frozenset[str]


def _done(state: State) -> _Done:
    counting = [fired for fired in state.fired if still_counts(fired, state)]
    here = [key for visit, key, _ in counting if visit in (0, state.visit.number)]
    return _Done(frozenset(map(deed, here)), frozenset(deed(key) for _, key, _ in counting))


def _remember(moment: Moment, done: _Done) -> None:
    """Let rules of the new version count as fired where the old one has done the same, so that nobody is asked or told
    twice: in this visit, or in the one that goes on in this; for rules outside the stages, at all."""
    rules = moment.process.rules_in(moment.state.visit.stage)
    again = {
        firing(rule, moment.state)
        for rule in rules
        if deed(rule.key) in (done.here if rule.scope else done.ever) and deed(rule.key).startswith(REPEATED)
    }
    moment.state = replace(moment.state, fired=moment.state.fired | again)


def _measure_anew(moment: Moment, old: Process) -> None:
    """Let a period be measured by the new rules; one that was not over is over no earlier than now."""
    visit = moment.state.visit
    over = over_at(old, visit, moment.calendar)
    if over is None or moment.at < over:
        visit = replace(visit, measured_at=moment.at)
    begins = visit.starts_on is None and not moment.stage.opened_by
    moment.state = replace(
        moment.state, visit=replace(visit, by_deadline=moment.by_deadline) if begins else visit
    )
    if begins:
        moment.start(moment.today)
    for reason in moment.stage.pause:
        if moment.state.open_duty(reason) and reason not in open_reasons(visit.pauses):
            stop_visit(moment, reason)


def _owe_anew(moment: Moment, old: Process, new: Process) -> None:
    """Owe what the stage brings by the new rules only; what it brought by the old ones only is owed no longer."""
    here = moment.state.visit.stage
    before, after = old.stages[here].duty, new.stages[here].duty
    if before and not after:
        moment.close(here, "dropped")
    if after and not before:
        moment.open(after, moment.state.visit.number)
    wanted, wants = old.stages[here].report_every, new.stages[here].report_every
    if wanted and not wants:
        moment.close(REPORT, "dropped")
    if wants and not wanted and started(moment.state.visit, moment.at, moment.calendar):
        moment.open_report()
