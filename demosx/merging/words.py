"""What merging would do, in sentences."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ..core.i18n import day, language
from ..journey.labels import duty_label, stage_label
from ..process import events as happened
from ..process.definition import Process
from ..process.events import Event
from ..process.state import DutyState
from ..proposals.words import people_names


def consequences(events: Iterable[Event], process: Process, going: frozenset[str]) -> list[str]:
    """What the rules would do at once, in order; what is owed anyway (`going`) is told apart."""
    told = []
    for event in events:
        if isinstance(event, happened.DutyOpened | happened.DutyMoved) and event.duty.name in going:
            continue
        sentence = _told(event, process)
        if sentence:
            told.append(sentence)
    return told


def owed_there(duty: DutyState, process: Process) -> str:
    """A duty that would go over, as it would be owed there."""
    label = duty_label(process, duty.name)
    if duty.due_on is None:
        return label
    return _("%(duty)s: by %(day)s", duty=label, day=day(duty.due_on))


def _told(event: Event, process: Process) -> str:
    match event:
        case happened.Moved():
            return _("It moves on to “%(stage)s”.", stage=stage_label(process, event.visit.stage))
        case happened.DutyOpened() if event.duty.due_on:
            name = duty_label(process, event.duty.name)
            return _("“%(duty)s” is asked for by %(day)s.", duty=name, day=day(event.duty.due_on))
        case happened.DutyOpened():
            return _("“%(duty)s” is asked for.", duty=duty_label(process, event.duty.name))
        case happened.Ended():
            return _("It ends: %(end)s.", end=process.words.text(event.key, language()))
        case happened.Marked():
            return _("It is marked as “%(mark)s”.", mark=process.words.text(event.key, language()))
        case happened.Paused():
            return _("The clock of “%(name)s” stops.", name=duty_label(process, event.name))
        case happened.Notified():
            return _("These people are told: %(who)s.", who=people_names(process, event.to))
    return ""
