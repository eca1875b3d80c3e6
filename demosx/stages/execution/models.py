"""News of what was promised."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.db import BigId, Model


class Update(Model):
    """What became of a promise, or of all of them together. With a `duty_id` it is the report that was due.

    `state` and `progress` (percent) are those of the commitment from then on; both empty where the news is about the
    whole. `public`: the stage in which it was told is not kept to staff.
    """

    __tablename__ = "progress_update"
    __table_args__ = (
        CheckConstraint("(commitment_id IS NULL) = (state IS NULL)", name="state_of_one"),
        CheckConstraint("(commitment_id IS NULL) = (progress IS NULL)", name="progress_of_one"),
        CheckConstraint("progress IS NULL OR (progress >= 0 AND progress <= 100)", name="progress_percent"),
        Index("ix_progress_update_proposal", "proposal_id", "at", "id"),
        Index("ix_progress_update_latest", "at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    commitment_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("commitment.id"), index=True)
    duty_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("duty.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(10))
    progress: Mapped[int | None]
    by_role: Mapped[str] = mapped_column(String(40), default="")
    written_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    public: Mapped[bool] = mapped_column(default=True)
