"""Who owes what on a proposal, as everybody may know it: by when, or why the clock stands still. Costs no query."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from ..core import clock
from ..core.i18n import local_day, local_name
from ..core.settings import site
from ..duties.models import Duty
from ..duties.services import days_late
from ..journey.labels import duty_label
from ..journey.queries import Standing
from ..journey.resting import stopped_row
from ..ledger.models import Entry
from .words import people_names, word


def rows(here: Standing) -> list[dict[str, Any]]:
    """The public duties of a proposal, as `ui/journey.html` shows them."""
    return [row(duty, here) for duty in here.duties if _shown(duty)]


def row(duty: Duty, here: Standing) -> dict[str, Any]:
    """One of them."""
    shown: dict[str, Any] = {
        "name": duty_label(here.process, duty.name),
        "department": _owner(duty, here),
        "due": duty.due_on,
    }
    if duty.closed_at is not None:
        outcome = word(here.process, duty.outcome) if duty.outcome and duty.outcome != "done" else ""
        state = "withdrawn" if duty.closed_as == "withdrawn" else "done"
        return {**shown, "state": state, "outcome": outcome, "closed": local_day(duty.closed_at)}
    if duty.extended:
        shown["extended"] = told_extended(here.story, duty.name)
    standing = stopped_row(here.process, duty)
    if standing is not None:
        return {**shown, "state": "paused", "stopped": standing.sentence, "note": why_stopped(here, duty)}
    if duty.due_on is None:
        return shown
    today = clock.today(site().zone)
    state = "late" if days_late(duty, today) else "open"
    return {**shown, "state": state, "days_left": (duty.due_on - today).days}


def why_stopped(here: Standing, stopped: Any) -> str:
    """What was said when the clock of a duty or a visit was stopped, or when that was asked for which stops it."""
    name = stopped.name if isinstance(stopped, Duty) else stopped.stage
    said = [last_said(here.story, "paused", name)]
    said += [
        last_said(here.story, "duty_opened", reason) for reason, _first, last in stopped.pauses if not last
    ]
    return next(filter(None, said), "")


def told_extended(story: Iterable[Entry], name: str) -> str:
    """That it was extended, and why."""
    why = last_said(story, "extended", name)
    return _("Extended: %(reason)s", reason=why) if why else _("Extended")


def last_said(story: Iterable[Entry], verb: str, name: str) -> str:
    """What was said when this was last done to a duty or a stage. What is done to both at once is said once."""
    return next((entry.reason for entry in _latest(story, verb, name) if entry.reason), "")


def stopped_for(story: Iterable[Entry], reason: str) -> str:
    """What was said when a clock was last stopped for this reason, such as a duty that is not public itself."""
    said = [e.reason for e in story if e.verb == "paused" and e.data.get("why") == reason]
    return said[-1] if said else ""


def _latest(story: Iterable[Entry], verb: str, name: str) -> list[Entry]:
    """The entries of the latest moment at which this was done."""
    done = [e for e in story if e.verb == verb and name in (e.data.get("duty"), e.data.get("stage"))]
    return [entry for entry in done if entry.at == done[-1].at]


def _shown(duty: Duty) -> bool:
    """Duties that left with their stage are told by the line of stages."""
    return duty.public and duty.closed_as in (None, "done", "withdrawn")


def _owner(duty: Duty, here: Standing) -> str:
    """The department on whose desk it is, as far as the page knows its name, or whose role it is."""
    lead = here.proposal.lead_department
    if duty.department_id is not None and lead is not None and lead.id == duty.department_id:
        return local_name(lead.names)
    handed = [
        entry for entry in here.story if entry.verb == "duty_handed" and entry.data.get("duty") == duty.name
    ]
    if duty.department_id is not None and handed:
        return local_name(handed[-1].data.get("to_names") or {}, handed[-1].data.get("to") or "")
    return people_names(here.process, duty.owners)
