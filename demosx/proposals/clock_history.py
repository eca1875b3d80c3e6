"""How the timeline tells of clocks: stopped, running on, extended; and of duties that go to others."""

from datetime import date

from flask import Flask
from flask_babel import gettext as _

from ..core.i18n import day, language, local_name
from ..journey.labels import duty_label, stage_label
from ..process.lengths import parse_length
from .history import Tale, tell
from .words import word


def init_app(app: Flask) -> None:
    """Give the verbs of clocks their sentences."""
    tell(app, "paused", _paused)
    tell(app, "resumed", _resumed)
    tell(app, "extended", _extended)
    tell(app, "duty_handed", _handed)
    tell(app, "duty_moved", _moved)


def _paused(tale: Tale) -> str:
    why = word(tale.process, tale.get("why"))
    if tale.get("stage"):
        return _("The period of “%(stage)s” was stopped: %(why)s", stage=_name(tale), why=why)
    return _("The clock of “%(duty)s” was stopped: %(why)s", duty=_name(tale), why=why)


def _resumed(tale: Tale) -> str:
    """Where something else still stops the clock nobody knows the last day yet."""
    last, why = _last(tale), word(tale.process, tale.get("why"))
    if not last:
        return _("“%(name)s”: no longer stopped for this reason: %(why)s", name=_name(tale), why=why)
    if tale.get("stage"):
        return _("The period of “%(stage)s” runs on, until %(day)s", stage=_name(tale), day=last)
    return _("The clock of “%(duty)s” runs on; it is due by %(day)s", duty=_name(tale), day=last)


def _extended(tale: Tale) -> str:
    last = _last(tale)
    if last:
        return _("“%(name)s” was extended to %(day)s", name=_name(tale), day=last)
    length = parse_length(tale.get("length")).describe(language())
    return _("“%(name)s” was extended by %(length)s", name=_name(tale), length=length)


def _handed(tale: Tale) -> str:
    office = local_name(tale.entry.data.get("to_names") or {}, tale.get("to"))
    return _("“%(duty)s” was handed over to: %(office)s", duty=_name(tale), office=office)


def _moved(tale: Tale) -> str:
    last = _last(tale)
    if not last:
        return _("“%(duty)s” goes on as it was in the merged proposal", duty=_name(tale))
    return _("“%(duty)s” is due by %(day)s now, as in the merged proposal", duty=_name(tale), day=last)


def _name(tale: Tale) -> str:
    if tale.get("stage"):
        return stage_label(tale.process, tale.get("stage"))
    return duty_label(tale.process, tale.get("duty"))


def _last(tale: Tale) -> str:
    """The day by which it is due, or until which the period runs."""
    told = tale.get("due") or tale.get("until")
    return day(date.fromisoformat(told)) if told else ""
