"""What events call things."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.i18n import day, local_day, local_name
from ..core.settings import site
from .models import Event

KIND_NAMES = {
    "field": _l("The city comes to you"),
    "workshop": _l("Proposal workshop"),
    "meeting": _l("Meeting"),
}
STATE_NAMES = {"draft": _l("Draft"), "published": _l("Published"), "cancelled": _l("Cancelled")}


def when(event: Event) -> str:
    """The day and the time of an event, in the site's zone."""
    begins, ends = _local(event.starts_at), _local(event.ends_at)
    if begins.date() == ends.date():
        return f"{day(local_day(event.starts_at))} {begins:%H:%M}–{ends:%H:%M}"
    return f"{day(local_day(event.starts_at))} {begins:%H:%M} – {day(local_day(event.ends_at))} {ends:%H:%M}"


def group_name(key: str | None) -> str:
    """What a target group is called in the reader's language; empty for none."""
    return local_name(site().groups.get(key, {}), key) if key else ""


def groups_of(event: Event) -> list[str]:
    """The names of the groups that an event is for."""
    return [group_name(key) for key in event.groups]


def kind_name(event: Event) -> str:
    """What kind of event it is."""
    return str(KIND_NAMES.get(event.kind, _("Meeting")))


def _local(moment: datetime) -> datetime:
    return moment.astimezone(site().zone)
