"""A rehearsal as data, in a shape that stays: for other programs, and for those who want to look closer."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..events import Event
from ..lengths import Length
from ..problems import LANGUAGES
from .comparing import Difference, Outcome
from .running import Rehearsal, Result
from .telling import Teller, told

Data = dict[str, Any]


def as_data(rehearsal: Rehearsal) -> Data:
    """The process, the events of filing, and every step that could be rehearsed."""
    scenario = rehearsal.scenario
    zone = scenario.calendar.tz
    return {
        "process": scenario.process.key,
        "filed": scenario.filed_at.astimezone(zone).isoformat(),
        "events": [_event(event, zone) for event in rehearsal.filed],
        "steps_in_all": len(scenario.steps),
        "steps": [_step(rehearsal, result) for result in rehearsal.results],
    }


def _step(rehearsal: Rehearsal, result: Result) -> Data:
    zone = rehearsal.scenario.calendar.tz
    refusal = result.outcome.refusal
    lines = {lang: told(rehearsal, result, lang) for lang in LANGUAGES}
    return {
        "number": result.step.number,
        "line": result.step.line,
        "on": result.step.at.astimezone(zone).isoformat(),
        "holds": not result.differences,
        "refused": refusal.code if refusal else None,
        "why": {lang: Teller(result.outcome.process, lang).why(refusal) for lang in LANGUAGES}
        if refusal
        else None,
        "differences": [
            {**_difference(one), "message": {lang: lines[lang][place] for lang in LANGUAGES}}
            for place, one in enumerate(result.differences)
        ],
        "events": [_event(event, zone) for event in result.outcome.events],
        "then": _then(result.outcome),
    }


def _difference(one: Difference) -> Data:
    return {"what": one.what, "line": one.line, "expected": one.expected, "got": one.got}


def _then(outcome: Outcome) -> Data:
    """Where the proposal stands after a step."""
    state = outcome.state
    return {
        "stage": state.visit.stage,
        "visit": state.visit.number,
        "duties": {duty.name: str(duty.due_on) if duty.due_on else None for duty in state.open_duties()},
        "overdue": outcome.overdue(),
        "paused": outcome.paused(),
        "marks": sorted(state.marks),
        "ended": state.ended.key if state.ended else None,
        "version": outcome.version,
    }


def _event(event: Event, zone: Any) -> Data:
    """An event: its kind as a word, when, by which rule, and what it is about."""
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in type(event).__name__)
    about = {one.name: _value(getattr(event, one.name), zone) for one in fields(event)}
    return {"what": name.removeprefix("_"), **about}


def _value(value: Any, zone: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(zone).isoformat()
        case date() | Decimal() | Length():
            return str(value)
        case Mapping():
            return {key: _value(one, zone) for key, one in value.items()}
        case list() | tuple():
            return [_value(one, zone) for one in value]
        case _ if is_dataclass(value):
            return {one.name: _value(getattr(value, one.name), zone) for one in fields(value)}
    return value
