"""Taking in what somebody said who has no account: once, with consent, as a proposal or an opinion."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ..core import clock, terms
from ..core.db import db, insert, lock, raising
from ..core.errors import InvalidInput
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_in_prose, refuse_resident_numbers
from ..core.security import keyed
from ..core.settings import site
from ..core.text import clean, one_line
from ..events.models import Event, EventProposal
from ..ledger.services import record
from ..opinions.on_behalf import say_for
from ..proposals.models import Proposal
from ..proposals.on_behalf import propose_for
from . import codes, queries
from .access import ENTER
from .errors import (
    CodeUsed,
    CodeWrong,
    EventUnknown,
    KeyWrong,
    NoConsent,
    ProposalUnknown,
    SavedOtherwise,
    Twice,
)
from .models import CHANNELS, KINDS, Entry, EntryPerson
from .roles import role_at

LONGEST_PERSON, LONGEST_NAME, LONGEST_CONTACT, LONGEST_NOTE = 40, 100, 254, 2_000
AHEAD = timedelta(days=1)  # how far the clock of a tablet may be ahead
UNNUMBERED = "#"


@dataclass(frozen=True)
class Said:
    """What one person said, as it was typed. `number` is the receipt number of the proposal that an opinion is on;
    `typed_by` who typed it, where that is somebody else than who sends it; `code` the one on the paper, if any."""

    key: str
    kind: str
    channel: str
    text: str
    consent: bool
    title: str = ""
    number: str = ""
    event_id: int | None = None
    person: str = ""
    group: str = ""
    district: str = ""
    written_at: datetime | None = None
    name: str = ""
    contact: str = ""
    note: str = ""
    code: str = ""
    consent_words: str = ""
    typed_by: int | None = None
    sheet_id: int | None = None
    row_number: int | None = None


@dataclass(frozen=True)
class Taken:
    """What came of it. `code` is for the person's slip, empty where it was given; `again`: it was here already."""

    entry: Entry
    code: str = ""
    again: bool = False


def enter(said: Said, *, actor: Actor) -> Taken:
    """Take one thing in. Sent again with the same key it changes nothing and is a success.

    Raises SavedOtherwise where the key is that of an entry which says something else, NoConsent, KeyWrong,
    ResidentNumberRefused, EventUnknown, ProposalUnknown, CodeWrong, CodeUsed, StageClosed, TitleWrong, TextWrong,
    OpinionEmpty, or InvalidInput for what a form does not offer.
    """
    key = _key(said.key)
    known = queries.by_key(key)
    if known is not None:
        return _again(known, said)
    event = _checked(said)
    try:
        with raising(Twice()):
            return _write(said, key, event, actor)
    except Twice:
        known = queries.by_key(key)
        if known is None:
            raise CodeUsed() from None
        return _again(known, said)


def _again(known: Entry, said: Said) -> Taken:
    """What was taken in with the same key, if it says the same of the same person: else it would be lost."""
    first = queries.mark_of(known)
    if (first is not None and first != mark_of(said)) or not _same_person(known, said):
        raise SavedOtherwise()
    return Taken(known, again=True)


def mark_of(said: Said) -> str:
    """By which the same is known again: a hash that only this site can make, without names and contacts."""
    on = said.number.strip() if said.kind == "opinion" else one_line(said.title)
    where = said.event_id or ""
    return keyed("intake_said", said.kind, said.channel, where, on, clean(said.text), one_line(said.person),
                 said.group, said.district)  # fmt: skip


def _same_person(known: Entry, said: Said) -> bool:
    """Whether what is kept apart says the same, as long as it is there as it was first given."""
    last = known.entered_at + timedelta(days=site().intake.contact_days)
    if known.revision > 1 or clock.now() >= last:
        return True
    kept = db.session.get(EntryPerson, known.id)
    return _kept_words(said.name, said.contact, said.note) == (
        (kept.name, kept.contact, kept.note) if kept is not None else ("", "", "")
    )


def _write(said: Said, key: str, event: Event | None, actor: Actor) -> Taken:
    now = clock.now()
    person = _person(said, key)
    typed_by = said.typed_by or actor.id
    code, given = _code(said, person, typed_by)
    proposal, opinion_id = _become(said)
    entry = Entry(
        key=key, kind=said.kind, channel=said.channel, event_id=said.event_id, sheet_id=said.sheet_id,
        row_number=said.row_number, proposal_id=proposal.id, opinion_id=opinion_id, person=person,
        group=said.group or None, district=said.district or None, consent=True, consent_words=said.consent_words[:64],
        written_at=min(said.written_at or now, now), entered_at=now, entered_by=typed_by,
        claim_digest=codes.digest_of(code),
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    keep_person(entry, said.name, said.contact, said.note)
    if event is not None:
        _belongs(event, proposal, made_there=said.kind == "proposal")
    data = {"channel": said.channel, "event": said.event_id, "said": mark_of(said)}
    record(
        "entered", subject=("entry", entry.id), proposal_id=proposal.id, actor=actor,
        role=role_at(actor, ENTER, event), data=data, public=said.kind == "proposal",
    )  # fmt: skip
    return Taken(entry, "" if given else code)


def keep_person(entry: Entry, name: str, contact: str, note: str) -> None:
    """Keep the name and the contact apart, if there are any; what was kept before is replaced."""
    kept = db.session.get(EntryPerson, entry.id)
    name, contact, note = _kept_words(name, contact, note)
    if not (name or contact or note):
        if kept is not None:
            db.session.delete(kept)
        return
    if kept is None:
        until = entry.entered_at + timedelta(days=site().intake.contact_days)
        kept = EntryPerson(entry_id=entry.id, until=until)
        db.session.add(kept)
    kept.name, kept.contact, kept.note = name, contact, note


def _kept_words(name: str, contact: str, note: str) -> tuple[str, str, str]:
    return one_line(name)[:LONGEST_NAME], one_line(contact)[:LONGEST_CONTACT], clean(note)[:LONGEST_NOTE]


def _checked(said: Said) -> Event | None:
    """The event, once everything fits that needs no proposal."""
    if not said.consent:
        raise NoConsent()
    refuse_in_prose(said.title, said.text, said.note)
    refuse_resident_numbers(said.person, said.name, said.contact, said.code, said.number)
    if said.kind not in KINDS or said.channel not in CHANNELS:
        raise InvalidInput()
    if said.group and said.group not in site().groups:
        raise InvalidInput()
    if said.district and said.district not in terms.districts():
        raise InvalidInput()
    event = queries.event(said.event_id)
    if said.event_id is not None and (event is None or event.state == "cancelled"):
        raise EventUnknown()
    return event


def _become(said: Said) -> tuple[Proposal, int | None]:
    """The proposal, and the number of the opinion where it is one."""
    if said.kind == "proposal":
        made = propose_for(said.title, said.text, channel=said.channel, district=said.district or None)
        return made, None
    proposal = queries.public_by_number(said.number.strip())
    if proposal is None:
        raise ProposalUnknown()
    return proposal, say_for(proposal, said.text).id


def _code(said: Said, person: str, typed_by: int | None) -> tuple[str, bool]:
    """The code for the slip, and whether it was given. A second thing on the same paper, from the same hand, gets one
    of its own, since the first one leads to both."""
    if not said.code.strip():
        return codes.new_code(), False
    code = codes.read(said.code)
    if code is None:
        raise CodeWrong()
    known = queries.by_digest(codes.digest_of(code))
    if known is None:
        return code, True
    if known.event_id is None or not _on_one_paper(known, said, person, typed_by):
        raise CodeUsed()
    return codes.new_code(), True


def _on_one_paper(known: Entry, said: Said, person: str, typed_by: int | None) -> bool:
    """Whether a code leads from one to the other: as `queries.numbered_with` has it."""
    hand = said.sheet_id is not None or (typed_by is not None and typed_by == known.entered_by)
    where = (said.event_id, person, said.channel, said.sheet_id)
    return hand and where == (known.event_id, known.person, known.channel, known.sheet_id)


def _person(said: Said, key: str) -> str:
    """By which number the person is told apart. Without one, whoever said it counts as somebody of their own.

    A number that was typed means something within one event only.
    """
    typed = one_line(said.person)[:LONGEST_PERSON]
    if typed and (said.event_id is not None or typed.startswith(UNNUMBERED)):
        return typed
    return UNNUMBERED + key.replace("-", "")[:12]


def _belongs(event: Event, proposal: Proposal, made_there: bool) -> None:
    row = insert(EventProposal).values(event_id=event.id, proposal_id=proposal.id, made_there=made_there)
    db.session.execute(row.on_conflict_do_nothing())


def _key(typed: str) -> str:
    try:
        return str(UUID(typed))
    except ValueError as wrong:
        raise KeyWrong() from wrong


def locked(entry: Entry) -> Entry:
    """The entry, locked and read anew."""
    lock(entry)
    return entry
