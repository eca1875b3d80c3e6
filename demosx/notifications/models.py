"""Whom somebody follows, how they want to be told, and what there is to tell them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, only

_KNOWN_KIND = "kind IN ('mine', 'supported', 'followed', 'duties', 'replies', 'news')"
_KNOWN_PACE = "pace IN ('immediately', 'daily', 'weekly', 'never')"


class Follow(Model):
    """That somebody wants to be told of every step of a proposal. Nobody but they knows."""

    __table_args__ = (
        UniqueConstraint("proposal_id", "account_id"),
        Index("ix_follow_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    at: Mapped[datetime]

    proposal: Mapped[Any] = relationship("Proposal", viewonly=True)


class NoticeSetting(Model):
    """How somebody has chosen to be told news of a kind. Without a row the default of the kind holds."""

    __table_args__ = (
        CheckConstraint(_KNOWN_KIND, name="kind_known"),
        CheckConstraint(_KNOWN_PACE, name="pace_known"),
    )

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    pace: Mapped[str] = mapped_column(String(12))
    mail: Mapped[bool]
    push: Mapped[bool]
    text: Mapped[bool]


class Notice(Model):
    """One thing that somebody is told. `key` says what about: the same thing is told a person once, whatever they are
    to it. It holds no words: they are made when it is read or sent, from `data` and from what is true and visible then.

    `what` is the teller (`notifications.tellers`). `pace` and the ways are those chosen when it was written; `digest`
    names the digest that has taken it up. `read_at` says when its owner has seen it here.
    """

    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        CheckConstraint(_KNOWN_KIND, name="kind_known"),
        CheckConstraint(_KNOWN_PACE, name="pace_known"),
        Index("ix_notice_inbox", "account_id", "id"),
        Index("ix_notice_unread", "account_id", "id", **only("read_at IS NULL")),
        Index(
            "ix_notice_waiting", "pace", "account_id",
            **only("digest = '' AND pace IN ('daily', 'weekly')"),
        ),
        Index("ix_notice_old", "created_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    what: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(160))
    proposal_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("proposal.id"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pace: Mapped[str] = mapped_column(String(12))
    mail: Mapped[bool]
    push: Mapped[bool]
    text: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(24), default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Digest(Model):
    """That somebody's digest of a day or a week is written. Each is written once, and takes up what waited then."""

    __table_args__ = (Index("ix_digest_old", "at"),)

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    at: Mapped[datetime]


class PushSubscription(Model):
    """A browser that shows notices of an account. The address is the browser maker's, and `digest` a hash of it."""

    __table_args__ = (Index("ix_push_subscription_account", "account_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    endpoint: Mapped[str] = mapped_column(String(1000))
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(40))
    browser: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime]


class TextNumber(Model):
    """The telephone number to which an account gets text messages: kept once a code that was sent there came back.

    Until then `code_digest` is a hash of the code, good until `code_until` and for a few `tries`; what is not
    confirmed by then is deleted.
    """

    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) <> (code_digest IS NULL)", name="code_or_confirmed"),
        Index("ix_text_number_unconfirmed", "code_until", **only("confirmed_at IS NULL")),
    )

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[str] = mapped_column(String(20))
    confirmed_at: Mapped[datetime | None]
    code_digest: Mapped[str | None] = mapped_column(String(64))
    code_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
