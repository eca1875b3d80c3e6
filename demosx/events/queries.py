"""Every reading of events: one, the lists, registrations, and what belongs to an event."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import defer, joinedload

from ..core import clock
from ..core.db import db
from ..core.errors import NotFound
from ..core.paging import SIZE, Order, Page, entities
from ..journey.queries import Beside
from ..notifications.contacts import Contacts, bare, bare_column
from ..proposals.models import Proposal
from .models import Event, EventProposal, Registration

COMING = Order("coming", (Event.starts_at, Event.id), descending=False)
PAST = Order("past", (Event.starts_at, Event.id))
NEWEST = Order("registered", (Registration.id,), descending=False)
PUBLIC = ("published", "cancelled")


def find(event_id: int) -> Event | None:
    """An event by its number, whoever may see it."""
    return db.session.get(Event, event_id) if 0 < event_id < 2**63 else None


def public(event_id: int) -> Event:
    """An event that everybody may see. Raises NotFound for drafts, as for what is not there."""
    found = find(event_id)
    if found is None or found.state not in PUBLIC:
        raise NotFound()
    return found


def coming(kind: str = "", cursor: str | None = None, size: int = SIZE) -> Page[Event]:
    """Published events that are not over yet, the next first. One query."""
    return entities(_published(kind).where(Event.ends_at > clock.now()), COMING, cursor, size)


def past(kind: str = "", cursor: str | None = None, size: int = SIZE) -> Page[Event]:
    """Published events that are over, the latest first. One query."""
    over = _published(kind).where(Event.ends_at <= clock.now(), Event.state == "published")
    return entities(over, PAST, cursor, size)


def all_events(cursor: str | None = None, size: int = SIZE) -> Page[Event]:
    """Every event, the latest first, for the desk."""
    return entities(select(Event), PAST, cursor, size)


def proposals_of(event_id: int, everything: bool = False, most: int = 100) -> list[tuple[Proposal, bool]]:
    """The proposals that belong to an event, those that were made there first, and whether they were; those that stand
    in public lists, or with `everything` all. One query."""
    query = (
        select(Proposal, EventProposal.made_there)
        .join(EventProposal, EventProposal.proposal_id == Proposal.id)
        .where(EventProposal.event_id == event_id)
        .order_by(EventProposal.made_there.desc(), Proposal.id.desc())
        .limit(most)
        .options(
            joinedload(Proposal.lead_department), joinedload(Proposal.merged_into),
            defer(Proposal.text), defer(Proposal.memory),
        )
    )  # fmt: skip
    rows = db.session.execute(query if everything else query.where(Proposal.listed)).unique()
    return [(proposal, made_there) for proposal, made_there in rows]


def _events_of(proposal_id: int) -> ColumnElement[bool]:
    numbers = select(EventProposal.event_id).where(EventProposal.proposal_id == proposal_id)
    return Event.state.in_(PUBLIC) & Event.id.in_(numbers)


BESIDE = Beside(
    Event,
    _events_of,
    lambda: (defer(Event.text), defer(Event.invited), defer(Event.notes), defer(Event.result)),
)
"""The published events that a proposal belongs to, without what is long."""


def places(event_id: int) -> tuple[int, int, int]:
    """How many people will come, how many wait for a place, and how many were checked in."""
    here, waits = Registration.cancelled_at.is_(None), Registration.waiting
    query = select(
        _people(here & ~waits), _people(here & waits), _people(here & Registration.checked_in_at.is_not(None))
    ).where(Registration.event_id == event_id)
    coming_, waiting, came = db.session.execute(query).one()
    return int(coming_ or 0), int(waiting or 0), int(came or 0)


def registrations(event_id: int, cursor: str | None = None, size: int = 100) -> Page[Registration]:
    """Who registered, in the order of registering; without those that were cancelled."""
    query = select(Registration).where(Registration.event_id == event_id, Registration.cancelled_at.is_(None))
    return entities(query, NEWEST, cursor, size)


def of_account(event_id: int, account_id: int | None) -> Registration | None:
    """The registration of an account, if there is one that holds."""
    if account_id is None:
        return None
    query = select(Registration).where(
        Registration.event_id == event_id, Registration.account_id == account_id,
        Registration.cancelled_at.is_(None),
    )  # fmt: skip
    return db.session.scalars(query).first()


def reached_at(event_id: int, contact: str) -> bool:
    """Whether somebody without an account is registered with this contact, however it is written."""
    query = select(Registration.id).where(
        Registration.event_id == event_id, Registration.account_id.is_(None), Registration.cancelled_at.is_(None),
        bare_column(Registration.contact) == bare(contact),
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def by_digest(digest: str) -> Registration | None:
    """The registration whose link holds the secret with this digest."""
    return db.session.scalar(select(Registration).where(Registration.digest == digest))


def next_waiting(event_id: int) -> Sequence[Registration]:
    """Who waits for a place, in the order of registering."""
    query = select(Registration).where(
        Registration.event_id == event_id, Registration.waiting, Registration.cancelled_at.is_(None)
    )
    return db.session.scalars(query.order_by(Registration.id)).all()


def numbers_to_call() -> Select[Any]:
    """The numbers of the registrations of those who have to be called, to be counted."""
    return select(Registration.id).where(Registration.call_since.is_not(None))


def to_call(events: Collection[int]) -> dict[int, int]:
    """How many have to be called, by the number of the event. One query."""
    query = select(Registration.event_id, func.count()).where(
        Registration.call_since.is_not(None), Registration.event_id.in_(events)
    )
    return {
        int(event): int(many) for event, many in db.session.execute(query.group_by(Registration.event_id))
    }


def registered_addresses(event_id: int) -> Sequence[Registration]:
    """Everybody who is registered, for a letter to all."""
    query = select(Registration).where(Registration.event_id == event_id, Registration.cancelled_at.is_(None))
    return db.session.scalars(query.order_by(Registration.id)).all()


def to_come(account_id: int) -> Sequence[Registration]:
    """The registrations of an account for events that are still to come."""
    query = (
        select(Registration).join(Event, Event.id == Registration.event_id)
        .where(
            Registration.account_id == account_id, Registration.cancelled_at.is_(None),
            Registration.checked_in_at.is_(None), Event.state == "published", Event.starts_at > clock.now(),
        )
        .order_by(Registration.event_id)
    )  # fmt: skip
    return db.session.scalars(query).all()


def without_account(contacts: Contacts) -> list[Registration]:
    """The registrations that were made without an account under these contacts and still hold them."""
    query = select(Registration).where(
        Registration.forgotten_at.is_(None), Registration.account_id.is_(None), contacts.may_be(Registration.contact)
    )  # fmt: skip
    found = db.session.scalars(query.order_by(Registration.event_id, Registration.id))
    return [one for one in found if contacts.include(one.contact)]


def registered_events(account_id: int) -> list[tuple[Registration, Event]]:
    """For which events an account is registered, the latest first; twenty at most."""
    query = (
        select(Registration, Event).join(Event, Event.id == Registration.event_id)
        .where(Registration.account_id == account_id, Registration.cancelled_at.is_(None))
        .order_by(Event.starts_at.desc()).limit(20)
    )  # fmt: skip
    return [(registration, event) for registration, event in db.session.execute(query)]


def named_before(moment: datetime, most: int) -> Sequence[Registration]:
    """Registrations that still hold a name or contact, of events that were over before this moment."""
    query = (
        select(Registration).join(Event, Event.id == Registration.event_id)
        .where(Registration.forgotten_at.is_(None), Event.ends_at < moment).order_by(Registration.at).limit(most)
    )  # fmt: skip
    return db.session.scalars(query).all()


def by_number(number: str) -> Proposal | None:
    """A proposal by its receipt number."""
    return db.session.scalar(select(Proposal).where(Proposal.number == number))


def titles(numbers: Collection[int]) -> dict[int, str]:
    """The titles of events by number."""
    return dict(db.session.execute(select(Event.id, Event.title).where(Event.id.in_(numbers))).all())


def _people(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, Registration.people), else_=0))


def _published(kind: str) -> Select[Any]:
    query = select(Event).where(Event.state.in_(PUBLIC))
    return query.where(Event.kind == kind) if kind else query
