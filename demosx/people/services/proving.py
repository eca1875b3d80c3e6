"""Proving with the password that an account is one's own, while nobody waits for the database."""

from sqlalchemy import select

from ...core.db import db, let_go
from ...core.errors import NotSignedIn
from .. import passwords
from ..errors import WrongPassword
from ..models import Account


def prove(account: Account, password: str, *, new: str | None = None) -> str:
    """Hold an account by its password: afterwards it is locked, and the password is still the one that was checked.

    Gives what is kept of the `new` password, if there is one. The transaction of a request ends on the way, so this
    comes before anything is written. Raises WrongPassword, or NotSignedIn where the account has ended meanwhile.
    """
    number, kept = account.id, account.password_hash
    let_go()
    if not passwords.matches(password, kept):
        raise WrongPassword()
    fresh = passwords.hashed(new) if new is not None else ""
    hold(number, kept)
    return fresh


def first(account: Account, password: str) -> str:
    """What is kept of the first password of an account; the account is locked, and has none yet. Raises as `prove`."""
    number = account.id
    let_go()
    fresh = passwords.hashed(password)
    hold(number, None)
    return fresh


def hold(account_id: int, kept: str | None) -> Account:
    """Lock an account whose password is still the one of which this is `kept`."""
    found: Account | None = db.session.scalar(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    )
    if found is None or not found.active:
        raise NotSignedIn()
    if found.password_hash != kept:
        raise WrongPassword()
    return found
