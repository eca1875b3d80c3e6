"""Who may enter, and where: a grant that is limited to a department counts for the events of that department."""

from typing import Any

from ..core.errors import NotAllowed
from ..core.permissions import WHOLE_SITE, Actor, Place, book, current_actor, refusal

ENTER = "intake:enter"
MANAGE = "intake:manage"


def place_of(event: Any) -> Place:
    """Where an event is, for the grants of somebody; what belongs to no event is the whole site's."""
    if event is None:
        return WHOLE_SITE
    return Place(frozenset({event.department_id} - {None}))


def may(actor: Actor, permission: str, event: Any) -> bool:
    """Whether somebody may do this at an event, or, with None, outside of all."""
    return book().held(actor.within(place_of(event)), permission)


def check(permission: str) -> Any:
    """The same as a check for `declare`."""
    return lambda actor, event: may(actor, permission, event)


def require_at(permission: str, event: Any) -> None:
    """Raise what stands in the way where the present person may not do this at the event, or outside of all."""
    if not may(current_actor(), permission, event):
        found = refusal(permission, event)
        raise found if event is not None else NotAllowed()
