"""What is there after a step, and where it is not what was expected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .. import events as happened
from ..acts import NotPossible
from ..definition import Process
from ..events import Event
from ..kinds import Value
from ..nodes import exact
from ..outlook import all_facts, allowed, period
from ..state import State
from .acting import Now, shown_to
from .buttons import matching, spellings
from .scenario import Act, Step

Plain = str | int | bool | None | list[str]
"""What is expected, or is there, as it stands in data: a word, a day, a number, words in order, or nothing."""


@dataclass(frozen=True)
class Outcome:
    """What there is after a step. `events` is all that happened since the step before it; `refusal` is why `refused`
    could not be done."""

    now: Now
    version: int
    events: tuple[Event, ...]
    refusal: NotPossible | None = None
    refused: Act | None = None

    @property
    def state(self) -> State:
        return self.now.state

    @property
    def process(self) -> Process:
        return self.now.process

    def overdue(self) -> list[str]:
        """The duties that are owed and late."""
        calendar = self.now.calendar
        late = [
            duty.name
            for duty in self.state.open_duties()
            if duty.due_on and self.now.at >= calendar.after(duty.due_on)
        ]
        return sorted(late)

    def paused(self) -> list[str]:
        """The duties that stand still, and the present stage where its period does."""
        names = {duty.name for duty in self.state.open_duties() if duty.paused}
        visit = self.state.visit
        if not self.state.ended and any(pause.last is None for pause in visit.pauses):
            names.add(visit.stage)
        return sorted(names)

    def facts(self) -> Mapping[str, Value]:
        """Everything that conditions may read now."""
        now = self.now
        return all_facts(now.process, now.state, now.at, now.facts, now.calendar)


@dataclass(frozen=True)
class Difference:
    """One thing that is not as expected. `what` is its name in the file, with dots (`due.department_answer`); `line`
    is where it is expected. `because` is why an act was refused."""

    what: str
    line: int
    expected: Plain
    got: Plain
    because: NotPossible | None = None


def differences(step: Step, outcome: Outcome) -> tuple[Difference, ...]:
    """Every difference between what a step expects and what there is."""
    found = list(_refusal(step, outcome))
    for name, expected in step.expect.items():
        if name != "refused":
            found += [
                Difference(what, step.lines.get(what, step.lines[name]), wanted, got)
                for what, wanted, got in LOOKING[name](outcome, expected)
                if wanted != got
            ]
    return tuple(found)


def _refusal(step: Step, outcome: Outcome) -> list[Difference]:
    """An act that was refused and should not have been, or the other way round. Only the last one may be expected to
    be refused."""
    expected, refused = step.expect.get("refused"), outcome.refused
    got = outcome.refusal.code if outcome.refusal else None
    if refused and (expected is None or refused is not step.acts[-1]):
        return [Difference("act", refused.line, refused.verb, got, outcome.refusal)]
    if expected == got or (expected is True and got):
        return []
    return [Difference("refused", step.lines["refused"], expected, got, outcome.refusal)]


Pair = tuple[str, Plain, Plain]
Look = Callable[[Outcome, Any], list[Pair]]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stage(outcome: Outcome, expected: str) -> list[Pair]:
    return [("stage", expected, outcome.state.visit.stage)]


def _entered_on(outcome: Outcome, expected: date) -> list[Pair]:
    return [("entered_on", _day(expected), _day(outcome.now.calendar.day_of(outcome.state.visit.entered_at)))]


def _due(outcome: Outcome, expected: Mapping[str, date | str | bool]) -> list[Pair]:
    return [(f"due.{name}", _wanted(day), _due_of(outcome, name, day)) for name, day in expected.items()]


def _wanted(day: date | str | bool) -> Plain:
    return _day(day) if isinstance(day, date) else day


def _due_of(outcome: Outcome, name: str, wanted: date | str | bool) -> Plain:
    duty = outcome.state.open_duty(name)
    if duty is None:
        return None
    if duty.paused and wanted is not False:
        return "paused"
    return _day(duty.due_on) or False


def _ended(outcome: Outcome, expected: str | bool) -> list[Pair]:
    return [("ended", expected, outcome.state.ended.key if outcome.state.ended else False)]


def _ended_on(outcome: Outcome, expected: date) -> list[Pair]:
    ended = outcome.state.ended
    return [("ended_on", _day(expected), _day(outcome.now.calendar.day_of(ended.at)) if ended else None)]


def _buttons(outcome: Outcome, expected: Mapping[str, tuple[str, ...]]) -> list[Pair]:
    pairs: list[Pair] = []
    for role, wanted in expected.items():
        shown = shown_to(outcome.now, [role])
        named = dict(zip([rule.key for rule in shown], spellings(shown), strict=True))
        meant = [(one, matching(one, shown, outcome.process)) for one in wanted]
        words = [named[found[0].key] if len(found) == 1 else spelling for spelling, found in meant]
        pairs.append((f"buttons.{role}", sorted(words), sorted(named.values())))
    return pairs


def _allows(outcome: Outcome, expected: frozenset[str]) -> list[Pair]:
    now = outcome.now
    return [("allows", sorted(expected), sorted(allowed(now.process, now.state, now.at, now.calendar)))]


def _period(outcome: Outcome, expected: Mapping[str, date] | bool) -> list[Pair]:
    now = outcome.now
    days = None if now.state.ended else period(now.process, now.state, now.calendar)
    if isinstance(expected, bool):
        return [("period", False, " … ".join(map(str, days)) if days else False)]
    got = dict(zip(("first", "last"), days, strict=True)) if days else {}
    return [(f"period.{name}", _day(day), _day(got.get(name))) for name, day in expected.items()]


def _facts(outcome: Outcome, expected: Mapping[str, Value]) -> list[Pair]:
    known = outcome.facts()
    return [(f"facts.{name}", *_fact(value, known.get(name))) for name, value in expected.items()]


def _fact(wanted: Value, got: Value | None) -> tuple[Plain, Plain]:
    """A fact as it is expected and as it is. A yes/no that is not set is no, and no word is an empty one."""
    if got is None and (wanted is False or wanted == ""):
        return _plain(wanted), _plain(wanted)
    if got is not None and exact(got) == exact(wanted) and isinstance(got, bool) == isinstance(wanted, bool):
        return _plain(wanted), _plain(wanted)
    return _plain(wanted), _plain(got)


def _plain(value: Value | None) -> Plain:
    return str(value) if isinstance(value, Decimal) else value


def _version(outcome: Outcome, expected: int) -> list[Pair]:
    return [("version", expected, outcome.version)]


def _notified(outcome: Outcome, expected: frozenset[str]) -> list[Pair]:
    told = {one for event in outcome.events if isinstance(event, happened.Notified) for one in event.to}
    return [("notified", sorted(expected), sorted(told))]


LOOKING: Mapping[str, Look] = {
    "stage": _stage,
    "entered_on": _entered_on,
    "duties": lambda outcome, expected: [
        ("duties", sorted(expected), sorted(duty.name for duty in outcome.state.open_duties()))
    ],
    "overdue": lambda outcome, expected: [("overdue", sorted(expected), outcome.overdue())],
    "due": _due,
    "paused": lambda outcome, expected: [("paused", sorted(expected), outcome.paused())],
    "ended": _ended,
    "ended_on": _ended_on,
    "marks": lambda outcome, expected: [("marks", sorted(expected), sorted(outcome.state.marks))],
    "buttons": _buttons,
    "allows": _allows,
    "period": _period,
    "facts": _facts,
    "version": _version,
    "notified": _notified,
}
