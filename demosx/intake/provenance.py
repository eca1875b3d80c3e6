"""Where it was said: above a proposal's text, and beside opinions in the place of a name."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import current_app, url_for

from ..core.permissions import Actor
from ..journey.queries import Standing
from . import queries
from .words import CHANNEL_NAMES, came_from

TEMPLATE = "intake/provenance.html"


def section(here: Standing, actor: Actor) -> dict[str, Any] | None:
    """Where the proposal was said, and how many people met elsewhere gave an opinion. One query, where there may be
    something."""
    proposal = here.proposal
    if not here.shared["Entry"]:
        return None
    rows = queries.provenance(proposal.id)
    own = next((row for row in rows if row.kind == "proposal"), None)
    people = sum(row.people for row in rows if row.kind == "opinion")
    if own is None and not people:
        return None
    return {
        "own": own, "channel": CHANNEL_NAMES.get(own.channel, "") if own else "", "people": people,
        "event_url": _address(own.event) if own is not None and own.event else "",
        "claimed": proposal.proposer_id is not None,
    }  # fmt: skip


def authors(opinion_ids: Collection[int]) -> Mapping[int, str]:
    """What stands in the place of a name beside opinions that staff wrote down, by the opinion's number. One query."""
    return {
        number: came_from(channel, title) for number, (channel, title) in queries.sources(opinion_ids).items()
    }


def _address(event_id: int) -> str:
    """The public page of an event, where the site has one."""
    known = "events.show" in current_app.view_functions
    return url_for("events.show", id=event_id) if known else ""
