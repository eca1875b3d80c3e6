"""Events, who registered and came, and which proposals belong to them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model, only

KINDS = ("field", "workshop", "meeting")
STATES = ("draft", "published", "cancelled")


class Event(Model):
    """A visit to where people are (`field`), a workshop, or another meeting. Its address is its `id`.

    `groups` are the target groups, by their keys in the site's file; `goal` is how many people are to be reached,
    `capacity` how many can come, 0 for as many as like. `came` is how many came in all, as counted there, where
    nobody is checked in by name. `notes` are the facilitators' and only for staff; `result` is published from
    `result_at` on.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('field', 'workshop', 'meeting')", name="kind_known"),
        CheckConstraint("state IN ('draft', 'published', 'cancelled')", name="state_known"),
        CheckConstraint("ends_at > starts_at", name="ends_later"),
        CheckConstraint("capacity >= 0 AND goal >= 0 AND came >= 0", name="counts"),
        CheckConstraint("state <> 'cancelled' OR length(cancelled_reason) > 0", name="cancelled_why"),
        CheckConstraint("result_at IS NULL OR length(result) > 0", name="result_given"),
        Index("ix_event_when", "state", "starts_at", "id"),
        Index("ix_event_desk", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    invited: Mapped[str] = mapped_column(Text, default="")
    groups: Mapped[list[str]] = mapped_column(default=list)
    goal: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(String(200), default="")
    district: Mapped[str | None] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int] = mapped_column(default=0)
    registration: Mapped[bool] = mapped_column(default=False)
    registration_until: Mapped[datetime | None]
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("department.id"))
    contact: Mapped[str] = mapped_column(String(200), default="")
    came: Mapped[int] = mapped_column(default=0)
    notes: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    result_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class Registration(Model):
    """One person, or a household of `people`, who will come: by an account, or by a name and a way to reach them.

    The name and the contact are deleted once they are not needed any more. `digest` is that of the secret in the link
    with which somebody without an account takes it back. `group` is what they said of themselves, if they did.
    `call_since`: since then there is something to tell them that no letter can.
    """

    __table_args__ = (
        CheckConstraint("people BETWEEN 1 AND 20", name="people_few"),
        CheckConstraint("cancelled_at IS NULL OR checked_in_at IS NULL", name="came_or_not"),
        Index(
            "ix_registration_once", "event_id", "account_id", unique=True,
            **only("account_id IS NOT NULL AND cancelled_at IS NULL"),
        ),
        Index("ix_registration_event", "event_id", "cancelled_at", "waiting", "id"),
        Index("ix_registration_account", "account_id", "id"),
        Index("ix_registration_named", "at", "id", **only("forgotten_at IS NULL")),
        Index("ix_registration_to_call", "event_id", "id", **only("call_since IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("event.id"))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    wishes: Mapped[str] = mapped_column(String(500), default="")
    group: Mapped[str | None] = mapped_column(String(40))
    district: Mapped[str | None] = mapped_column(String(40))
    people: Mapped[int] = mapped_column(default=1)
    waiting: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    checked_in_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    call_since: Mapped[datetime | None]


class EventProposal(Model):
    """That a proposal belongs to an event: made there, or talked about there."""

    __table_args__ = (Index("ix_event_proposal_proposal", "proposal_id", "event_id"),)

    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("event.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    made_there: Mapped[bool] = mapped_column(default=False)
