"""What the plugin keeps: one table."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from demosx.core.db import BigId, Model

LARGEST = 10_000_000_000_000


class CostItem(Model):
    """One line of an estimate, made in one stay of a proposal. `amount` is in whole won.

    A line that is taken back stays, with the moment, so that the history can be followed.
    """

    __tablename__ = "budget_cost_item"
    __table_args__ = (
        CheckConstraint(f"amount > 0 AND amount <= {LARGEST}", name="amount_possible"),
        Index("ix_budget_cost_item_visit", "proposal_id", "visit_number", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    visit_number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    entered_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    entered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
