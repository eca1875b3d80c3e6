"""What events bring to an application: permission, pages, places for photos, sections, and what is kept."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l

from ..core.permissions import Actor, book, book_of, current_actor
from ..files.along import take_along
from ..files.places import Place, add_place
from ..journey.queries import Standing, add_beside
from ..people.holdings import add_holding
from ..people.me import MeSection, add_me_section
from ..people.retention import add_retention
from ..proposals.parts import Section, add_section
from . import desk_people, queries, registering, views
from .holdings import HOLDINGS
from .services import MANAGE


def init_app(app: Flask) -> None:
    """Give an application its events."""
    book_of(app).declare(MANAGE, _l("Make events, publish them, and check people in"), everywhere=True)
    app.register_blueprint(views.bp)
    app.register_blueprint(desk_people.bp)
    add_place(
        app, "event", may_see=_may_see, may_change=_may_change,
        page=lambda id: url_for("events_desk.event", id=id),
    )  # fmt: skip
    take_along(app, "events_desk.result", _place)
    for holding in HOLDINGS:
        add_holding(app, holding)
    add_retention(app, registering.RETENTION)
    add_beside(app, queries.BESIDE)
    add_section(app, Section("events", "events/_of_proposal.html", _events, order=40))
    add_me_section(app, MeSection("events", "events/_mine.html", _mine, order=45))


def _may_see(actor: Actor, event_id: int) -> bool:
    found = queries.find(event_id)
    return found is not None and (found.state in queries.PUBLIC or book().can(actor, MANAGE))


def _may_change(actor: Actor, event_id: int) -> bool:
    return book().can(actor, MANAGE)


def _place() -> Place | None:
    """Where a photo lies that was chosen beside the result of an event."""
    number = (request.view_args or {}).get("id", 0)
    return Place("event", number) if _may_change(current_actor(), number) and queries.find(number) else None


def _events(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """The events that a proposal belongs to, the latest first; they were read together with where it stands."""
    found = sorted(here.shared["Event"], key=lambda event: (event.starts_at, event.id), reverse=True)
    return {"events": [views.row(one) for one in found]} if found else None


def _mine(account_id: int) -> dict[str, Any]:
    found = queries.registered_events(account_id)
    return {"my_events": [(registration, views.row(event)) for registration, event in found]}
