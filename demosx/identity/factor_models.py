"""What a second factor is shown with: the key of an app, and codes for when the telephone is gone."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model


class AuthenticatorApp(Model):
    """The key from which an app on its owner's telephone makes codes. An account has one at most.

    `sealed` is the key, encrypted by the site. `last_step` says for which half minute a code was last taken: none of
    that one or an earlier one is taken again.
    """

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[str] = mapped_column(String(400))
    last_step: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class RecoveryCode(Model):
    """A code that its owner keeps on paper, good once: the row goes when it is used."""

    __table_args__ = (UniqueConstraint("account_id", "digest"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
