"""What is kept of whoever registered for events, and of staff who have made them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ..core.db import db
from ..notifications.contacts import contacts_of
from ..people.holdings import Holding, nothing_to_forget, rows
from . import letters, queries, registering
from .models import Event, Registration


def export(account_id: int) -> list[dict[str, Any]]:
    """For what a person has registered, and what they said of themselves."""
    query = (
        select(
            Event.title.label("event"), Registration.at, Registration.people, Registration.group,
            Registration.district, Registration.wishes, Registration.checked_in_at, Registration.cancelled_at,
        )
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.account_id == account_id)
        .order_by(Registration.id)
    )  # fmt: skip
    return rows(query)


def forget(account_id: int, remove_texts: bool) -> None:
    """Take back what is still to come, so that others get the places; of the rest only the counts stay.

    What they registered for without their account goes as well, where the contact is the account's own.
    """
    for registration in queries.to_come(account_id):
        registering.take_back(registration)
    for registration in queries.without_account(contacts_of(account_id)):
        letters.forget(registration)
        registering.forget(registration)
    mine = Registration.account_id == account_id
    db.session.execute(delete(Registration).where(mine, Registration.checked_in_at.is_(None)))
    emptied = {"account_id": None, "name": "", "contact": "", "wishes": "", "group": None, "district": None}
    db.session.execute(update(Registration).where(mine).values(**emptied))


def made(account_id: int) -> list[dict[str, Any]]:
    """Which events somebody of the staff has made."""
    query = select(Event.title.label("event"), Event.created_at).where(Event.created_by == account_id)
    return rows(query.order_by(Event.id))


REGISTRATIONS = Holding(
    name="registrations",
    tables=frozenset({"registration"}),
    what=_l("For which events you registered, what you said of yourself there, and whether you came."),
    why=_l("So that there is a place for you, and the city sees whom it reaches."),
    how_long=_l("Names, contacts and wishes: some months after the event. Counts stay."),
    counted=lambda number: (
        select(func.count(Registration.id)).where(Registration.account_id == number).scalar_subquery()
    ),
    export=export,
    forget=forget,
    order=35,
)
EVENTS = Holding(
    name="events",
    tables=frozenset({"event"}),
    what=_l("Which events you have made for the office."),
    why=_l("So that colleagues know whom to ask."),
    how_long=_l("As long as the event; without your account once you leave."),
    export=made,
    forget=nothing_to_forget,
    staff=True,
    order=90,
)
HOLDINGS = (REGISTRATIONS, EVENTS)
