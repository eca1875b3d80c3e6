"""Parts that rooms above add to the page of an event, such as whom it has reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from .models import Event


@dataclass(frozen=True)
class Part:
    """A part of an event's page. `load` gives its `template` what it shows, or None; it should take one query.
    `desk`: it is on the staff's page, not on the public one."""

    name: str
    template: str
    load: Callable[[Event], Mapping[str, Any] | None]
    desk: bool = False


def add_event_part(app: Flask, part: Part) -> None:
    """Add a part to the pages of events."""
    known: list[Part] = app.extensions.setdefault("demosx_event_parts", [])
    if any((one.name, one.desk) == (part.name, part.desk) for one in known):
        raise ValueError(f"events have a part {part.name} already")
    known.append(part)


def parts(event: Event, desk: bool = False) -> list[Markup]:
    """What rooms above show of this event."""
    made = []
    for part in current_app.extensions.get("demosx_event_parts", []):
        found = part.load(event) if part.desk is desk else None
        if found is not None:
            html = render_template(part.template, event=event, **found).strip()
            made.append(Markup(html))  # noqa: S704 — a template's output, which has escaped what people wrote
    return made
