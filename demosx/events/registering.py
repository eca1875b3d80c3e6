"""Registering for an event, taking it back, and checking people in when they come."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from ..core import clock, limits
from ..core.db import db, lock, raising
from ..core.errors import InvalidInput
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_resident_numbers
from ..core.security import digest, new_secret
from ..core.settings import site
from ..core.terms import districts
from ..core.text import one_line
from ..people.retention import Retention
from . import letters, queries
from .errors import (
    CameAlready,
    CancelledAlready,
    ContactNeeded,
    RegisteredAlready,
    RegistrationClosed,
    TooManyForAGuest,
)
from .models import Event, Registration

MOST_PEOPLE = 20
MOST_OF_A_GUEST = 5
LATE = timedelta(days=1)
"""So long after an event somebody who was there can still be noted."""
TO_ONE_ADDRESS = "3 per day"
"""So many letters go to one address that nobody has confirmed: whoever types it may not be its owner."""


def is_open(event: Event) -> bool:
    """Whether somebody can register now: until the day that the event says, else until it begins."""
    until = event.registration_until or event.starts_at
    return event.state == "published" and event.registration and clock.now() < until


def register(
    event: Event,
    actor: Actor,
    *,
    name: str = "",
    contact: str = "",
    wishes: str = "",
    group: str = "",
    district: str = "",
    people: int = 1,
) -> tuple[Registration, str]:
    """Register somebody, with an account or by name and contact; the registration and the secret of its link.

    Where no place is left they wait, and move up when somebody takes theirs back. Raises RegistrationClosed,
    RegisteredAlready, ContactNeeded, InvalidInput.
    """
    name, contact, wishes = one_line(name)[:100], one_line(contact)[:254], one_line(wishes)[:500]
    refuse_resident_numbers(name, contact, wishes)
    if not 1 <= people <= MOST_PEOPLE or (group and group not in site().groups):
        raise InvalidInput()
    if district and district not in districts():
        raise InvalidInput()
    if actor.id is None:
        _check_guest(name, contact, people)
    lock(event)
    if not is_open(event):
        raise RegistrationClosed()
    if actor.id is None and queries.reached_at(event.id, contact):
        raise RegisteredAlready()
    secret = new_secret()
    made = Registration(
        event_id=event.id, account_id=actor.id, digest=digest(secret), name=name, contact=contact, wishes=wishes,
        group=group or None, district=district or None, people=people, at=clock.now(),
        waiting=not _fits(event, people),
    )  # fmt: skip
    with raising(RegisteredAlready()):
        db.session.add(made)
    if actor.id is not None or limits.take("event_letters", TO_ONE_ADDRESS, contact.casefold()):
        letters.to_one(event, made, "waiting" if made.waiting else "registered", secret)
    return made, secret


def take_in(event: Event, name: str, contact: str = "", group: str = "", people: int = 1) -> Registration:
    """Register somebody who has called or stands at the door; who comes while it goes on is here already.

    Before it begins a place is needed as for anybody else. Raises RegistrationClosed, RegisteredAlready,
    ContactNeeded, InvalidInput.
    """
    name, contact = one_line(name)[:100], one_line(contact)[:254]
    refuse_resident_numbers(name, contact)
    if not 1 <= people <= MOST_PEOPLE or (group and group not in site().groups):
        raise InvalidInput()
    lock(event)
    here = event.starts_at <= clock.now()
    if event.state != "published" or clock.now() >= event.ends_at + LATE:
        raise RegistrationClosed()
    if not name or not (contact or here):
        raise ContactNeeded()
    if contact and queries.reached_at(event.id, contact):
        raise RegisteredAlready()
    made = Registration(
        event_id=event.id, digest=digest(new_secret()), name=name, contact=contact, group=group or None,
        people=people, at=clock.now(), waiting=not here and not _fits(event, people),
        checked_in_at=clock.now() if here else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def called(registration: Registration) -> None:
    """Note that somebody was told by telephone what no letter could tell them."""
    lock(registration)
    registration.call_since = None
    db.session.flush()


def take_back(registration: Registration) -> None:
    """Take a registration back; who waits moves up as far as there are places. Raises CancelledAlready, CameAlready."""
    event = db.session.get_one(Event, registration.event_id)
    lock(event)
    lock(registration)
    if registration.cancelled_at is not None:
        raise CancelledAlready()
    if registration.checked_in_at is not None:
        raise CameAlready()
    registration.cancelled_at = clock.now()
    _forget(registration)
    db.session.flush()
    _move_up(event)


def forget(registration: Registration) -> None:
    """Take the person out of a registration; one that is still to come is taken back, so that others get the places."""
    event = db.session.get_one(Event, registration.event_id)
    if (
        registration.cancelled_at is None
        and registration.checked_in_at is None
        and event.starts_at > clock.now()
    ):
        take_back(registration)
    else:
        _forget(registration)


def check_in(registration: Registration, came: bool = True) -> None:
    """Note that somebody came, or that this was a mistake. Raises CancelledAlready."""
    lock(registration)
    if registration.cancelled_at is not None:
        raise CancelledAlready()
    registration.checked_in_at = (registration.checked_in_at or clock.now()) if came else None
    db.session.flush()


def forget_names(days: int, most: int) -> int:
    """Forget the names, contacts and wishes of those who registered, so many days after the event; how many."""
    found = queries.named_before(clock.now() - timedelta(days=days), most)
    for registration in found:
        _forget(registration)
    db.session.flush()
    return len(found)


RETENTION = Retention(
    name="registrations",
    what=_l("Names and contacts of who registered for an event"),
    days=lambda: site().intake.contact_days,
    delete=forget_names,
)


def _fits(event: Event, people: int) -> bool:
    if event.capacity == 0:
        return True
    coming, waiting, _came = queries.places(event.id)
    return waiting == 0 and coming + people <= event.capacity


def _check_guest(name: str, contact: str, people: int) -> None:
    if not (name and contact):
        raise ContactNeeded()
    if people > MOST_OF_A_GUEST:
        raise TooManyForAGuest(most=MOST_OF_A_GUEST)


def _move_up(event: Event) -> None:
    """Give places to those who wait, the first one first, as long as the event is to come; a household that does not
    fit keeps others waiting, since nobody is passed over."""
    if event.state != "published" or clock.now() >= event.starts_at:
        return
    coming, _waiting, _came = queries.places(event.id)
    for registration in queries.next_waiting(event.id):
        if event.capacity and coming + registration.people > event.capacity:
            return
        coming += registration.people
        registration.waiting = False
        db.session.flush()
        letters.to_one(event, registration, "moved_up")


def _forget(registration: Registration) -> None:
    registration.name = registration.contact = registration.wishes = ""
    registration.forgotten_at, registration.call_since = clock.now(), None
