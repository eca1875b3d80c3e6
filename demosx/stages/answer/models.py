"""Answers, and what is promised in them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...core.db import BigId, Model, only

FORMATS = ("text", "video", "meeting")
STATES = ("planned", "doing", "done", "dropped")
OPEN_STATES = ("planned", "doing")


class Answer(Model):
    """One answer, whether it completes a duty of the proposal or of a stage.

    `by_role` and `title` say who answers (the head, a department), never which account typed it. `sides` holds what is
    said to the reasons of each side of a ballot, by choice. `on_time`: given by the due day, or without one.
    `public`: neither the duty nor the stage is kept to staff.
    """

    __table_args__ = (
        CheckConstraint("format IN ('text', 'video', 'meeting')", name="format_known"),
        CheckConstraint("(format = 'video') = (length(video_url) > 0)", name="video_given"),
        CheckConstraint(
            "video_url = '' OR video_url LIKE 'https://%' OR video_url LIKE 'http://%'", name="video_web"
        ),
        Index("ix_answer_latest", "public", "answered_at", "id"),
        Index("ix_answer_verdict", "public", "verdict", "answered_at", "id"),
        Index("ix_answer_proposal", "proposal_id", "answered_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    duty_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("duty.id"), unique=True)
    visit_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("visit.id"))
    duty_name: Mapped[str] = mapped_column(String(60))
    verdict: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    by_role: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("department.id"))
    answered_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(100), default="")
    format: Mapped[str] = mapped_column(String(10), default="text")
    video_url: Mapped[str] = mapped_column(String(2000), default="")
    sides: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_at: Mapped[datetime]
    on_time: Mapped[bool] = mapped_column(default=True)
    public: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)

    department: Mapped[Any] = relationship("Department", viewonly=True)
    proposal: Mapped[Any] = relationship("Proposal", viewonly=True)
    commitments: Mapped[list["Commitment"]] = relationship(
        order_by="Commitment.position", viewonly=True, back_populates="answer"
    )


class Commitment(Model):
    """One thing that was promised. `progress` is in percent; the last day is in the site's calendar.

    `public`: the answer is, or the stage in which it was promised outside of one.
    """

    __table_args__ = (
        UniqueConstraint("answer_id", "position"),
        CheckConstraint("state IN ('planned', 'doing', 'done', 'dropped')", name="state_known"),
        CheckConstraint("progress >= 0 AND progress <= 100", name="progress_percent"),
        CheckConstraint("state <> 'done' OR progress = 100", name="done_whole"),
        Index("ix_commitment_due", "state", "due_on", "id"),
        Index("ix_commitment_open", "due_on", "id", **only("state IN ('planned', 'doing')")),
        Index("ix_commitment_proposal", "proposal_id", "answer_id", "position"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    answer_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("answer.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("department.id"))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    progress: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    public: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)

    answer: Mapped[Answer | None] = relationship(viewonly=True, back_populates="commitments")
    department: Mapped[Any] = relationship("Department", viewonly=True)
    proposal: Mapped[Any] = relationship("Proposal", viewonly=True)
