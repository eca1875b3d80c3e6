"""What people have agreed to: how it stands, and every time somebody said yes or no."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import BigId, Model

TERMS, PRIVACY, SENSITIVE, NEWS = "terms", "privacy", "sensitive", "news"
WHAT = (TERMS, PRIVACY, SENSITIVE, NEWS)
_KNOWN = "what IN ('terms', 'privacy', 'sensitive', 'news')"


class Agreement(Model):
    """That an account agrees to something, and to which version. Taking it back removes the row.

    `terms`: the terms of use. `privacy`: keeping what an account needs. `sensitive`: keeping what says something of
    political opinions (PIPA art. 23), asked for by itself. `news`: letters about news of the city. `version` is the day
    of the text, or empty where the site has none.
    """

    __table_args__ = (CheckConstraint(_KNOWN, name="what_known"),)

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class Answer(Model):
    """One time that somebody said whether they agree: the proof of it. Never changed."""

    __tablename__ = "consent_answer"
    __table_args__ = (
        CheckConstraint(_KNOWN, name="what_known"),
        Index("ix_consent_answer_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(10))
    given: Mapped[bool]
    at: Mapped[datetime]
