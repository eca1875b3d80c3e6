"""Which events somebody may enter something at, as a form offers them."""

from collections.abc import Sequence

from flask_babel import gettext as _

from ..core.errors import NotFound
from ..core.i18n import day
from ..core.permissions import Actor, current_actor
from ..core.web import row_number
from ..events.models import Event
from . import queries
from .access import ENTER, may, require_at


def offered(actor: Actor, permission: str = ENTER, also: Event | None = None) -> Sequence[Event]:
    """The events of these months at which somebody may do this, and `also`, the latest first."""
    near = [one for one in queries.events_near() if may(actor, permission, one)]
    return near if also is None or also in near else [also, *near]


def named(events: Sequence[Event]) -> list[tuple[str, str]]:
    """Events as choices of a form."""
    return [
        (str(one.id), _("%(title)s (%(day)s)", title=one.title, day=day(one.starts_at))) for one in events
    ]


def asked(typed: str | None, permission: str = ENTER) -> Event | None:
    """The event that an address or a form names, if the present person may do this there; None for none.

    Raises NotFound for one that is not there, NotAllowed.
    """
    if not typed:
        return None
    try:
        found = queries.event(row_number(typed))
    except ValueError:
        raise NotFound() from None
    if found is None:
        raise NotFound()
    require_at(permission, found)
    return found


def everywhere(permission: str) -> bool:
    """Whether the present person may do this also where there is no event."""
    return may(current_actor(), permission, None)
