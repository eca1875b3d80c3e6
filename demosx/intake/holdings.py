"""What this room keeps of people, and how long."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ..core import clock
from ..core.db import db
from ..core.settings import site
from ..notifications.contacts import contacts_of
from ..people.holdings import Holding, rows
from ..people.retention import Retention
from .models import Entry, EntryPerson, Sheet
from .words import CHANNEL_NAMES, KIND_NAMES

WAITING_DAYS = 14


def claimed(account_id: int) -> list[dict[str, Any]]:
    """What somebody has taken over with a code, or has entered for others."""
    query = select(
        Entry.kind, Entry.channel, Entry.proposal_id.label("proposal"), Entry.opinion_id.label("opinion"), Entry.group,
        Entry.district, Entry.written_at, Entry.entered_at, Entry.claimed_at,
    ).where(Entry.claimed_by == account_id)  # fmt: skip
    return rows(query.order_by(Entry.id))


def forget_claimed(account_id: int, remove_texts: bool) -> None:
    """Keep that it was claimed and by nobody any more; and what somebody has entered, without them.

    What was entered for them and never claimed stays; the name and the contact that were kept for it go, where the
    contact is the account's own.
    """
    for column in (Entry.claimed_by, Entry.entered_by):
        mine = update(Entry).where(column == account_id).values({column: None})
        db.session.execute(mine.execution_options(synchronize_session=False))
    contacts = contacts_of(account_id)
    for kept in db.session.scalars(select(EntryPerson).where(contacts.may_be(EntryPerson.contact))).all():
        if contacts.include(kept.contact):
            db.session.delete(kept)


def uploaded(account_id: int) -> list[dict[str, Any]]:
    """The spreadsheets that somebody has sent."""
    query = select(Sheet.name, Sheet.entries, Sheet.uploaded_at, Sheet.taken_at).where(
        Sheet.uploaded_by == account_id
    )
    return rows(query.order_by(Sheet.id))


def forget_uploaded(account_id: int, remove_texts: bool) -> None:
    """Keep the files' names without whoever has sent them."""
    mine = update(Sheet).where(Sheet.uploaded_by == account_id).values(uploaded_by=None)
    db.session.execute(mine.execution_options(synchronize_session=False))


def delete_people(days: int, most: int) -> int:
    """Delete names and contacts whose time is over."""
    over = select(EntryPerson.entry_id).where(EntryPerson.until <= clock.now()).limit(most)
    gone = delete(EntryPerson).where(EntryPerson.entry_id.in_(over)).returning(EntryPerson.entry_id)
    return len(db.session.scalars(gone.execution_options(synchronize_session=False)).all())


def delete_waiting(days: int, most: int) -> int:
    """Delete spreadsheets that nobody has taken in, and what is left of those that were taken in only in part."""
    since = clock.now() - timedelta(days=days)
    waiting = (Sheet.taken_at.is_(None), Sheet.uploaded_at < since)
    rest = update(Sheet).where(*waiting, Sheet.entries > 0).values(rows=[], taken_at=clock.now())
    db.session.execute(rest.execution_options(synchronize_session=False))
    over = select(Sheet.id).where(*waiting, Sheet.entries == 0).limit(most)
    gone = delete(Sheet).where(Sheet.id.in_(over)).returning(Sheet.id)
    return len(db.session.scalars(gone.execution_options(synchronize_session=False)).all())


HOLDINGS = (
    Holding(
        name="entries",
        tables=frozenset({"entry"}),
        what=_l("What you said at an event, on paper or by telephone, and have taken over with your code."),
        why=_l("So that it is yours, and you can follow it."),
        how_long=_l("As long as the proposal or the opinion. After you have left without you."),
        counted=lambda number: (
            select(func.count(Entry.id)).where(Entry.claimed_by == number).scalar_subquery()
        ),
        export=claimed,
        forget=forget_claimed,
        labels={
            "kind": _l("What is it?"),
            "channel": _l("How it came"),
            "group": _l("Group"),
            "written_at": _l("Said"),
            "entered_at": _l("Entered"),
            "claimed_at": _l("Taken over"),
        },
        words={"kind": KIND_NAMES, "channel": CHANNEL_NAMES},
        sensitive=True,
        order=32,
    ),
    Holding(
        name="sheets",
        tables=frozenset({"sheet"}),
        what=_l("Which spreadsheets you have sent, as one of the staff."),
        why=_l("So that colleagues know whom to ask about them."),
        how_long=_l("As long as what was taken in. After you have left without you."),
        counted=lambda number: (
            select(func.count(Sheet.id)).where(Sheet.uploaded_by == number).scalar_subquery()
        ),
        export=uploaded,
        forget=forget_uploaded,
        labels={"entries": _l("Entries"), "uploaded_at": _l("Sent"), "taken_at": _l("Taken in")},
        staff=True,
        order=60,
    ),
)
RETENTIONS = (
    Retention(
        name="entry_people",
        what=_l("Names and contacts of people without an account, for whom staff have entered something"),
        days=lambda: site().intake.contact_days,
        delete=delete_people,
    ),
    Retention(
        name="sheets_waiting",
        what=_l("Spreadsheets that were sent and not taken in"),
        days=lambda: WAITING_DAYS,
        delete=delete_waiting,
    ),
)
