"""A proposal as lists show it: what `ui/lists.html` calls a card. Costs no query."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ..core import clock
from ..core.i18n import local_day, local_name
from ..core.settings import site
from ..core.terms import term_name
from ..journey.outlook import next_threshold
from ..journey.queries import stage_kind, stage_name
from ..journey.resting import rest_on
from ..journey.rules import process_of
from .models import Proposal


def card(proposal: Proposal) -> dict[str, Any]:
    """The values of one card. `threshold` is the next number of supports at which something happens; `goes_on` the
    address of the proposal into which this one was merged."""
    department = proposal.lead_department
    return {
        "url": url_for("proposals.show", id=proposal.id),
        "title": proposal.title,
        "stage_name": stage_name(proposal),
        "tone": stage_kind(proposal),
        "origin": proposal.origin,
        "supports": proposal.supports,
        "threshold": next_threshold(proposal),
        "days_left": days_left(proposal),
        "standing": standing_word(proposal),
        "area": area_name(proposal.area),
        "district": district_name(proposal.district),
        "department": local_name(department.names) if department is not None else "",
        "filed": local_day(proposal.filed_at),
        "opinions": proposal.opinions,
        "goes_on": _goes_on(proposal),
    }


def cards(proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """The cards of a list."""
    return [card(proposal) for proposal in proposals]


def _goes_on(proposal: Proposal) -> str:
    """Where a merged proposal goes on; empty where that is not for everybody."""
    into = proposal.merged_into if proposal.merged_into_id is not None else None
    if into is None or into.hidden_at is not None or into.audience != "everyone":
        return ""
    return url_for("proposals.show", id=into.id)


def days_left(proposal: Proposal) -> int | None:
    """Days until the last day of the present period, 0 on it; None without a period, or once it is over."""
    if proposal.closes_on is None:
        return None
    left = (proposal.closes_on - clock.today(site().zone)).days
    return left if left >= 0 else None


def standing_word(proposal: Proposal) -> str:
    """That it is hidden, which its proposers and staff read; that the present stage rests, or that its period stands
    still. Empty where it goes its way, and where people open the stage, so that a list cannot tell."""
    if proposal.hidden_at is not None:
        return _("Hidden from others")
    process = process_of(proposal.version_id)
    stage = process.stages.get(proposal.stage)
    if proposal.ended or stage is None or stage.shown_to == "staff":
        return ""
    if rest_on(process, stage.key, clock.today(site().zone)):
        return _("Resting")
    stands = stage.period is not None and not stage.opened_by and proposal.closes_on is None
    return _("Clock stopped") if stands else ""


def area_name(key: str | None) -> str:
    """An area's name in the reader's language."""
    return term_name("area", key)


def district_name(key: str | None) -> str:
    """A district's name in the reader's language."""
    return term_name("district", key)
