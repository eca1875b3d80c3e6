"""What staff entered for people without an account, and where each entry came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model, only

CHANNELS = ("field", "workshop", "paper", "phone")
KINDS = ("proposal", "opinion")


class Sheet(Model):
    """A spreadsheet that was uploaded. `rows` are what it says until it is taken in, then they are emptied.

    The same file (`sha256`) is taken in once. Row numbers are those of the spreadsheet.
    """

    __table_args__ = (
        CheckConstraint("taken_at IS NULL OR entries >= 0", name="entries_counted"),
        Index("ix_sheet_once", "sha256", unique=True, **only("taken_at IS NOT NULL")),
        Index("ix_sheet_waiting", "uploaded_at", **only("taken_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    entries: Mapped[int] = mapped_column(default=0)
    uploaded_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    uploaded_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]


class Entry(Model):
    """One thing that one person said offline, entered by staff: a proposal, or an opinion on one.

    `key` is made where it is typed, so that what is sent again after the network failed is taken in once. `person`
    tells apart, within an event, who said it (a number on the paper form), so that people are counted once. `consent`:
    that they agreed to what the form says; nothing is kept without. `claim_digest` is that of the code on their slip,
    with which they may claim it later. `group` and `district` are what they said of themselves.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('proposal', 'opinion')", name="kind_known"),
        CheckConstraint("channel IN ('field', 'workshop', 'paper', 'phone')", name="channel_known"),
        CheckConstraint("(kind = 'opinion') = (opinion_id IS NOT NULL)", name="what_it_became"),
        CheckConstraint("(claimed_by IS NULL) OR (claimed_at IS NOT NULL)", name="claimed_when"),
        CheckConstraint("consent", name="consent_given"),
        UniqueConstraint("sheet_id", "row_number"),
        Index("ix_entry_event", "event_id", "id"),
        Index("ix_entry_person", "event_id", "person"),
        Index("ix_entry_proposal", "proposal_id", "id"),
        Index("ix_entry_opinion", "opinion_id", unique=True, **only("opinion_id IS NOT NULL")),
        Index("ix_entry_claimed", "claimed_by", "id"),
        Index("ix_entry_entered", "entered_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(10))
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("event.id"))
    sheet_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("sheet.id"))
    row_number: Mapped[int | None]
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    opinion_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("opinion.id"))
    person: Mapped[str] = mapped_column(String(40), default="")
    group: Mapped[str | None] = mapped_column(String(40))
    district: Mapped[str | None] = mapped_column(String(40))
    consent: Mapped[bool]
    consent_words: Mapped[str] = mapped_column(String(64), default="")
    written_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    claim_digest: Mapped[str] = mapped_column(String(64), unique=True)
    claimed_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class EntryPerson(Model):
    """The name and the contact of who said it, kept apart from everything public, until they are not needed."""

    __table_args__ = (Index("ix_entry_person_until", "until"),)

    entry_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("entry.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[datetime]
