"""Do what a step says that somebody does, and ask first whether they may, as a site would."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .. import acts, clock_acts, merging
from ..acts import NotPossible
from ..calendars import Calendar
from ..definition import Process, Rule
from ..engine import Step
from ..lengths import stretched
from ..outlook import Facts, allowed, buttons
from ..state import DutyState, State
from ..vocabulary import NEEDS
from .buttons import matching, spellings
from .scenario import Act

EVERYBODY = ("visitor", "member")
IMPLIED = {"department": ("officer",)}
Rights = Mapping[str, Collection[str]]
"""Who may do what the file gives to nobody in particular, by the act's verb."""


@dataclass(frozen=True)
class Now:
    """A proposal at the instant of an act."""

    process: Process
    state: State
    at: datetime
    facts: Facts
    calendar: Calendar
    rights: Rights


def roles_of(by: Collection[str]) -> frozenset[str]:
    """Every role that somebody has who is called by these: whoever has an account is a member too, and the department
    in charge are its officers."""
    return frozenset([*by, *EVERYBODY, *(role for one in by for role in IMPLIED.get(one, ()))])


def perform(now: Now, act: Act) -> Step:
    """Do an act. Raises NotPossible where it is refused, and then nothing has changed."""
    return DOING[act.verb](now, act)


def shown_to(now: Now, by: Collection[str]) -> tuple[Rule, ...]:
    """The buttons that these people have now; without anybody named, all that there are."""
    roles = roles_of(by) if by else {role for rule in now.process.every_rule for role in rule.by}
    return buttons(now.process, now.state, roles, now.facts, now.at, now.calendar)


def _press(now: Now, act: Act) -> Step:
    _under_way(now)
    shown = shown_to(now, act.by)
    found = matching(act.what, shown, now.process)
    if len(found) != 1:
        code = "ambiguous_button" if found else "no_button"
        raise NotPossible(code, button=act.what, known=spellings(found or shown))
    rule = found[0]
    gives = rule.needs if act.gives is None else act.gives
    return acts.press(now.process, now.state, rule.key, rule.by, now.at, now.facts, now.calendar, gives)


def _decide(now: Now, act: Act) -> Step:
    _under_way(now)
    stage = now.process.stages[now.state.visit.stage]
    if act.what in stage.decides:
        _require(act, stage.owner)
        acts.require(("reason",), _given(act))
    return acts.decide(now.process, now.state, act.what, now.at, now.facts, now.calendar)


def _complete(now: Now, act: Act) -> Step:
    _owed(now, act.what)
    _require(act, _owners(now, act.what))
    return acts.complete(
        now.process, now.state, act.what, act.outcome, now.at, now.facts, now.calendar, gives=_given(act)
    )


def _withdraw(now: Now, act: Act) -> Step:
    _owed(now, act.what)
    _require(act, now.rights["withdraw"])
    acts.require(("reason",), _given(act))
    return acts.withdraw_duty(now.process, now.state, act.what, now.at, now.facts, now.calendar)


def _start(now: Now, act: Act) -> Step:
    first_day = now.calendar.day_of(now.at) if act.what is True else act.what
    roles = roles_of(act.by) if act.by else now.process.stages[now.state.visit.stage].opened_by
    return acts.open_stage(now.process, now.state, first_day, roles, now.at, now.facts, now.calendar)


def _pause(now: Now, act: Act) -> Step:
    _require(act, (*now.rights["pause"], *_owners(now, act.what)))
    return clock_acts.pause(
        now.process, now.state, act.what, act.reason or "", now.at, now.facts, now.calendar
    )


def _resume(now: Now, act: Act) -> Step:
    _require(act, (*now.rights["pause"], *_owners(now, act.what)))
    return clock_acts.resume(
        now.process, now.state, act.what, now.at, now.facts, now.calendar, reason=act.reason
    )


def _extend(now: Now, act: Act) -> Step:
    process, here = now.process, now.state.visit.stage
    spec = process.duty(act.what, here) or process.stages.get(act.what)
    allowed = spec.extend.by if spec and spec.extend else ()
    return clock_acts.extend(
        process, now.state, act.what, roles_of(act.by) if act.by else allowed, now.at, now.facts, now.calendar,
        length=act.length, gives=_given(act),
    )  # fmt: skip


def _hand_over(now: Now, act: Act) -> Step:
    _owed(now, act.what)
    _require(act, now.rights["hand_over"])
    acts.require(("reason",), _given(act))
    return clock_acts.hand_over(now.process, now.state, act.what, now.at, now.facts, now.calendar)


def _merge(now: Now, act: Act) -> Step:
    if act.what == "undo":
        return _undo_merge(now, act)
    _under_way(now)
    _require(act, now.rights["merge"] if _may_merge_here(now, act) else now.rights["override"])
    acts.require(("reason",), _given(act))
    if act.what == "into":
        return merging.merge_away(now.process, now.state, now.at, now.facts, now.calendar)
    duties = [brought(now, name, due) for name, due in act.duties.items()]
    return merging.take_over(now.process, now.state, duties, now.at, now.facts, now.calendar)


def _may_merge_here(now: Now, act: Act) -> bool:
    """Whether merging is up to whoever runs the site: only the lead merges what is in a stage that does not allow it.
    Of the one that is merged into this, the stage is not known."""
    return act.what == "from" or "merge" in allowed(now.process, now.state, now.at, now.calendar)


def _undo_merge(now: Now, act: Act) -> Step:
    """Let what was merged go on by itself, with a new stay in the stage that it was in."""
    if now.state.ended is None or now.state.ended.key != merging.MERGED:
        raise NotPossible("not_merged")
    _require(act, now.rights["merge"])
    acts.require(("reason",), _given(act))
    here = now.state.visit.stage
    return acts.reopen(now.process, now.state, here, now.at, now.facts, now.calendar)


def brought(now: Now, name: str, due: date) -> DutyState:
    """A duty as another proposal owed it, opened on the day from which it would be due then, where there is one."""
    spec = now.process.duties.get(name)
    within = spec.within if spec else None
    day = due
    while within and now.calendar.roll(stretched(day, within, now.calendar)) > due:
        day -= timedelta(days=1)
    fits = within and now.calendar.roll(stretched(day, within, now.calendar)) == due
    last = stretched(day, within, now.calendar) if within and fits else due
    return DutyState(
        name,
        1,
        min(now.calendar.midnight(day), now.at),
        due_on=due,
        last_day=last,
        within=within if fits else None,
    )


def _move(now: Now, act: Act) -> Step:
    _outside(now, act)
    return acts.force_move(now.process, now.state, act.what, now.at, now.facts, now.calendar)


def _end(now: Now, act: Act) -> Step:
    _outside(now, act)
    return acts.force_end(now.process, now.state, act.what, now.at, now.facts, now.calendar)


def _reopen(now: Now, act: Act) -> Step:
    _outside(now, act)
    return acts.reopen(now.process, now.state, act.what, now.at, now.facts, now.calendar)


DOING: Mapping[str, Callable[[Now, Act], Step]] = {
    "press": _press,
    "decide": _decide,
    "complete": _complete,
    "withdraw": _withdraw,
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "hand_over": _hand_over,
    "merge": _merge,
    "move": _move,
    "end": _end,
    "reopen": _reopen,
}


def _under_way(now: Now) -> None:
    if now.state.ended:
        raise NotPossible("ended", end=now.state.ended.key)


def _owed(now: Now, name: str) -> None:
    if now.state.open_duty(name) is None:
        raise NotPossible("duty_not_open", duty=name)


def _owners(now: Now, name: str) -> tuple[str, ...]:
    """Whose duty or stage this is; nobody's where it is not there, which the act itself will find."""
    spec = now.process.duty(name, now.state.visit.stage) or now.process.stages.get(name)
    return spec.owner if spec else ()


def _outside(now: Now, act: Act) -> None:
    """What only those may who may go beyond the rules, with a reason. Merging has its own way there and back."""
    ended = now.state.ended
    if (ended and ended.key == merging.MERGED) or (act.verb, act.what) == ("end", merging.MERGED):
        raise NotPossible("only_by_merging")
    _require(act, now.rights["override"])
    acts.require(("reason",), _given(act))


def _require(act: Act, allowed: Collection[str]) -> None:
    if act.by and not roles_of(act.by) & set(allowed):
        raise NotPossible("not_theirs", by=act.by, allowed=tuple(dict.fromkeys(allowed)))


def _given(act: Act) -> Collection[str]:
    """What is given of what is needed: all of it, unless the step says otherwise."""
    return NEEDS if act.gives is None else act.gives
