"""What is open now and what comes next. Nothing here changes anything."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta

from .calendars import Calendar
from .clocks import gaps_of, last_of
from .definition import Process, Rule, Stage
from .firing import has_fired
from .kinds import Value
from .lengths import Length, Span, counted_days, first_counted, last_day
from .nodes import exact
from .state import State, VisitState

Facts = Callable[[State], Mapping[str, Value]]
"""What is counted outside the engine (supports, votes, area …) for a proposal in a given state. It is called
again after every change, since `participants`, `votes` and `opinions` belong to the visit."""
UNCHECKED = "unchecked_batches"
COUNT_WITHIN = Length(7, "days")


def visit_stage(process: Process, state: State) -> Stage:
    """The stage of the present visit."""
    return process.stages[state.visit.stage]


def started(visit: VisitState, now: datetime, calendar: Calendar) -> bool:
    """Whether the first day of a visit has come."""
    if visit.starts_on is None:
        return False
    return visit.starts_on <= calendar.day_of(visit.entered_at) or calendar.midnight(visit.starts_on) <= now


def period(process: Process, state: State, calendar: Calendar) -> Span | None:
    """The first and the last day of the present visit's period; None without a period, before its first day
    is set, and while its clock stands still."""
    return period_of(process, state.visit, calendar)


def period_of(process: Process, visit: VisitState, calendar: Calendar) -> Span | None:
    """The same for any visit. None too while its clock stands still: nobody knows its last day then. Where other rules
    make it end in the past, its last day is the last one on which it was open."""
    last = _measured(process, visit, calendar)
    if last is None or visit.starts_on is None:
        return None
    if visit.measured_at and calendar.after(last) < visit.measured_at:
        last = calendar.day_of(visit.measured_at - timedelta(microseconds=1))
    return visit.starts_on, last


def _measured(process: Process, visit: VisitState, calendar: Calendar) -> date | None:
    """The last day of a visit's period by the rules as they are."""
    stage = process.stages[visit.stage]
    if stage.period is None or visit.starts_on is None:
        return None
    last = last_of(
        visit.starts_on, stage.period, calendar, visit.by_deadline, visit.pauses, visit.extended,
        process.frozen(stage.key),
    )  # fmt: skip
    return calendar.roll(last) if last and stage.period.rolled else last


def over_at(process: Process, visit: VisitState, calendar: Calendar) -> datetime | None:
    """The instant at which a visit's period is over; never before other rules began to measure it."""
    last = _measured(process, visit, calendar)
    if last is None:
        return None
    over = calendar.after(last)
    return max(over, visit.measured_at) if visit.measured_at else over


def counted_at(process: Process, visit: VisitState, calendar: Calendar) -> datetime | None:
    """The instant until which the end of a period waits for what was gathered offline (`count_within`); None where
    the stage is not offline."""
    stage, days = process.stages[visit.stage], period_of(process, visit, calendar)
    if days is None or not getattr(stage.options, "offline", False):
        return None
    return calendar.after(last_day(days[1], stage.count_within or COUNT_WITHIN, calendar))


def allowed(process: Process, state: State, now: datetime, calendar: Calendar) -> frozenset[str]:
    """What the stage allows at this instant: nothing before its first day, after its period, on days on which the
    file lets it rest, or after the end."""
    if state.ended or not started(state.visit, now, calendar):
        return frozenset()
    over = over_at(process, state.visit, calendar)
    if over and now >= over:
        return frozenset()
    if process.freeze_on(state.visit.stage, calendar.day_of(now)):
        return frozenset()
    return frozenset(visit_stage(process, state).allows)


def calendar_facts(
    process: Process, state: State, now: datetime, calendar: Calendar, waiting: bool = False
) -> dict[str, Value]:
    """The facts that depend on the day: `today`, `filed`, `days`, `period_over`, `overdue.DUTY`. `waiting`: something
    that was gathered offline in this period has not been checked yet."""
    stage, visit = visit_stage(process, state), state.visit
    facts: dict[str, Value] = {
        "today": calendar.day_of(now).isoformat(),
        "filed": calendar.day_of(state.filed_at).isoformat(),
        "days.ever": (calendar.day_of(now) - calendar.day_of(state.filed_at)).days,
    }
    if visit.starts_on is not None and started(visit, now, calendar):
        first, today = first_counted(visit.starts_on, stage.period, visit.by_deadline), calendar.day_of(now)
        gaps = gaps_of(visit.pauses, process.frozen(stage.key), until=today)
        facts["days"] = counted_days(first, today, gaps)
    if stage.period is not None and visit.starts_on is not None:
        over, counted = over_at(process, visit, calendar), counted_at(process, visit, calendar)
        waits = waiting and counted is not None and now < counted
        facts["period_over"] = over is not None and now >= over and not waits
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
    counted = facts(state)
    waiting = exact(counted.get(UNCHECKED, 0)) not in (0, False)
    return {**counted, **memory_facts(state), **calendar_facts(process, state, now, calendar, waiting)}


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
    ends = (over_at(process, visit, calendar), counted_at(process, visit, calendar))
    instants += [at for at in ends if at is not None]
    waiting = [rule for rule in process.rules_in(visit.stage) if _waits(rule, state)]
    for day in {day for rule in waiting if rule.when for day in rule.when.days}:
        instants += [calendar.midnight(day), calendar.after(day)]
    if any(rule.when.daily for rule in waiting if rule.when):
        today = calendar.day_of(state.settled_until)
        instants.append(calendar.after(today))
    return instants


def _waits(rule: Rule, state: State) -> bool:
    """Whether a rule waits for its condition, so that a midnight may matter."""
    return rule.automatic and rule.when is not None and not has_fired(rule, state)
