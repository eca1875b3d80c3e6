"""Who supports what. One person, one support for a proposal: the unique index is the promise."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...core.db import BigId, Model, only


class Discount(Model):
    """A decision of the office not to count some supports of a proposal, with its public reason; it may be undone.

    `supports` is how many people it took out of the count, as the public is told. Who they are stands at their supports
    alone. `by_id` and `undone_by_id` are for the staff.
    """

    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("supports > 0", name="supports_counted"),
        CheckConstraint("(undone_at IS NULL) = (undone_reason IS NULL)", name="undone_why"),
        Index("ix_discount_proposal", "proposal_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    supports: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="SET NULL")
    )
    undone_reason: Mapped[str | None] = mapped_column(Text)


class Support(Model):
    """A person's support (공감), given in one visit. A withdrawn one is no row; the history does not name people.

    `via_id`: the proposal, merged into this one, to which they had given it. `discount_id`: the decision because of
    which it does not count; what counts has none.
    """

    __table_args__ = (
        UniqueConstraint("proposal_id", "account_id"),
        ForeignKeyConstraint(["proposal_id", "visit_number"], ["visit.proposal_id", "visit.number"]),
        Index("ix_support_account", "account_id", "id"),
        Index("ix_support_discount", "discount_id", **only("discount_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    visit_number: Mapped[int]
    at: Mapped[datetime]
    via_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    discount_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("discount.id"))

    proposal: Mapped[Any] = relationship("Proposal", foreign_keys=[proposal_id], viewonly=True)


class Withheld(Model):
    """A discounted support that its giver has withdrawn: given again it counts no more than before.

    It goes when the decision is undone.
    """

    __tablename__ = "withheld_support"
    __table_args__ = (
        Index("ix_withheld_support_account", "account_id"),
        Index("ix_withheld_support_discount", "discount_id"),
    )

    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    discount_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("discount.id"))


class SupportOrigin(Model):
    """From where a support came, for as long as it takes to notice what is not right. Never shown, never exported.

    `block` is a keyed hash of the address block, not the address; `account_hours` is how old the account was, in hours,
    and not counted beyond a week; `noted_on` is the day on which it was noted, by the machine's clock.
    """

    __table_args__ = (
        CheckConstraint("account_hours BETWEEN 0 AND 168", name="account_hours"),
        Index("ix_support_origin_noted", "noted_on", "support_id"),
        Index("ix_support_origin_block", "block"),
    )

    support_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("support.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    block: Mapped[str] = mapped_column(String(64))
    account_hours: Mapped[int]
    noted_on: Mapped[date]
