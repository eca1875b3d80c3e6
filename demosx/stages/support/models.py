"""Who supports what. One person, one support for a proposal: the unique index is the promise."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...core.db import BigId, Model


class Support(Model):
    """A person's support (공감), given in one visit. A withdrawn one is no row; the history does not name people.

    `via_id`: the proposal, merged into this one, to which they had given it.
    """

    __table_args__ = (
        UniqueConstraint("proposal_id", "account_id"),
        ForeignKeyConstraint(["proposal_id", "visit_number"], ["visit.proposal_id", "visit.number"]),
        Index("ix_support_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    visit_number: Mapped[int]
    at: Mapped[datetime]
    via_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("proposal.id"))

    proposal: Mapped[Any] = relationship("Proposal", foreign_keys=[proposal_id], viewonly=True)
