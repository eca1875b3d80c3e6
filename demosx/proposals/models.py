"""Proposals: what people and the city put forward."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, only
from ..journey.models import Traveller


class Proposal(Traveller, Model):
    """A title and a text that travel. Its address is its `id`; `number` is the receipt number (접수번호).

    `listed` says whether it stands in public lists: open to everyone and not hidden. `group_name`: for whom the
    proposer speaks, if for a group. `easy_text` is the city's proposal in plain words, `publish_on` the day from which
    it may be public. `sorted_as`: what an operator has found it to be, empty until then. `compared_at`:
    when others like it were last looked for.
    """

    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("supports = supports_site + supports_elsewhere", name="supports_sum"),
        CheckConstraint("supports_site >= 0 AND supports_elsewhere >= 0", name="supports_positive"),
        CheckConstraint("audience IN ('everyone', 'link', 'staff')", name="audience_known"),
        CheckConstraint("hidden_at IS NULL OR length(hidden_reason) > 0", name="hidden_why"),
        CheckConstraint("(merged_into_id IS NULL) = (merged_visit IS NULL)", name="merged_where"),
        CheckConstraint(
            "merged_into_id IS NULL OR (merged_into_id <> id AND coalesce(ended, '') = 'merged')",
            name="merged_over",
        ),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position_whole"),
        CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="position_real"
        ),
        CheckConstraint("sorted_as IN ('proposal', 'complaint', 'spam', 'outside')", name="sorted_known"),
        CheckConstraint("(sorted_as IS NULL) = (sorted_at IS NULL)", name="sorted_when"),
        Index("ix_proposal_new", "listed", "filed_at", "id"),
        Index("ix_proposal_support", "listed", "supports", "id"),
        Index("ix_proposal_closing", "listed", "closes_on", "id"),
        Index("ix_proposal_answered", "listed", "answered_at", "id"),
        Index("ix_proposal_stage", "listed", "stage", "filed_at", "id"),
        Index("ix_proposal_area", "listed", "area", "filed_at", "id"),
        Index("ix_proposal_origin", "listed", "origin", "filed_at", "id"),
        Index("ix_proposal_district", "listed", "district", "filed_at", "id"),
        Index("ix_proposal_board", "process_key", "stage", "closes_on", "id", **only("ended_at IS NULL")),
        Index(
            "ix_proposal_inbox", "filed_at", "id", **only("ended_at IS NULL AND lead_department_id IS NULL")
        ),
        Index("ix_proposal_now", "listed", "process_key", "stage", **only("ended_at IS NULL")),
        Index("ix_proposal_near", "listed", "stage", "supports", "id", **only("ended_at IS NULL")),
        Index("ix_proposal_department", "lead_department_id", "ended_at", "filed_at"),
        Index("ix_proposal_unsorted", "filed_at", "id", **only("sorted_as IS NULL AND ended_at IS NULL")),
        Index("ix_proposal_uncompared", "id", **only("compared_at IS NULL")),
        Index("ix_proposal_proposer", "proposer_id", "filed_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10), default="ko")
    proposer_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("department.id"))
    group_name: Mapped[str] = mapped_column(String(100), default="", server_default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    easy_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    publish_on: Mapped[date | None]
    sorted_as: Mapped[str | None] = mapped_column(String(10))
    sorted_at: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    listed: Mapped[bool] = mapped_column(
        Computed("audience = 'everyone' AND hidden_at IS NULL", persisted=True)
    )
    source: Mapped[str | None] = mapped_column(String(60))
    external_id: Mapped[str | None] = mapped_column(String(120))
    revision: Mapped[int] = mapped_column(default=1)

    proposer: Mapped[Any] = relationship("Account", foreign_keys=[proposer_id], viewonly=True)
    lead_department: Mapped[Any] = relationship(
        "Department", primaryjoin="Proposal.lead_department_id == Department.id", viewonly=True
    )
    department: Mapped[Any] = relationship("Department", foreign_keys=[department_id], viewonly=True)
    merged_into: Mapped[Any] = relationship(
        "Proposal", primaryjoin="Proposal.merged_into_id == remote(Proposal.id)", viewonly=True
    )


class ReceiptYear(Model):
    """The last receipt number of a year. Taking a number locks the row, so no two proposals get the same."""

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
