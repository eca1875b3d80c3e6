"""Every reading of what was entered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import aliased

from ..core import clock
from ..core.db import db
from ..core.paging import Order, Page, entities
from ..core.settings import site
from ..events.models import Event, EventProposal, Registration
from ..journey.queries import Beside
from ..ledger.models import Entry as Line
from ..opinions.models import Opinion
from ..proposals.models import Proposal
from ..proposals.search import found_by
from .models import Entry, EntryPerson, Sheet

NEWEST = Order("entered", (Entry.id,))
BACK, AHEAD, MOST_EVENTS = timedelta(days=90), timedelta(days=60), 60
MOST_FOUND = 8
PAGE = 30


@dataclass(frozen=True)
class Chosen:
    """What the list of entries is narrowed down to; empty values do not narrow."""

    event_id: int | None = None
    channel: str = ""
    kind: str = ""
    entered_by: int | None = None


def _any_of(proposal_id: int) -> ColumnElement[bool]:
    first = select(func.min(Entry.id)).where(Entry.proposal_id == proposal_id)
    return Entry.id == first.scalar_subquery()


BESIDE = Beside(Entry, _any_of)
"""The first entry of a proposal: whether there are any, before they are asked for."""


def event(event_id: int | None) -> Event | None:
    """An event by its number."""
    return db.session.get(Event, event_id) if event_id is not None and 0 < event_id < 2**63 else None


def events_near() -> Sequence[Event]:
    """The events at which something may be entered now: the latest first, some months back and ahead."""
    now = clock.now()
    query = select(Event).where(Event.state != "cancelled", Event.starts_at.between(now - BACK, now + AHEAD))
    return db.session.scalars(query.order_by(Event.starts_at.desc(), Event.id).limit(MOST_EVENTS)).all()


def event_titles(ids: Collection[int]) -> dict[int, str]:
    """The titles of events."""
    if not ids:
        return {}
    rows = db.session.execute(select(Event.id, Event.title).where(Event.id.in_(ids)))
    return {row.id: row.title for row in rows}


def by_key(key: str) -> Entry | None:
    """The entry that was sent with this key."""
    return db.session.scalar(select(Entry).where(Entry.key == key))


def mark_of(found: Entry) -> str | None:
    """The mark of what was first said, as the history keeps it; None where it was written down without one."""
    query = select(Line).where(
        Line.proposal_id == found.proposal_id, Line.verb == "entered", Line.subject_id == found.id
    )
    line = db.session.scalar(query.limit(1))
    return line.data.get("said") if line is not None else None


def by_digest(digest: str) -> Entry | None:
    """The entry whose code has this hash."""
    return db.session.scalar(select(Entry).where(Entry.claim_digest == digest))


def of_person(found: Entry) -> Sequence[Entry]:
    """What the code of an entry opens, unless it was claimed: that entry, and what the same person said besides, as far
    as it can be read. The first one first."""
    said = aliased(Opinion)
    query = (
        select(Entry)
        .join(Proposal, Proposal.id == Entry.proposal_id)
        .outerjoin(said, said.id == Entry.opinion_id)
        .where(
            or_(Entry.id == found.id, and_(numbered_with(found), in_sight(said))), Entry.claimed_at.is_(None)
        )
    )
    return db.session.scalars(query.order_by(Entry.id)).all()


def numbered_with(found: Entry) -> ColumnElement[bool]:
    """The condition that a person's number is the same one: colleagues and spreadsheets each count from one, so that
    it is known to be the same only within one event, from one hand, and on one way."""
    if found.event_id is None or (found.sheet_id is None and found.entered_by is None):
        return Entry.id == found.id
    if found.sheet_id is not None:
        hand = Entry.sheet_id == found.sheet_id
    else:
        hand = and_(Entry.sheet_id.is_(None), Entry.entered_by == found.entered_by)
    return and_(
        Entry.event_id == found.event_id, Entry.person == found.person, Entry.channel == found.channel, hand
    )


def numbered_elsewhere(found: Entry) -> bool:
    """Whether a colleague, a spreadsheet or another way has the same person's number at the event."""
    same = and_(Entry.event_id == found.event_id, Entry.person == found.person)
    return db.session.scalar(select(Entry.id).where(same, not_(numbered_with(found))).limit(1)) is not None


def numbers_elsewhere(sheet: Sheet, people: Collection[str]) -> set[str]:
    """Those of these people's numbers that stand at the event of a spreadsheet already, not from itself."""
    if sheet.event_id is None or not people:
        return set()
    query = select(Entry.person).where(
        Entry.event_id == sheet.event_id, Entry.person.in_(people), Entry.sheet_id.is_distinct_from(sheet.id)
    )
    return set(db.session.scalars(query))


def in_sight(said: Any) -> ColumnElement[bool]:
    """The condition that what an entry became is not hidden; `said` is its opinion, joined from without."""
    return case((Entry.kind == "opinion", said.visible), else_=Proposal.hidden_at.is_(None))


def entry(entry_id: int) -> tuple[Entry, Proposal, Opinion | None, EntryPerson | None] | None:
    """An entry with what it became and who said it. One query."""
    query = (
        select(Entry, Proposal, Opinion, EntryPerson)
        .join(Proposal, Proposal.id == Entry.proposal_id)
        .outerjoin(Opinion, Opinion.id == Entry.opinion_id)
        .outerjoin(EntryPerson, EntryPerson.entry_id == Entry.id)
        .where(Entry.id == entry_id)
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1], row[2], row[3]) if row is not None else None


def entries(
    chosen: Chosen, cursor: str | None = None, size: int = PAGE, within: ColumnElement[bool] | None = None
) -> Page[Entry]:
    """A page of what was entered, the newest first. `within` are those that the reader may see."""
    query = select(Entry)
    for name in ("event_id", "channel", "kind", "entered_by"):
        wanted = getattr(chosen, name)
        if wanted:
            query = query.where(getattr(Entry, name) == wanted)
    if within is not None:
        query = query.where(within)
    return entities(query, NEWEST, cursor, size)


def at_events(ids: Collection[int]) -> ColumnElement[bool]:
    """The condition that an entry belongs to one of these events."""
    return Entry.event_id.in_(ids)


def typed_by(account_id: int) -> ColumnElement[bool]:
    """The condition that somebody has entered it."""
    return Entry.entered_by == account_id


def became(found: Sequence[Entry]) -> tuple[dict[int, Proposal], dict[int, Opinion]]:
    """The proposals and opinions of entries, by number. Two queries."""
    proposals = select(Proposal).where(Proposal.id.in_({one.proposal_id for one in found}))
    opinions = select(Opinion).where(Opinion.id.in_({one.opinion_id for one in found if one.opinion_id}))
    return (
        {one.id: one for one in db.session.scalars(proposals)},
        {one.id: one for one in db.session.scalars(opinions)},
    )


def public_by_number(number: str) -> Proposal | None:
    """The public proposal with this receipt number."""
    query = select(Proposal).where(Proposal.number == number, Proposal.listed)
    return db.session.scalar(query)


def proposals_for(asked: str) -> Sequence[Proposal]:
    """The public proposals that are under way and fit a search, the newest first."""
    found = found_by(asked)
    if found is None:
        return []
    query = select(Proposal).where(Proposal.listed, Proposal.ended_at.is_(None), found)
    return db.session.scalars(query.order_by(Proposal.filed_at.desc()).limit(MOST_FOUND)).all()


def proposals_at(event_id: int) -> Sequence[Proposal]:
    """The public proposals that belong to an event, the newest first."""
    query = (
        select(Proposal)
        .join(EventProposal, EventProposal.proposal_id == Proposal.id)
        .where(EventProposal.event_id == event_id, Proposal.listed)
    )
    return db.session.scalars(query.order_by(Proposal.id.desc()).limit(50)).all()


def entered_at(event_id: int | None, since: datetime) -> tuple[int, int]:
    """How many entries and people an event has; outside of events, those since a moment."""
    where = Entry.event_id == event_id if event_id is not None else Entry.event_id.is_(None)
    query = select(func.count(Entry.id), func.count(func.distinct(Entry.person))).where(where)
    if event_id is None:
        query = query.where(Entry.entered_at >= since)
    row = db.session.execute(query).one()
    return row[0], row[1]


def sources(opinion_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Where opinions were said: their channel and the title of a public event, by the opinion's number. One query."""
    query = (
        select(Entry.opinion_id, Entry.channel, _public_title())
        .outerjoin(Event, Event.id == Entry.event_id)
        .where(Entry.opinion_id.in_(opinion_ids))
    )
    return {number: (channel, title) for number, channel, title in db.session.execute(query) if number}


def provenance(proposal_id: int) -> Sequence[Any]:
    """Where a proposal and the opinions on it were said that staff wrote down: `kind`, `channel`, `event` and `title`
    of a public event, `people`, without what is hidden. One query."""
    said = aliased(Opinion)
    counted = or_(Entry.kind == "proposal", said.visible)
    person = func.count(func.distinct(Entry.person))
    public_event = case((Event.state == "published", Event.id))
    query = (
        select(Entry.kind, Entry.channel, public_event.label("event"), _public_title().label("title"),
               person.label("people"))
        .outerjoin(said, said.id == Entry.opinion_id)
        .outerjoin(Event, Event.id == Entry.event_id)
        .where(Entry.proposal_id == proposal_id, counted)
        .group_by(Entry.kind, Entry.channel, Event.id, Event.state, Event.title)
        .order_by(Entry.kind.desc(), Entry.channel)
    )  # fmt: skip
    return db.session.execute(query).all()


def _public_title() -> Any:
    return case((Event.state == "published", Event.title), else_="")


def sheet(sheet_id: int) -> Sheet | None:
    """A spreadsheet by its number."""
    return db.session.get(Sheet, sheet_id)


def sheets(within: ColumnElement[bool] | None = None) -> Sequence[Sheet]:
    """The spreadsheets that wait and the last that were taken in, the newest first."""
    query = select(Sheet)
    if within is not None:
        query = query.where(within)
    return db.session.scalars(query.order_by(Sheet.id.desc()).limit(PAGE)).all()


def taken_before(sha256: str, but: int = 0) -> Sheet | None:
    """The same file as it was taken in, for whatever event, or a part of it; not the upload with the number `but`."""
    begun = or_(Sheet.taken_at.is_not(None), Sheet.entries > 0)
    return db.session.scalar(select(Sheet).where(Sheet.sha256 == sha256, begun, Sheet.id != but).limit(1))


def lock_same_file(sha256: str) -> None:
    """Lock every upload of the same file, in order, so that one after the other is taken in."""
    db.session.execute(select(Sheet.id).where(Sheet.sha256 == sha256).order_by(Sheet.id).with_for_update())


def public_numbers(numbers: Collection[str]) -> set[str]:
    """Those of these receipt numbers that belong to public proposals."""
    return set(
        db.session.scalars(select(Proposal.number).where(Proposal.number.in_(numbers), Proposal.listed))
    )


def digests_known(digests: Collection[str]) -> dict[str, tuple[int | None, str]]:
    """Those of these hashes that belong to entries, each with the spreadsheet and the person's number of its entry."""
    query = select(Entry.claim_digest, Entry.sheet_id, Entry.person).where(
        Entry.claim_digest.in_(list(digests))
    )
    return {digest: (sheet, person) for digest, sheet, person in db.session.execute(query)}


def reached(event_id: int | None, since: datetime, until: datetime) -> Sequence[Any]:
    """Whom entries reach, by group and district: `group`, `district`, `entries`, `people`; without what is hidden.

    At one event, or at all of them between two moments.
    """
    said = aliased(Opinion)
    # A person's number means something at one event only.
    people = func.count(func.distinct(func.coalesce(Entry.event_id, 0).concat(Entry.person)))
    query = (
        select(Entry.group, Entry.district, func.count(Entry.id).label("entries"), people.label("people"))
        .join(Proposal, Proposal.id == Entry.proposal_id)
        .outerjoin(said, said.id == Entry.opinion_id)
        .where(in_sight(said))
        .group_by(Entry.group, Entry.district)
    )
    if event_id is not None:
        return db.session.execute(query.where(Entry.event_id == event_id)).all()
    return db.session.execute(query.where(Entry.entered_at.between(since, until))).all()


def registered(event_id: int | None, since: datetime, until: datetime) -> Sequence[Any]:
    """Who registered for events and who came, by group and district: `group`, `district`, `people`, `came`."""
    came = func.sum(case((Registration.checked_in_at.is_not(None), Registration.people), else_=0))
    query = (
        select(Registration.group, Registration.district, func.sum(Registration.people).label("people"),
               came.label("came"))
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.cancelled_at.is_(None), Registration.waiting.is_(False), Event.state != "cancelled")
        .group_by(Registration.group, Registration.district)
    )  # fmt: skip
    if event_id is not None:
        return db.session.execute(query.where(Registration.event_id == event_id)).all()
    return db.session.execute(query.where(Event.starts_at.between(since, until))).all()


def goals(since: datetime, until: datetime) -> Sequence[Event]:
    """The events of a time that were not cancelled, for what they wanted to reach."""
    query = select(Event).where(Event.state != "cancelled", Event.starts_at.between(since, until))
    return db.session.scalars(query.order_by(Event.starts_at.desc(), Event.id).limit(200)).all()


def claim_since() -> datetime:
    """The moment before which an entry can be claimed no more."""
    return clock.now() - timedelta(days=site().intake.claim_days)
