"""What stands on the pages of an event: for everybody how much was said there, for the office whom it reaches."""

from typing import Any

from ..core import clock
from ..core.permissions import can
from ..events.models import Event
from ..events.parts import Part
from . import queries
from .access import MANAGE
from .reach import FEW, in_public, reach


def said_there(event: Event) -> dict[str, Any] | None:
    """How many people said something, and how many things where they are not few. Not by group: from a sum and its
    parts one could tell how few a small group was. One query."""
    rows = queries.reached(event.id, event.starts_at, event.starts_at)
    people, entries = sum(row.people for row in rows), sum(row.entries for row in rows)
    if not entries:
        return None
    return {"people": in_public(people), "entries": entries if people >= FEW else 0}


def whom_it_reaches(event: Event) -> dict[str, Any] | None:
    """People, entries, and the groups that the event is for and has not reached. Two queries."""
    if not can(MANAGE, event):
        return None
    found = reach(event, event.starts_at, clock.now())
    return {"reach": found, "missed": [row.name for row in found.groups if row.wanted and row.missed]}


PARTS = (
    Part("said_there", "intake/_said_there.html", said_there),
    Part("whom_it_reaches", "intake/_whom_it_reaches.html", whom_it_reaches, desk=True),
)
