"""That a child's guardian was asked, and what they have said."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model, only


class GuardianAsk(Model):
    """One for each account of a child. A guardian who refuses leaves no row: the account goes, and this with it.

    The guardian's address is kept only until they answer; then `proof`, a keyed hash of it, can still show whether a
    given address was the one, and says nothing by itself.
    """

    __table_args__ = (
        CheckConstraint("(email IS NULL) = (agreed_on IS NOT NULL)", name="address_until_answer"),
        Index("ix_guardian_ask_expiry", "expires_at", **only("agreed_on IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    proof: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    agreed_on: Mapped[date | None]
