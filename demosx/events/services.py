"""Making, publishing and cancelling events, and what came of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..core import clock
from ..core.db import db, insert, lock
from ..core.errors import ChangedMeanwhile, InvalidInput, NotFound
from ..core.permissions import Actor
from ..core.settings import site
from ..core.terms import districts
from ..core.text import clean, one_line
from ..ledger.services import record
from ..proposals.models import Proposal
from . import letters, queries
from .errors import CancelledAlready, NothingToPublish
from .models import KINDS, Event, EventProposal

MANAGE = "event:manage"
LONGEST = 20_000


@dataclass(frozen=True)
class Said:
    """What the form of an event says. Moments are aware; `groups` are keys of the site's file."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    text: str = ""
    invited: str = ""
    groups: tuple[str, ...] = ()
    goal: int = 0
    place: str = ""
    district: str = ""
    capacity: int = 0
    registration: bool = False
    registration_until: datetime | None = None
    department_id: int | None = None
    contact: str = ""


def create(said: Said, actor: Actor) -> Event:
    """Make an event, which nobody else sees before it is published. Raises InvalidInput."""
    event = Event(created_by=actor.id, created_at=clock.now())
    _fill(event, said)
    db.session.add(event)
    db.session.flush()
    _tell("event_made", event, actor)
    return event


def change(event: Event, said: Said, revision: int, actor: Actor) -> None:
    """Change an event. Whoever is registered is told where its time or place has changed. Raises ChangedMeanwhile."""
    _held(event, revision)
    before = (event.starts_at, event.ends_at, event.place)
    _fill(event, said)
    event.revision += 1
    if event.state == "published" and before != (event.starts_at, event.ends_at, event.place):
        letters.to_all(event, "changed")
    _tell("event_changed", event, actor)


def publish(event: Event, actor: Actor) -> None:
    """Let everybody see an event. A second time changes nothing. Raises CancelledAlready."""
    lock(event)
    if event.state == "cancelled":
        raise CancelledAlready()
    if event.state == "draft":
        event.state = "published"
        _tell("event_published", event, actor)


def cancel(event: Event, reason: str, actor: Actor) -> None:
    """Cancel an event with a public reason; whoever is registered is told. Raises CancelledAlready, InvalidInput."""
    reason = clean(reason)
    if not reason or len(reason) > LONGEST:
        raise InvalidInput()
    lock(event)
    if event.state == "cancelled":
        raise CancelledAlready()
    seen = event.state == "published"
    event.state, event.cancelled_reason = "cancelled", reason
    event.revision += 1
    if seen:
        letters.to_all(event, "cancelled")
    _tell("event_cancelled", event, actor, reason)


def write_notes(event: Event, notes: str, came: int, revision: int, actor: Actor) -> None:
    """Keep the facilitators' notes, and how many came in all. Raises ChangedMeanwhile, InvalidInput."""
    notes = clean(notes)
    if len(notes) > LONGEST or not 0 <= came <= 1_000_000:
        raise InvalidInput()
    _held(event, revision)
    event.notes, event.came = notes, came
    event.revision += 1
    _tell("event_noted", event, actor)


def write_result(event: Event, result: str, public: bool, revision: int, actor: Actor) -> None:
    """Write what came of an event, and publish it or take it back. Raises ChangedMeanwhile, NothingToPublish."""
    result = clean(result)
    if len(result) > LONGEST:
        raise InvalidInput()
    if public and not result:
        raise NothingToPublish()
    _held(event, revision)
    event.result = result
    event.result_at = (event.result_at or clock.now()) if public else None
    event.revision += 1
    _tell("event_result", event, actor)


def attach(event: Event, number: str, actor: Actor, made_there: bool = False) -> Proposal:
    """Let a proposal belong to an event, by its receipt number. Raises NotFound for an unknown one."""
    proposal = queries.by_number(one_line(number))
    if proposal is None:
        raise NotFound()
    row = insert(EventProposal).values(event_id=event.id, proposal_id=proposal.id, made_there=made_there)
    new = db.session.scalar(row.on_conflict_do_nothing().returning(EventProposal.proposal_id))
    if new is not None:
        _tell("event_proposal_added", event, actor, proposal_id=proposal.id)
    return proposal


def detach(event: Event, proposal_id: int, actor: Actor) -> None:
    """Let a proposal belong to an event no longer, unless it was made there: then that stays. Raises NotFound."""
    row = db.session.get(EventProposal, (event.id, proposal_id))
    if row is None:
        raise NotFound()
    if row.made_there:
        raise InvalidInput()
    db.session.delete(row)
    _tell("event_proposal_removed", event, actor, proposal_id=proposal_id)


def _fill(event: Event, said: Said) -> None:
    title, text, invited = one_line(said.title), clean(said.text), clean(said.invited)
    fits = 0 < len(title) <= 200 and len(text) <= LONGEST and len(invited) <= LONGEST
    known = said.kind in KINDS and set(said.groups) <= set(site().groups)
    if not fits or not known or said.ends_at <= said.starts_at:
        raise InvalidInput()
    if said.district and said.district not in districts() and said.district != event.district:
        raise InvalidInput()
    if min(said.goal, said.capacity) < 0 or max(said.goal, said.capacity) > 1_000_000:
        raise InvalidInput()
    event.kind, event.title, event.text, event.invited = said.kind, title, text, invited
    event.starts_at, event.ends_at = said.starts_at, said.ends_at
    event.groups, event.goal, event.capacity = list(said.groups), said.goal, said.capacity
    event.place, event.district = one_line(said.place)[:200], said.district or None
    event.registration, event.registration_until = said.registration, said.registration_until
    event.department_id, event.contact = said.department_id, one_line(said.contact)[:200]


def _held(event: Event, revision: int) -> None:
    lock(event)
    if event.revision != revision:
        raise ChangedMeanwhile()


def _tell(verb: str, event: Event, actor: Actor, reason: str = "", **more: Any) -> None:
    record(
        verb, subject=("event", event.id), actor=actor, reason=reason, data={"event": event.id, **more},
        public=False,
    )  # fmt: skip
    db.session.flush()
