"""Accounts, their sessions and links, departments with posts, and who holds which role."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import BigId, Model, db, only

PURPOSES = ("reset", "email", "link")
SCOPE = (
    "COALESCE(CAST(department_id AS VARCHAR), '') || '/' || COALESCE(CAST(post_id AS VARCHAR), '') "
    "|| '/' || COALESCE(panel, '') || '/' || COALESCE(process, '')"
)


class Account(Model):
    """A person who can sign in. `email` is as typed, `email_key` and `nickname_key` say what counts as the same.

    An account without an address belongs to nobody who can be written to, such as those of a demonstration. One that is
    not confirmed was made by the office and waits for its owner; who joins has an account only after confirming.

    `born_on` is kept only where somebody had to say it. `awaits_guardian` keeps a child's account from taking part
    until a guardian has agreed. `verified_at` says since when a check has shown who this is. `last_seen_on` is the day
    of the last signing in or writing, `warned_on` that of the letter which says that the account will be deleted.
    """

    __table_args__ = (
        UniqueConstraint("email_key"),
        UniqueConstraint("nickname_key"),
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="email_keyed"),
        CheckConstraint("length(nickname) > 0", name="nickname_given"),
        Index("ix_account_child", "id", **only("awaits_guardian")),
        Index("ix_account_left", "left_at", "id", **only("left_at IS NOT NULL")),
        Index("ix_account_last_seen", "last_seen_on", "id", **only("left_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254))
    nickname: Mapped[str] = mapped_column(String(60))
    nickname_key: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    confirmed_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(10))
    district: Mapped[str | None] = mapped_column(String(40))
    born_on: Mapped[date | None]
    awaits_guardian: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None]
    last_seen_on: Mapped[date | None]
    warned_on: Mapped[date | None]
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    @property
    def active(self) -> bool:
        """Whether this person may come in."""
        return self.suspended_at is None and self.left_at is None

    @property
    def shown_name(self) -> str:
        """What stands for this person wherever others read: the nickname, as long as they have not left."""
        return self.nickname if self.left_at is None else _("Somebody who has left")


class SignIn(Model):
    """A session of an account in one browser. The cookie holds the secret; the row ends the session by going.

    `last_seen_at` is when it last wrote something, to the hour. `way` is how its owner came in: password, link,
    passkey, demo, or the key of a provider. `proved_at` is when they last proved who they are, by coming in or by a
    factor. `factor_at` is when a second factor was last shown; the roles of staff count from then on, for a while.
    `browser` is what the list of sessions calls it, such as "Chrome · Android"; no address is kept.
    """

    __table_args__ = (
        Index("ix_sign_in_account", "account_id"),
        Index("ix_sign_in_expiry", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(40), default="password")
    proved_at: Mapped[datetime]
    factor_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(100), default="")

    account: Mapped[Account] = relationship()


class Token(Model):
    """A link that was mailed: good once, for one purpose, for a while.

    `data` is the new address of purpose email; of purpose link, which signs its owner in, a digest of what the browser
    keeps that has asked for it.
    """

    __table_args__ = (
        CheckConstraint("purpose IN ('reset', 'email', 'link')", name="purpose_known"),
        CheckConstraint("(purpose = 'reset') = (data IS NULL)", name="data_given"),
        Index("ix_token_account", "account_id", "purpose"),
        Index("ix_token_expiry", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    data: Mapped[str | None] = mapped_column(String(254))

    account: Mapped[Account] = relationship()


class Joining(Model):
    """A form of somebody who joins, until the link in its own letter is opened.

    Several may wait for one address. Each counts by itself: what a stranger has sent for an address is used only with
    the stranger's password or browser, and the link, which is mailed to the owner. `mark` is a digest of what the
    browser holds. Without a password the account is one that comes in by mailed links. `agreed` is what was agreed to
    on the form: the version by what it is of. `onward` is the page on which the person was.
    """

    __table_args__ = (
        Index("ix_joining_email", "email_key"),
        Index("ix_joining_expiry", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    mark: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    nickname: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10))
    district: Mapped[str | None] = mapped_column(String(40))
    born_on: Mapped[date | None]
    guardian_email: Mapped[str | None] = mapped_column(String(254))
    agreed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    onward: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AskedLetter(Model):
    """A letter that a visitor has asked for: written by the next round of the calendar, if anybody is to get one.

    The visitor's own request only notes it, so that it takes as long whether or not the address is known. `mark` is a
    digest of what the browser holds that has joined, or has asked. `onward` is the page to which a link leads, and
    `language` that of the page, for whoever has no account.
    """

    __table_args__ = (CheckConstraint("what IN ('reset', 'confirm', 'link')", name="what_known"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    what: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254))
    mark: Mapped[str] = mapped_column(String(64), default="")
    onward: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(10), default="")
    asked_at: Mapped[datetime]


class Arrival(Model):
    """Somebody who has shown who they are and has no account yet: waits for a nickname and the agreements.

    `digest` is of a secret that their browser keeps, or that is in the letter to their address. `provider` is the key
    of the way by which they came and `subject` what they are called there; both are empty for whoever has opened a
    mailed link. `verified` says that the address is theirs beyond doubt. `onward` is the page on which they were.
    """

    __table_args__ = (
        CheckConstraint("(provider = '') = (subject = '')", name="known_to_provider"),
        CheckConstraint("provider <> '' OR verified", name="proven"),
        CheckConstraint("NOT verified OR email IS NOT NULL", name="address_given"),
        Index("ix_arrival_expiry", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    provider: Mapped[str] = mapped_column(String(40), default="")
    subject: Mapped[str] = mapped_column(String(255), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    verified: Mapped[bool] = mapped_column(default=False)
    onward: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Department(Model):
    """An office of the city. `key` is what files and imports call it; `names` has one name per language."""

    __table_args__ = (CheckConstraint("length(key) > 0", name="key_given"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    telephone: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)


class Post(Model):
    """A post in a department. Duties belong to it, so they stay when the person who holds it moves."""

    __table_args__ = (UniqueConstraint("department_id", "name"), UniqueConstraint("id", "department_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    department_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("department.id"))
    name: Mapped[str] = mapped_column(String(100))
    telephone: Mapped[str] = mapped_column(String(40), default="")

    department: Mapped[Department] = relationship()


class RoleGrant(Model):
    """A role given to an account, perhaps for one department, post, panel or process, perhaps for a time.

    Both days count. It is never deleted: `revoked_at` ends it. The same role for the same scope is in force once.
    """

    __table_args__ = (
        db.ForeignKeyConstraint(["post_id", "department_id"], ["post.id", "post.department_id"]),
        CheckConstraint("post_id IS NULL OR department_id IS NOT NULL", name="post_in_department"),
        CheckConstraint("ends_on IS NULL OR begins_on IS NULL OR begins_on <= ends_on", name="term"),
        CheckConstraint("role NOT IN ('', 'visitor', 'member', 'verified')", name="role_grantable"),
        Index("uq_role_grant_in_force", "account_id", "role", "scope", unique=True,
              sqlite_where=text("revoked_at IS NULL"), postgresql_where=text("revoked_at IS NULL")),
        Index("ix_role_grant_role", "role", "revoked_at", "department_id"),
        Index("ix_role_grant_department", "department_id", "revoked_at"),
        Index("ix_role_grant_post", "post_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("department.id"))
    post_id: Mapped[int | None] = mapped_column(BigInteger)
    panel: Mapped[str | None] = mapped_column(String(60))
    process: Mapped[str | None] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(120), Computed(SCOPE, persisted=True))
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    granted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="SET NULL"))
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    department: Mapped[Department | None] = relationship(viewonly=True)
    post: Mapped[Post | None] = relationship(
        primaryjoin="RoleGrant.post_id == Post.id", foreign_keys=[post_id], viewonly=True
    )
