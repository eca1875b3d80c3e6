"""What is open now and what comes next. Nothing here changes anything."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from .calendars import ONE_DAY, Calendar
from .definition import Process, Rule, Stage
from .firing import has_fired
from .kinds import Value
from .lengths import first_counted, last_day
from .state import State, VisitState

Facts = Callable[[State], Mapping[str, Value]]
"""What is counted outside the engine (supports, votes, area …) for a proposal in a given state. It is called
again after every change, since `participants`, `votes` and `opinions` belong to the visit."""


def visit_stage(process: Process, state: State) -> Stage:
    """The stage of the present visit."""
    return process.stages[state.visit.stage]


def started(visit: VisitState, now: datetime, calendar: Calendar) -> bool:
    """Whether the first day of a visit has come."""
    if visit.starts_on is None:
        return False
    return visit.starts_on <= calendar.day_of(visit.entered_at) or calendar.midnight(visit.starts_on) <= now


def period(process: Process, state: State, calendar: Calendar) -> tuple[date, date] | None:
    """The first and the last day of the present visit's period; None without a period or before its first day
    is set."""
    return period_of(visit_stage(process, state), state.visit, calendar)


def period_of(stage: Stage, visit: VisitState, calendar: Calendar) -> tuple[date, date] | None:
    """The same for any visit."""
    if stage.period is None or visit.starts_on is None:
        return None
    return visit.starts_on, last_day(visit.starts_on, stage.period, calendar, visit.by_deadline)


def allowed(process: Process, state: State, now: datetime, calendar: Calendar) -> frozenset[str]:
    """What the stage allows at this instant: nothing before its first day, after its period, or after the
    end."""
    if state.ended or not started(state.visit, now, calendar):
        return frozenset()
    days = period(process, state, calendar)
    if days and now >= calendar.after(days[1]):
        return frozenset()
    return frozenset(visit_stage(process, state).allows)


def calendar_facts(process: Process, state: State, now: datetime, calendar: Calendar) -> dict[str, Value]:
    """The facts that depend on the day: `days`, `period_over`, `overdue.DUTY`."""
    facts: dict[str, Value] = {}
    stage, visit = visit_stage(process, state), state.visit
    if visit.starts_on is not None and started(visit, now, calendar):
        first = first_counted(visit.starts_on, stage.period, visit.by_deadline)
        facts["days"] = (calendar.day_of(now) - first + ONE_DAY).days
    if days := period_of(stage, visit, calendar):
        facts["period_over"] = now >= calendar.after(days[1])
    for duty in state.open_duties():
        if duty.due_on is not None:
            facts[f"overdue.{duty.name}"] = now >= calendar.after(duty.due_on)
    return facts


def memory_facts(state: State) -> dict[str, Value]:
    """The facts that the engine remembers: duties and their outcomes, decisions, marks, and what rules have
    set."""
    facts: dict[str, Value] = dict(state.given)
    facts["open_duties"] = len(state.open_duties())
    facts.update({f"outcome.{duty.name}": duty.outcome for duty in state.duties.values() if duty.outcome})
    facts.update({f"decisions.{stage}": latest.value for stage, latest in state.decisions.items()})
    facts.update({f"mark.{mark}": True for mark in state.marks})
    if decision := state.decision():
        facts["decision"] = decision.value
    return facts


def all_facts(
    process: Process, state: State, now: datetime, facts: Facts, calendar: Calendar
) -> dict[str, Value]:
    """Everything that a condition may read at this instant."""
    return {**facts(state), **memory_facts(state), **calendar_facts(process, state, now, calendar)}


def buttons(
    process: Process, state: State, roles: Collection[str], facts: Facts, now: datetime, calendar: Calendar
) -> tuple[Rule, ...]:
    """The rules that these roles can press now, in the file's order. `roles` includes `proposer` and
    `department` where the person is that."""
    if state.ended:
        return ()
    offered = [rule for rule in process.rules_in(state.visit.stage) if _offered(rule, state, roles)]
    if not any(rule.when for rule in offered):
        return tuple(offered)
    known = all_facts(process, state, now, facts, calendar)
    return tuple(rule for rule in offered if rule.when is None or rule.when.holds(known))


def _offered(rule: Rule, state: State, roles: Collection[str]) -> bool:
    """Whether a button is for these roles and would do anything."""
    if not set(rule.by) & set(roles):
        return False
    if rule.action == "open":
        return state.open_duty(rule.target) is None
    if rule.action == "mark":
        return rule.target not in state.marks
    return rule.action != "move" or rule.target != state.visit.stage


def next_due(process: Process, state: State, calendar: Calendar) -> datetime | None:
    """The next instant after `settled_until` at which the calendar alone may change anything; None if there
    is none."""
    if state.ended:
        return None
    instants = _instants(process, state, calendar)
    return min((at for at in instants if at > state.settled_until), default=None)


def _instants(process: Process, state: State, calendar: Calendar) -> list[datetime]:
    visit = state.visit
    instants = [calendar.after(duty.due_on) for duty in state.open_duties() if duty.due_on]
    if visit.starts_on is not None:
        instants.append(calendar.midnight(visit.starts_on))
    if days := period(process, state, calendar):
        instants.append(calendar.after(days[1]))
    if visit.starts_on is not None and any(
        _counts_days(rule, state) for rule in process.rules_in(visit.stage)
    ):
        today = calendar.day_of(state.settled_until)
        instants.append(calendar.after(today))
    return instants


def _counts_days(rule: Rule, state: State) -> bool:
    """Whether a rule waits for a number of days, so that every midnight may matter."""
    waits = rule.automatic and rule.when is not None and "days" in rule.when.reads
    return waits and not has_fired(rule, state)
