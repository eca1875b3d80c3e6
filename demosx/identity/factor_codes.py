"""Codes of authenticator apps and recovery codes: made, checked, and taken once."""

import secrets

import pyotp
from flask import current_app
from sqlalchemy import delete, update

from ..core import clock
from ..core.db import db
from ..core.errors import TooMany
from ..core.limits import throttle
from ..core.security import keyed
from .factor_errors import TooManyCodes, WrongCode, WrongRecoveryCode
from .factor_models import AuthenticatorApp, RecoveryCode
from .factor_sealing import unseal

STEP = 30  # seconds, as every app assumes (RFC 6238)
DRIFT = 1  # steps by which a telephone's clock may be wrong, either way
TRIES, TRIES_A_DAY = "10 per 15 minutes", "60 per day"
CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for one another on paper


def before_code(account_id: int) -> None:
    """Count an attempt at the codes of an account; raise TooManyCodes when there were too many.

    By account alone: whoever gets so far has proved the first factor, and comes from as many addresses as they like.
    """
    try:
        throttle("second_factor", TRIES, str(account_id))
        throttle("second_factor_day", TRIES_A_DAY, str(account_id))
    except TooMany as error:
        raise TooManyCodes() from error


def step_of(key: str, code: str) -> int | None:
    """For which half minute around now `code` is right; None for none."""
    made, now = pyotp.TOTP(key, interval=STEP), int(clock.wall().timestamp()) // STEP
    fits = [
        step for step in range(now - DRIFT, now + DRIFT + 1)
        if secrets.compare_digest(made.generate_otp(step).encode(), code.encode())
    ]  # fmt: skip
    return fits[-1] if fits else None


def take_app_code(app: AuthenticatorApp, code: str) -> None:
    """Use a code of the app up. Raises WrongCode; of two who send the same one at once, one succeeds."""
    key = unseal(app.account_id, app.sealed)
    if key is None:
        current_app.logger.error(
            "the key of an authenticator app cannot be read: the site's secret has changed"
        )
    step = step_of(key, code) if key is not None else None
    if step is None:
        raise WrongCode()
    taken = db.session.execute(
        update(AuthenticatorApp)
        .where(AuthenticatorApp.account_id == app.account_id, AuthenticatorApp.last_step < step)
        .values(last_step=step, last_used_at=clock.wall())
        .returning(AuthenticatorApp.account_id)
    ).scalar()
    if taken is None:
        raise WrongCode()


def take_recovery_code(account_id: int, typed: str) -> None:
    """Use a recovery code up. Raises WrongRecoveryCode."""
    code = RecoveryCode.digest == _kept(account_id, typed)
    query = delete(RecoveryCode).where(RecoveryCode.account_id == account_id, code)
    if db.session.execute(query.returning(RecoveryCode.id)).scalar() is None:
        raise WrongRecoveryCode()


def new_recovery_codes(account_id: int) -> list[str]:
    """Ten codes in place of all earlier ones. This is the only time that they can be read."""
    codes = ["-".join(_word() for _ in range(3)) for _ in range(CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    db.session.add_all(RecoveryCode(account_id=account_id, digest=_kept(account_id, code)) for code in codes)
    db.session.flush()
    return codes


def plain_code(typed: str) -> str:
    """A code as it was meant, however it was typed: without spaces and hyphens, in small letters."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())


def _word() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def _kept(account_id: int, code: str) -> str:
    return keyed("recovery", account_id, plain_code(code))
