"""Links that are mailed: made, looked up, and used once."""

from datetime import timedelta

from sqlalchemy import select, update

from ...core import clock
from ...core.db import db
from ...core.security import digest, new_secret
from ..errors import LinkExpired
from ..models import Account, Token

LIFETIMES = {"reset": timedelta(hours=1), "email": timedelta(hours=48), "link": timedelta(minutes=15)}
INVITATION = timedelta(days=7)


def issue(account: Account, purpose: str, data: str | None = None, lifetime: timedelta | None = None) -> str:
    """Make a link's secret. Earlier links go on working until one is used: a stranger who asks must not end them."""
    secret, now = new_secret(), clock.wall()
    db.session.add(
        Token(
            digest=digest(secret),
            account_id=account.id,
            purpose=purpose,
            created_at=now,
            expires_at=now + (lifetime or LIFETIMES[purpose]),
            data=data,
        )
    )
    db.session.flush()
    return secret


def token_holder(secret: str, purpose: str) -> Account:
    """Whose link this is, while it works. Changes nothing: programs that scan mail open links too.

    Raises LinkExpired, also for accounts that are suspended or gone.
    """
    return _working(secret, purpose).account


def token_of(secret: str, purpose: str) -> Token:
    """The link itself, while it works. Changes nothing. Raises LinkExpired."""
    return _working(secret, purpose)


def use(secret: str, purpose: str) -> tuple[Account, str | None]:
    """Use up a link; its account and data. Of two at once, one succeeds and the other gets LinkExpired."""
    token = _working(secret, purpose)
    now = clock.wall()
    used = db.session.execute(
        update(Token)
        .where(Token.id == token.id, Token.used_at.is_(None))
        .values(used_at=now)
        .returning(Token.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if used is None:
        raise LinkExpired()
    return token.account, token.data


def void(account_id: int, *purposes: str) -> None:
    """End the links of an account for these purposes."""
    db.session.execute(
        update(Token)
        .where(Token.account_id == account_id, Token.purpose.in_(purposes), Token.used_at.is_(None))
        .values(used_at=clock.wall())
        .execution_options(synchronize_session=False)
    )


def _working(secret: str, purpose: str) -> Token:
    token: Token | None = db.session.scalar(
        select(Token)
        .where(
            Token.digest == digest(secret),
            Token.purpose == purpose,
            Token.used_at.is_(None),
            Token.expires_at > clock.wall(),
        )
        .execution_options(populate_existing=True)
    )
    if token is None or not token.account.active:
        raise LinkExpired()
    return token
