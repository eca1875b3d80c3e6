"""What was noticed about supports: groups to be looked at by people, and how far has been looked."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, only

KINDS = ("block", "young", "burst", "even", "busy")


class Finding(Model):
    """A group of supports that looked sudden or scripted. It goes when the origins that it rests on go.

    Its members are the supports between two numbers that fit: of its proposal, from its `block` (a keyed hash), of new
    accounts; of kind busy those of one account, for any proposal. `expected` is how many would have been usual.
    `looked_at`: somebody has decided that nothing is wrong, or that some do not count.
    """

    __tablename__ = "support_finding"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        CheckConstraint("kind IN ('block', 'young', 'burst', 'even', 'busy')", name="kind_known"),
        CheckConstraint("(kind = 'busy') = (account_id IS NOT NULL)", name="of_an_account"),
        CheckConstraint("(kind = 'busy') = (proposal_id IS NULL)", name="of_a_proposal"),
        CheckConstraint("count > 0 AND first_id <= last_id", name="members"),
        Index("ix_support_finding_open", "last_at", "id", **only("looked_at IS NULL")),
        Index("ix_support_finding_proposal", "proposal_id", "last_at"),
        Index("ix_support_finding_found", "found_at"),
        Index("ix_support_finding_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    block: Mapped[str] = mapped_column(String(64), default="")
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    count: Mapped[int]
    expected: Mapped[float] = mapped_column(Float)
    found_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="SET NULL")
    )
    note: Mapped[str] = mapped_column(Text, default="")

    proposal: Mapped[Any] = relationship("Proposal", viewonly=True)


class Watch(Model):
    """Until which support of a proposal has been looked, and when."""

    __tablename__ = "support_watch"

    proposal_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("proposal.id"), primary_key=True, autoincrement=False
    )
    last_id: Mapped[int] = mapped_column(BigInteger)
    looked_at: Mapped[datetime]
