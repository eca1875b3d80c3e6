"""Every event of the engine in words."""

from collections.abc import Mapping
from functools import singledispatch

from .. import events as happened
from ..events import Event
from .story_words import HAPPENED
from .telling import Teller

Said = tuple[str, Mapping[str, object]]


def told_event(event: Event, teller: Teller) -> str:
    """What happened, in the teller's language."""
    code, facts = _said(event, teller)
    return HAPPENED[code][teller.lang].format_map(facts)


@singledispatch
def _said(event: Event, teller: Teller) -> Said:
    raise TypeError(f"{type(event).__name__} cannot be told")


@_said.register
def _moved(event: happened.Moved, teller: Teller) -> Said:
    return "moved", {"stage": teller.word(event.visit.stage)}


@_said.register
def _scheduled(event: happened.Scheduled, teller: Teller) -> Said:
    return "scheduled", {"stage": teller.word(event.visit.stage), "day": event.visit.starts_on}


@_said.register
def _started(event: happened.Started, teller: Teller) -> Said:
    return "started", {"stage": teller.word(event.visit.stage)}


@_said.register
def _duty_opened(event: happened.DutyOpened, teller: Teller) -> Said:
    duty = event.duty
    code = "opened" if duty.due_on else "opened_paused" if duty.paused else "opened_without"
    return code, {"duty": teller.word(duty.name), "due": duty.due_on}


@_said.register
def _duty_closed(event: happened.DutyClosed, teller: Teller) -> Said:
    return event.how, {"duty": teller.word(event.name), "outcome": teller.word(event.outcome or "done")}


@_said.register
def _paused(event: happened.Paused, teller: Teller) -> Said:
    return "paused", {"name": teller.word(event.name), "reason": teller.word(event.reason)}


@_said.register
def _resumed(event: happened.Resumed, teller: Teller) -> Said:
    due = event.duty.due_on if event.duty else None
    return "resumed_until" if due else "resumed", {"name": teller.word(event.name), "due": due}


@_said.register
def _extended(event: happened.Extended, teller: Teller) -> Said:
    due = event.duty.due_on if event.duty else None
    facts = {"name": teller.word(event.name), "length": event.length.describe(teller.lang), "due": due}
    return "extended_until" if due else "extended", facts


@_said.register
def _handed_over(event: happened.HandedOver, teller: Teller) -> Said:
    return "handed_over", {"duty": teller.word(event.name)}


@_said.register
def _duty_moved(event: happened.DutyMoved, teller: Teller) -> Said:
    return "duty_moved", {"duty": teller.word(event.duty.name), "due": event.duty.due_on}


@_said.register
def _rules_changed(event: happened.RulesChanged, teller: Teller) -> Said:
    return "rules_changed", {}


@_said.register
def _marked(event: happened.Marked, teller: Teller) -> Said:
    return "marked", {"key": teller.word(event.key)}


@_said.register
def _given(event: happened.Given, teller: Teller) -> Said:
    facts = (f"{teller.fact(name)} = {teller.plain(value)}" for name, value in event.facts.items())
    return "given", {"facts": ", ".join(facts)}


@_said.register
def _notified(event: happened.Notified, teller: Teller) -> Said:
    return "notified", {"to": ", ".join(teller.word(one) for one in event.to)}


@_said.register
def _decided(event: happened.Decided, teller: Teller) -> Said:
    return "decided", {"value": teller.word(event.decision.value)}


@_said.register
def _ended(event: happened.Ended, teller: Teller) -> Said:
    return "ended", {"key": teller.word(event.key)}


@_said.register
def _reopened(event: happened.Reopened, teller: Teller) -> Said:
    return "reopened", {}
