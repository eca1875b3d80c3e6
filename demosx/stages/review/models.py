"""What a review writes down: the panel's rounds and votes, who stood aside, and the agenda item."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.db import BigId, Model, db


class Review(Model):
    """The present round of voting in one visit, counted from 1. In `decided_round` the latest decision stood."""

    __table_args__ = (CheckConstraint("round >= 1", name="round"),)

    visit_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("visit.id"), primary_key=True, autoincrement=False
    )
    round: Mapped[int] = mapped_column(default=1)
    decided_round: Mapped[int | None]


class ReviewVote(Model):
    """What one member decided in one round, and why. What counts and the reasons are shown, the member is not."""

    __table_args__ = (db.UniqueConstraint("visit_id", "round", "account_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    visit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("visit.id"))
    round: Mapped[int]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    choice: Mapped[str] = mapped_column(String(60))
    reasons: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Recusal(Model):
    """A member who stands aside in one visit, and why."""

    __table_args__ = (db.UniqueConstraint("visit_id", "account_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    visit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("visit.id"))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class AgendaItem(Model):
    """What becomes of a proposal in the hands of a panel: one question, its context, and a plain summary."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"), unique=True)
    question: Mapped[str] = mapped_column(String(300))
    context: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    revision: Mapped[int] = mapped_column(default=1)
