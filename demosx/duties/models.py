"""Who owes what by when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, only

WHILE_OPEN = only("closed_at IS NULL")


class Duty(Model):
    """Something owed on a proposal, by a day. Open until it has a `closed_at`; a reopened one is a new row.

    `owners` are the role keys of the process file; `department_id` whose desk it is on, if theirs. `due_on` is the
    last day in the site's calendar, `last_day` the same before it was moved off a rest day; both are empty while its
    clock stands still, since `paused_since`. `visit_number` is set on the duty of a stage and empty on the others,
    which survive moves. `within` is the length that it was given, `by_deadline` whether the day it was opened on
    counts, `pauses` and `extended` what has been done to its clock since.
    """

    __table_args__ = (
        Index("uq_duty_open", "proposal_id", "name", unique=True, **WHILE_OPEN),
        Index("uq_duty_number", "proposal_id", "name", "number", unique=True),
        Index("ix_duty_due", "due_on", "id", **WHILE_OPEN),
        Index("ix_duty_stopped", "paused_since", "id", **only("closed_at IS NULL AND paused_since IS NOT NULL")),
        Index("ix_duty_department", "department_id", "due_on", "id", **WHILE_OPEN),
        Index("ix_duty_assignee", "assignee_id", "due_on", "id", **WHILE_OPEN),
        Index("ix_duty_remind", "remind_next"),
        CheckConstraint("(closed_at IS NULL) = (closed_as IS NULL)", name="closed_how"),
        CheckConstraint("closed_as IN ('done', 'withdrawn', 'dropped', 'left')", name="closed_as_known"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    name: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), default="duty")
    visit_number: Mapped[int | None]
    owners: Mapped[list[str]] = mapped_column(JSON, default=list)
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("department.id"))
    assignee_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime]
    due_on: Mapped[date | None]
    last_day: Mapped[date | None]
    within: Mapped[str | None] = mapped_column(String(60))
    by_deadline: Mapped[bool] = mapped_column(default=False, server_default=false())
    pauses: Mapped[list[list[str | None]]] = mapped_column(JSON, default=list, server_default="[]")
    extended: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    paused_since: Mapped[date | None]
    remind: Mapped[list[str]] = mapped_column(JSON, default=list)
    remind_next: Mapped[date | None]
    public: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")

    proposal: Mapped[Any] = relationship("Proposal", viewonly=True)
    department: Mapped[Any] = relationship("Department", viewonly=True)
    assignee: Mapped[Any] = relationship("Account", viewonly=True)
