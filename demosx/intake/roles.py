"""In which of their roles somebody does something with what is entered, for the history."""

from ..core.permissions import Actor, book
from ..events.models import Event
from .access import place_of


def role_at(actor: Actor, permission: str, event: Event | None) -> str:
    """The first of somebody's roles that may do this at an event; empty if none."""
    roles = book().roles
    here = actor.within(place_of(event)).roles
    return next((role for role in sorted(here) if permission in roles.get(role, ())), "")
