"""What is asked of the proposer: shown on the page of the proposal, and done there."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from ..core.errors import NotAllowed
from ..core.i18n import local_day
from ..core.permissions import Actor
from ..duties.models import Duty
from ..duties.services import open_duties
from ..journey.labels import duty_label
from ..journey.queries import Standing
from ..journey.resting import stopped_row
from ..journey.travel import moment
from . import access
from .errors import OwnDutyDone, OwnDutyEmpty
from .owed import last_said, stopped_for
from .words import word

TEMPLATE = "proposals/_own_duties.html"
PROPOSER, DOCUMENT = "proposer", "document"


def section(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """The duties that wait for this person, who proposes this; None where there are none."""
    if not access.proposes(actor, here.proposal):
        return None
    mine = [duty for duty in here.duties if duty.closed_at is None and PROPOSER in duty.owners]
    if not mine:
        return None
    return {"owed": [_shown(duty, here) for duty in mine], "may_edit": "edit" in here.allowed()}


def complete(proposal: Any, duty_id: int, text: str, outcome: str, actor: Actor) -> None:
    """Do what was asked of the proposer; `text` says what was done and is public.

    Raises OwnDutyDone for what is not owed any more, NotAllowed, OwnDutyEmpty, or NotPossibleNow.
    """
    with moment(proposal, actor) as journey:
        duty = next((one for one in open_duties(proposal.id) if one.id == duty_id), None)
        if duty is None or PROPOSER not in duty.owners:
            raise OwnDutyDone()
        spec = journey.process.duty(duty.name, journey.visit.stage)
        wanted = spec.needs if spec else ()
        if not access.proposes(actor, proposal) or DOCUMENT in wanted:
            raise NotAllowed()
        if not text:
            raise OwnDutyEmpty()
        journey.complete(duty.name, outcome or None, dict.fromkeys(("reason", *wanted), text))


def _shown(duty: Duty, here: Standing) -> dict[str, Any]:
    spec = here.process.duty(duty.name, here.visit.stage)
    standing = stopped_row(here.process, duty)
    return {
        "id": duty.id,
        "name": duty_label(here.process, duty.name),
        "due": duty.due_on,
        "days_left": (duty.due_on - local_day(here.now)).days if duty.due_on else None,
        "asked": last_said(here.story, "duty_opened", duty.name) or stopped_for(here.story, duty.name),
        "stopped": standing.sentence if standing else "",
        "outcomes": [(key, word(here.process, key)) for key in spec.outcomes] if spec else [],
        "by_post": spec is not None and DOCUMENT in spec.needs,
        "action": url_for("proposals.complete", id=duty.proposal_id, duty_id=duty.id),
    }
