"""The telephone number for text messages: kept once a code that was sent there has come back."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from ...core import clock
from ...core.db import db, insert
from ...core.errors import InvalidInput, TooMany
from ...core.mail import Later, post_later
from ...core.security import keyed
from ..kinds import TEXT
from ..models import TextNumber
from ..queries import number_of
from ..texting import telephone

CODE_HOLDS = timedelta(minutes=10)
TRIES = 5
DIGITS = 6


class NumberWrong(InvalidInput):
    """What was typed is no mobile number."""


class CodeWrong(InvalidInput):
    """The code is not the one that was sent, or its time is over."""


def ask_number(account_id: int, written: str) -> None:
    """Send a code to a number, which is kept until it comes back or its time is over. Raises NumberWrong."""
    number = telephone(written)
    if number is None:
        raise NumberWrong()
    salt = secrets.token_hex(8)
    values = {
        "number": number, "confirmed_at": None, "code_until": clock.wall() + CODE_HOLDS, "tries": 0,
        "code_digest": keyed("code", account_id, number, _code(account_id, salt)),
    }  # fmt: skip
    row = insert(TextNumber).values(account_id=account_id, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_=values))
    code = Later(f"code:{account_id}:{salt}", TEXT, {"account": account_id, "salt": salt}, account_id)
    post_later("telephone_code", [code])


def confirm_number(account_id: int, code: str) -> None:
    """Take the code that was sent; the attempt was counted before. Raises CodeWrong."""
    found = number_of(account_id)
    if found is None or found.code_until is None or found.code_until < clock.wall():
        raise CodeWrong()
    given = keyed("code", account_id, found.number, "".join(c for c in code if c.isdecimal()))
    if not secrets.compare_digest(given, found.code_digest or ""):
        raise CodeWrong()
    found.confirmed_at, found.code_digest, found.code_until, found.tries = clock.wall(), None, None, 0


def count_try(account_id: int) -> None:
    """Count an attempt before it is looked at, so that many at once are no more than a few. In a transaction that is
    kept, unlike that of a refused request. Raises TooMany where there were enough, or CodeWrong where none is due."""
    room = (TextNumber.account_id == account_id, TextNumber.confirmed_at.is_(None), TextNumber.tries < TRIES)
    counted = update(TextNumber).where(*room).values(tries=TextNumber.tries + 1).returning(TextNumber.tries)
    if db.session.scalar(counted.execution_options(synchronize_session=False)) is None:
        found = number_of(account_id)
        raise CodeWrong() if found is None or found.confirmed_at is not None else TooMany()


def remove_number(account_id: int) -> None:
    """Forget the number."""
    db.session.execute(delete(TextNumber).where(TextNumber.account_id == account_id))


def forget_unconfirmed() -> int:
    """Delete numbers whose code did not come back in time."""
    gone = delete(TextNumber).where(TextNumber.confirmed_at.is_(None), TextNumber.code_until < clock.wall())
    return len(db.session.scalars(gone.returning(TextNumber.account_id)).all())


def code_for(account_id: int, salt: str) -> tuple[str, str] | None:
    """The number and the code of a letter; None where another one was asked for since, or it has come back."""
    found = number_of(account_id)
    code = _code(account_id, salt)
    if found is None or found.code_digest != keyed("code", account_id, found.number, code):
        return None
    return found.number, code


def _code(account_id: int, salt: str) -> str:
    """A code that only this site can make: neither the outbox nor the account's row holds it."""
    return str(int(keyed("telephone", account_id, salt), 16) % 10**DIGITS).zfill(DIGITS)
