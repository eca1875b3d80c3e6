"""What is left of an account whose owner has left: a row with a number, so that counts and history stay true."""

from datetime import datetime

from sqlalchemy import delete, select

from ...core import clock
from ...core.db import db
from ...core.permissions import Actor
from ...core.security import keyed
from ...core.settings import site
from .. import queries
from ..models import Account, Arrival, AskedLetter, Joining, SignIn, Token
from ..names import email_key
from .grants import revoke

KEPT, REMOVED = "kept", "removed"


def end_roles(account: Account, by: Actor | None) -> None:
    """Take back every role of an account, so that what it owes goes on to others. Raises LastAdmin."""
    for given in queries.grants_of(account.id):
        revoke(given, by)


def forget_ways_in(account: Account) -> None:
    """End every session and link, and drop the forms and wishes that wait under the account's address."""
    for kind in (SignIn, Token):
        db.session.execute(delete(kind).where(kind.account_id == account.id))
    if account.email is not None:
        key = email_key(account.email)
        db.session.execute(delete(Joining).where(Joining.email_key == key))
        for waiting in (
            AskedLetter,
            Arrival,
        ):  # few rows, and only for minutes: nothing finds them by address
            found = db.session.execute(select(waiting.id, waiting.email).where(waiting.email.is_not(None)))
            theirs = [number for number, email in found if email_key(email or "") == key]
            db.session.execute(delete(waiting).where(waiting.id.in_(theirs)))


def empty(account: Account, texts: str) -> None:
    """Take everything out of an account but its number and when its owner has left.

    `texts` says what became of what they wrote. With `mark_of` it stands where the nickname was looked up by, so that
    the same account is known again in an older copy of the database, and nobody can be called that.
    """
    mark = mark_of(account.id, account.created_at)
    account.left_at = clock.wall()
    account.email = account.email_key = account.password_hash = account.district = None
    account.born_on = account.last_seen_on = account.warned_on = None
    account.verified_at = account.confirmed_at = account.suspended_at = None
    account.awaits_guardian = False
    account.nickname, account.nickname_key = "–", f"left/{texts}/{mark}"
    account.language = site().languages[0]
    account.created_at = account.left_at
    db.session.flush()


def mark_of(account_id: int, created_at: datetime) -> str:
    """By what an account is known again that nothing is known of: its number and beginning, under the site's key."""
    return keyed("left", account_id, created_at.isoformat())[:32]
