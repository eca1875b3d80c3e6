"""An event as calendars take it (RFC 5545)."""

from icalendar import Calendar
from icalendar import Event as Entry

from ..core import clock
from ..core.mail import link
from ..core.settings import site
from ..core.text import plain
from .models import Event


def as_file(event: Event) -> bytes:
    """The event as an iCalendar file. A cancelled one says so, so that it goes from the calendar too."""
    entry = Entry()
    entry.add("uid", f"event-{event.id}@{site().url.host}")
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.title)
    entry.add("sequence", event.revision)
    entry.add("status", "CANCELLED" if event.state == "cancelled" else "CONFIRMED")
    entry.add("url", link("events.show", id=event.id))
    if event.place:
        entry.add("location", event.place)
    if event.text:
        entry.add("description", plain(event.text, 500))
    file = Calendar()
    file.add("prodid", "-//DemosX//events//")
    file.add("version", "2.0")
    file.add_component(entry)
    return bytes(file.to_ical())
