"""What travels through a process, and its stays. The rules it travels by are stored with it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ..core.db import BigId, Model

AUDIENCES = ("everyone", "link", "staff")


class ProcessVersion(Model):
    """A process file as it was applied. Never changed, never deleted. `reason`: why, as the public is told."""

    __table_args__ = (
        UniqueConstraint("key", "number"),
        CheckConstraint("applies_to IN ('new', 'all')", name="applies_to_known"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    effective_on: Mapped[date]
    applies_to: Mapped[str] = mapped_column(String(10))
    applied_at: Mapped[datetime]
    applied_by: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")


class Traveller:
    """The columns of what travels: mixed into the proposal.

    `memory` is what the engine needs to remember beyond visits and duties: what has fired, decisions, marks, facts set
    by rules. `closes_on` is the last day of the present period; `next_due_at` the next instant at which the calendar
    alone may change something, and `settled_at` until when it has been looked at. `rules_due_at` is the instant from
    which other rules hold for it, as long as it does not travel by them yet. `merged_into_id`: the proposal in which
    it goes on; `merged_visit`: the number of the stay there in which its people came.
    """

    version_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("process_version.id"))
    process_key: Mapped[str] = mapped_column(String(60))
    origin: Mapped[str] = mapped_column(String(20), default="citizen")
    channel: Mapped[str] = mapped_column(String(20), default="online")
    area: Mapped[str | None] = mapped_column(String(40))
    district: Mapped[str | None] = mapped_column(String(40))
    filed_at: Mapped[datetime]
    population: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str] = mapped_column(String(60), default="")
    visit_number: Mapped[int] = mapped_column(default=0)
    audience: Mapped[str] = mapped_column(String(10), default="staff")
    closes_on: Mapped[date | None]
    ended: Mapped[str | None] = mapped_column(String(60))
    ended_at: Mapped[datetime | None]
    settled_at: Mapped[datetime]
    next_due_at: Mapped[datetime | None] = mapped_column(index=True)
    rules_due_at: Mapped[datetime | None]
    memory: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    archived: Mapped[bool] = mapped_column(default=False)
    lead_department_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("department.id"), index=True
    )
    supports: Mapped[int] = mapped_column(default=0)
    supports_site: Mapped[int] = mapped_column(default=0)
    supports_elsewhere: Mapped[int] = mapped_column(default=0)
    opinions: Mapped[int] = mapped_column(default=0)
    participants: Mapped[int] = mapped_column(default=0)
    merged_visit: Mapped[int | None]

    @declared_attr
    def merged_into_id(cls) -> Mapped[int | None]:
        """The proposal that this one was merged into."""
        return mapped_column(BigInteger, ForeignKey("proposal.id"), index=True)

    @declared_attr
    def version(cls) -> Mapped[ProcessVersion]:
        """The rules it travels by."""
        return relationship(ProcessVersion)


class Visit(Model):
    """One stay in a stage. Its counts are those of this stay; `starts_on` is empty while it is being prepared.

    `ends_on` is empty where there is no period, and while its clock stands still. `pauses` are lists of a reason, the
    first day and the last, which is empty while it goes on; `extended` are lengths; `measured_at` is when other rules
    began to measure the period. `version_id`: the rules that held when it was left, where the proposal has come to
    travel by others since.
    """

    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        Index("ix_visit_stage", "kind", "left_at", "ends_on", "id"),
        CheckConstraint(
            "supports >= 0 AND opinions >= 0 AND participants >= 0 AND votes >= 0", name="counts"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    number: Mapped[int]
    stage: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime]
    by_deadline: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    pauses: Mapped[list[list[str | None]]] = mapped_column(JSON, default=list, server_default="[]")
    extended: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    measured_at: Mapped[datetime | None]
    version_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("process_version.id"))
    left_at: Mapped[datetime | None]
    supports: Mapped[int] = mapped_column(default=0)
    opinions: Mapped[int] = mapped_column(default=0)
    participants: Mapped[int] = mapped_column(default=0)
    votes: Mapped[int] = mapped_column(default=0)

    proposal: Mapped[Any] = relationship("Proposal", viewonly=True)


class Participation(Model):
    """That a person took part in a visit, and how; not when, and never what was chosen.

    `merged`: they took part in a proposal that was merged into this one.
    SQLite would number the rows in the order of arrival: without its hidden row number it keeps them by account.
    """

    __table_args__ = (
        CheckConstraint("supported OR voted OR merged OR opinions > 0", name="took_part"),
        Index("ix_participation_account", "account_id", "proposal_id"),
        {"sqlite_with_rowid": False},
    )

    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    visit_number: Mapped[int] = mapped_column(Integer, primary_key=True)
    supported: Mapped[bool] = mapped_column(default=False)
    voted: Mapped[bool] = mapped_column(default=False)
    merged: Mapped[bool] = mapped_column(default=False, server_default=false())
    opinions: Mapped[int] = mapped_column(default=0)


class Assignment(Model):
    """A department at work on a proposal: one leads, others assist."""

    __table_args__ = (CheckConstraint("part IN ('lead', 'assist')", name="part_known"),)

    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("department.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(10))
