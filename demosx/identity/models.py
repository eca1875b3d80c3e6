"""What people are called by the providers through which they sign in."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model


class Identity(Model):
    """That an account is known to a provider. `subject` is what the provider calls the person, and alone counts.

    `email` is the address that the provider gave last. It is shown to its owner, who knows by it which of their
    accounts there this is; it never becomes the account's own address by changing.
    """

    __table_args__ = (
        UniqueConstraint("provider", "subject"),
        CheckConstraint("length(subject) > 0 AND length(provider) > 0", name="named"),
        Index("ix_identity_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    provider: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
