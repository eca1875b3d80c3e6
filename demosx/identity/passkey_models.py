"""Passkeys, and the challenges that were answered."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model


class Passkey(Model):
    """The public half of a passkey. `sign_count` is what its device last counted; many devices always say 0."""

    __table_args__ = (
        UniqueConstraint("credential_id"),
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("sign_count >= 0", name="counted"),
        Index("ix_passkey_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class SpentChallenge(Model):
    """A challenge that was answered, as a digest: kept until it would have expired, so that no answer counts twice."""

    __table_args__ = (Index("ix_spent_challenge_expiry", "expires_at"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime]
