"""Letters to those who registered, in the language of the site's first readers or of their account."""

from typing import Any

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete

from ..core import clock
from ..core.db import db
from ..core.mail import Letter, link, post
from ..core.settings import site
from ..people.queries import account
from . import queries
from .addresses import address_in
from .models import Event, Registration
from .words import when

READ_ALREADY = frozenset({"registered", "waiting"})


def to_one(event: Event, registration: Registration, what: str, secret: str = "") -> None:
    """Tell one person: that they are registered or wait, have moved up, or that something has changed.

    Where there is no address it is noted that they have to be called, but for what they have just read themselves.
    """
    found = _reach(registration)
    if found is None:
        if registration.contact and what not in READ_ALREADY:
            registration.call_since = clock.now()
        return
    address, language = found
    with force_locale(language):
        body = render_template(
            "events/letter.txt", event=event, when=when(event), what=what, site_name=site().name.get(language, ""),
            url=link("events.show", id=event.id),
            own=link("events.registration", secret=secret) if secret else "",
        )  # fmt: skip
        key = f"event:{event.id}:{registration.id}:{what}:{event.revision}"
        post(address, _subject(what, event), body, key=key, about=registration.account_id)


def to_all(event: Event, what: str) -> None:
    """Tell everybody who is registered: that the event has changed or is cancelled."""
    for registration in queries.registered_addresses(event.id):
        to_one(event, registration, what)


def forget(registration: Registration) -> None:
    """Drop the letters to somebody who registered without an account, also those that wait."""
    address = address_in(registration.contact)
    if address:
        db.session.execute(delete(Letter).where(Letter.to_address == address))


def _reach(registration: Registration) -> tuple[str, str] | None:
    if registration.account_id is not None:
        found: Any = account(registration.account_id)
        return (found.email, found.language) if found is not None and found.email else None
    address = address_in(registration.contact)
    return (address, site().languages[0]) if address else None


def _subject(what: str, event: Event) -> str:
    subjects = {
        "registered": _("You are registered: %(title)s", title=event.title),
        "waiting": _("You are on the waiting list: %(title)s", title=event.title),
        "moved_up": _("There is a place for you: %(title)s", title=event.title),
        "changed": _("The time or place has changed: %(title)s", title=event.title),
        "cancelled": _("Cancelled: %(title)s", title=event.title),
    }
    return subjects[what]
