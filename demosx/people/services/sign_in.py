"""Coming in and going out."""

from sqlalchemy import delete, update

from ...core import clock
from ...core.db import db, let_go, lock
from ...core.errors import NotSignedIn
from ...core.i18n import local_day
from ...core.security import digest, new_secret
from .. import passwords, queries
from ..errors import SignInRefused
from ..models import Account, Joining, SignIn, Token
from ..sessions import LIFETIME


def sign_in(email: str, password: str) -> str:
    """The secret of a new session. Raises SignInRefused, the same and as slowly whatever is wrong.

    Also for an account that is not confirmed: whoever set its password has not shown to own the address. The account is
    one that was committed before.
    """
    let_go()
    number, kept = queries.credentials(email)
    right = passwords.matches(password, kept)
    renewed = passwords.hashed(password) if right and kept is not None and passwords.outdated(kept) else kept
    account = db.session.get(Account, number) if number is not None and right else None
    if account is not None:
        lock(account)  # who changes the password meanwhile ends this session too, or this one sees the change
    if account is None or not account.active or account.password_hash != kept or account.confirmed_at is None:
        raise SignInRefused()
    account.password_hash = renewed
    return admit(account)


def admit(account: Account, *, way: str = "password", factor: bool = False, browser: str = "") -> str:
    """The secret of a new session for somebody whose identity is known by other means.

    `way` is how they came in; `factor` says that a second factor was shown with it, as with a passkey.
    """
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
            way=way,
            proved_at=now,
            factor_at=now if factor else None,
            browser=browser,
        )
    )
    account.last_seen_on = local_day(now)
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


def renew(secret: str, *, factor: bool = False) -> str:
    """The session of `secret` under a new one, after a change of what may be done in it; `factor` was shown just now.

    It stays the same row, so that whoever ends the sessions of the account at this moment ends it too, and it lasts no
    longer than before. Raises NotSignedIn where it has ended.
    """
    fresh, now = new_secret(), clock.wall()
    shown = {"factor_at": now, "proved_at": now} if factor else {}
    found = db.session.execute(
        update(SignIn)
        .where(SignIn.digest == digest(secret), SignIn.expires_at > now)
        .values(digest=digest(fresh), last_seen_at=now, **shown)
        .returning(SignIn.id)
    ).scalar()
    if found is None:
        raise NotSignedIn()
    return fresh


def sign_out_one(account_id: int, session_id: int) -> bool:
    """End one session of an account by its number; whether there was one."""
    query = delete(SignIn).where(SignIn.id == session_id, SignIn.account_id == account_id)
    return db.session.execute(query.returning(SignIn.id)).scalar() is not None


def note_browser(secret: str, browser: str) -> None:
    """Say in the list of sessions what browser this one is in."""
    db.session.execute(update(SignIn).where(SignIn.digest == digest(secret)).values(browser=browser))


def seen(secret: str) -> None:
    """Remember that the session of `secret` is in use, and that its owner was here today."""
    now = clock.wall()
    owner = db.session.execute(
        update(SignIn)
        .where(SignIn.digest == digest(secret))
        .values(last_seen_at=now)
        .returning(SignIn.account_id)
    ).scalar()
    if owner is not None:
        db.session.execute(update(Account).where(Account.id == owner).values(last_seen_on=local_day(now)))


def forget_expired() -> int:
    """Delete the sessions, links and forms of joining that are over; how many there were."""
    now = clock.wall()
    over = [
        db.session.execute(delete(kind).where(kind.expires_at <= now).returning(kind.id)).all()
        for kind in (SignIn, Token, Joining)
    ]
    return sum(map(len, over))
