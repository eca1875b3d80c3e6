"""Coming in and going out."""

from datetime import timedelta

from sqlalchemy import delete, update

from ...core import clock
from ...core.db import db
from ...core.security import digest, new_secret
from .. import passwords, queries
from ..errors import SignInRefused
from ..models import Account, Joining, SignIn, Token

LIFETIME = timedelta(days=30)


def sign_in(email: str, password: str) -> str:
    """The secret of a new session. Raises SignInRefused, the same and as slowly whatever is wrong.

    Also for an account that is not confirmed: whoever set its password has not shown to own the address. The account is
    one that was committed before.
    """
    number, kept = queries.credentials(email)
    right = passwords.matches(password, kept)
    account = db.session.get(Account, number) if number is not None and right else None
    if account is None or not account.active or account.password_hash != kept or account.confirmed_at is None:
        raise SignInRefused()
    if kept is not None and passwords.outdated(kept):
        account.password_hash = passwords.hashed(password)
    return admit(account)


def admit(account: Account) -> str:
    """The secret of a new session for somebody whose identity is known by other means."""
    if not account.active:
        raise SignInRefused()
    secret, now = new_secret(), clock.wall()
    db.session.add(
        SignIn(
            digest=digest(secret),
            account_id=account.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + LIFETIME,
        )
    )
    db.session.flush()
    return secret


def sign_out(secret: str) -> None:
    """End one session."""
    db.session.execute(delete(SignIn).where(SignIn.digest == digest(secret)))


def sign_out_everywhere(account_id: int, but: str | None = None) -> None:
    """End all sessions of an account, or all `but` the one with this secret."""
    query = delete(SignIn).where(SignIn.account_id == account_id)
    if but is not None:
        query = query.where(SignIn.digest != digest(but))
    db.session.execute(query)


def seen(secret: str) -> None:
    """Remember that the session of `secret` is in use."""
    db.session.execute(
        update(SignIn).where(SignIn.digest == digest(secret)).values(last_seen_at=clock.wall())
    )


def forget_expired() -> int:
    """Delete the sessions, links and forms of joining that are over; how many there were."""
    now = clock.wall()
    over = [
        db.session.execute(delete(kind).where(kind.expires_at <= now).returning(kind.id)).all()
        for kind in (SignIn, Token, Joining)
    ]
    return sum(map(len, over))
