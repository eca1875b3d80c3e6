"""What the staff write down for one another."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model


class StaffNote(Model):
    """A remark on a proposal for colleagues. Never public, in no history, in no export."""

    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_given"),
        Index("ix_staff_note_proposal", "proposal_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    author: Mapped[Any] = relationship("Account", viewonly=True)
