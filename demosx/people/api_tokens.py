"""Tokens by which scripts act for somebody who has an account: `Authorization: Bearer …`.

A token may less than its owner: it has a scope, a last day, and never a say. What it is for is in its name.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from ..core import clock
from ..core.db import BigId, Model, db
from ..core.errors import InvalidInput
from ..core.permissions import Actor, book
from ..core.security import digest, new_secret
from ..ledger.services import record
from . import queries
from .holdings import Holding, rows
from .models import Account
from .roles import takes_second_factor

LONGEST, LIFETIME = 365, 90
LONGEST_NAME = 60
SIGN = "demosx_"  # so that scanners for secrets know one when it is published by mistake
# With these a token could make itself, or another, mightier than it is; and looks at people take a reason each hour.
NEVER = frozenset({"people:grant", "people:see", "people:verify", "people:forget", "looks:inspect"})


class ScopeTooWide(InvalidInput):
    """A token may not have a permission that its owner has not, or that no token may have."""

    message = _l("A token cannot have these permissions: %(permissions)s.")


class OwnerHeld(InvalidInput):
    """No role of the owner counts now, so that a token could do nothing; the sentence says why."""


class ApiToken(Model):
    """A token of an account. Its secret is shown once; `scope` are the permissions, with spaces between."""

    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_given"),
        CheckConstraint("expires_at > created_at", name="term"),
        Index("ix_api_token_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    scope: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()

    @property
    def permissions(self) -> frozenset[str]:
        """What it may at most."""
        return frozenset(self.scope.split())

    @property
    def works(self) -> bool:
        """Whether it has neither run out nor been taken back."""
        return self.revoked_at is None and self.expires_at > clock.wall()


def possible(actor: Actor) -> frozenset[str]:
    """The permissions that a token of somebody may have: theirs, but for those that are never a script's: what says
    something of political opinions, what gives rights, what shows people."""
    known = book()
    return frozenset(word for word in known.sentences if known.held(actor, word)) - known.political - NEVER


def _without_factor(actor: Actor) -> Actor:
    return replace(actor, grants=tuple(x for x in actor.grants if not takes_second_factor(x.role)))


def create(
    account: Account, name: str, permissions: Collection[str] = (), *, days: int = LIFETIME
) -> tuple[ApiToken, str]:
    """A token for somebody, and its secret, which nothing can show again. Without `permissions` it may only what takes
    no second factor.

    Raises ScopeTooWide, OwnerHeld where the owner could do nothing now either, or
    InvalidInput for no name, an unknown permission or a term beyond a year.
    """
    actor = queries.actor_of(account.id)
    scope = set(permissions) or possible(_without_factor(actor))
    if not name.strip() or len(name) > LONGEST_NAME or not 1 <= days <= LONGEST:
        raise InvalidInput()
    beyond = scope - possible(actor)
    if beyond or not scope:
        _counts(account, actor)
    if beyond:
        raise ScopeTooWide(permissions=", ".join(sorted(beyond)))
    secret, now = SIGN + new_secret(), clock.wall()
    made = ApiToken(
        digest=digest(secret), account_id=account.id, name=name.strip(), scope=" ".join(sorted(scope)),
        created_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record("token_created", subject=("account", account.id), role="admin", public=False,
           data={"token": made.id, "scope": sorted(scope)})  # fmt: skip
    return made, secret


def _counts(account: Account, actor: Actor) -> None:
    """Raise OwnerHeld where what is missing is not a permission of the owner but the owner's being here at all."""
    for holds, why in (
        (
            account.suspended_at is not None,
            _l("The account is suspended: nothing works until it is let in again."),
        ),
        (account.confirmed_at is None, _l("The e-mail address is not confirmed, so no role counts.")),
        (account.awaits_guardian, _l("A parent or guardian has not agreed yet, so no role counts.")),
    ):
        if holds:
            raise OwnerHeld(why)
    if not actor.grants and queries.grants_of(account.id):
        raise OwnerHeld(_l("No role of this person is in its term today."))


def revoke(token: ApiToken) -> None:
    """Take a token back, at once."""
    if token.revoked_at is not None:
        return
    token.revoked_at = clock.wall()
    record("token_revoked", subject=("account", token.account_id), role="admin", public=False,
           data={"token": token.id})  # fmt: skip


def revoke_all(account_id: int) -> None:
    """Take every token of somebody back: their rights have changed, or they are kept out."""
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.wall())
    )


def tokens(account_id: int | None = None) -> Sequence[ApiToken]:
    """The tokens of somebody, or all, with their owners, the latest first."""
    query = select(ApiToken).options(joinedload(ApiToken.account)).order_by(ApiToken.id.desc())
    return db.session.scalars(
        query if account_id is None else query.where(ApiToken.account_id == account_id)
    ).all()


def token(number: int) -> ApiToken | None:
    """A token by its number."""
    return db.session.get(ApiToken, number)


def actor_of_token(secret: str) -> tuple[Actor, ApiToken] | None:
    """Who a script acts for, within the scope of its token; None for a token that does not work."""
    if not secret.startswith(SIGN):
        return None
    found = db.session.scalar(
        select(ApiToken).where(
            ApiToken.digest == digest(secret),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.wall(),
        )
    )
    if found is None:
        return None
    actor = queries.actor_of(found.account_id)
    return (replace(actor, scope=found.permissions), found) if actor.signed_in and actor.confirmed else None


def forget_old() -> int:
    """Delete the tokens that have not worked for a month; how many there were."""
    before = clock.wall() - timedelta(days=30)
    over = delete(ApiToken).where(or_(ApiToken.expires_at <= before, ApiToken.revoked_at <= before))
    return len(db.session.execute(over.returning(ApiToken.id)).all())


def _export(account_id: int) -> list[dict[str, Any]]:
    query = select(
        ApiToken.name, ApiToken.scope, ApiToken.created_at, ApiToken.expires_at, ApiToken.last_used_on,
        ApiToken.revoked_at,
    ).where(ApiToken.account_id == account_id)  # fmt: skip
    return rows(query.order_by(ApiToken.id))


def _forget(account_id: int, remove_texts: bool) -> None:
    db.session.execute(delete(ApiToken).where(ApiToken.account_id == account_id))


HOLDING = Holding(
    name="tokens",
    tables=frozenset({"api_token"}),
    what=_l(
        "Tokens by which scripts act for you: what they are called, what they may, when they were last used."
    ),
    why=_l("So that a script needs no password of yours."),
    how_long=_l("Until a month after they have run out or were taken back."),
    staff=True,
    export=_export,
    forget=_forget,
    labels={"created_at": _l("Made")},
    order=8,
)
