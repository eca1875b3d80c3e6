"""Accounts that nobody uses: a letter first, and weeks later they end as if their owner had left."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, or_, select

from ..core import clock
from ..core.db import db, transaction
from ..core.i18n import local_day
from ..core.settings import site
from ..people.models import Account, RoleGrant
from . import letters
from .leaving import leave, removes_texts

BATCH = 50


def look_after_unused() -> int:
    """Warn those who have not been here for long, and forget those who did not come after that; how many in all.

    A few in each round, each in a transaction of its own, so that nothing waits for it and an interruption loses
    nothing. Signing in is enough to be left alone. Nobody with a role is touched.
    """
    days = site().privacy.inactive_days
    if days == 0:
        return 0
    today = local_day(clock.wall())
    ahead = timedelta(days=min(site().privacy.keep.inactive_warning, days))
    unused_since = today - timedelta(days=days) + ahead
    warned = _each(_to_warn(unused_since), lambda account: _warn(account, today, ahead))
    ended = _each(_to_end(today - timedelta(days=days), today - ahead), _end)
    return warned + ended


def _each(condition: tuple[ColumnElement[bool], ...], act: Callable[[Account], None]) -> int:
    query = select(Account.id).where(*condition).order_by(Account.last_seen_on, Account.id).limit(BATCH)
    numbers = db.session.scalars(query).all()
    db.session.rollback()
    done = 0
    for number in numbers:
        with transaction():
            again = select(Account).where(Account.id == number, *condition)
            account = db.session.scalar(
                again.with_for_update(of=Account).execution_options(populate_existing=True)
            )
            if account is not None:
                act(account)
                done += 1
    return done


def _warn(account: Account, today: date, ahead: timedelta) -> None:
    letters.unused(account, today + ahead)
    account.warned_on = today


def _end(account: Account) -> None:
    leave(account, remove_texts=removes_texts(False))


def _to_warn(unused_since: date) -> tuple[ColumnElement[bool], ...]:
    """Not here for long, can be written to, and not warned since they were here last."""
    return (
        *_anybody(),
        Account.last_seen_on <= unused_since,
        or_(Account.warned_on.is_(None), Account.warned_on <= Account.last_seen_on),
    )


def _to_end(unused_since: date, warned_until: date) -> tuple[ColumnElement[bool], ...]:
    """Warned long enough ago, and not here since."""
    return (
        *_anybody(),
        Account.last_seen_on <= unused_since,
        Account.warned_on > Account.last_seen_on,
        Account.warned_on <= warned_until,
    )


def _anybody() -> tuple[ColumnElement[bool], ...]:
    today = clock.today(site().zone)
    holds = exists().where(
        RoleGrant.account_id == Account.id,
        RoleGrant.revoked_at.is_(None),
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
    )
    return (Account.left_at.is_(None), Account.email.is_not(None), ~holds)
