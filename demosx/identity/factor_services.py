"""Every change to second factors. Each ends the other sessions of the account and is told to its owner by mail."""

from sqlalchemy import delete

from ..core import clock
from ..core.db import db, lock
from ..core.permissions import Actor
from ..ledger.services import record
from ..people import api_tokens
from ..people.models import Account
from ..people.services import sign_out_everywhere
from . import factor_letters as letters
from .factor_codes import (
    before_code,
    new_recovery_codes,
    plain_code,
    step_of,
    take_app_code,
    take_recovery_code,
)
from .factor_errors import LastFactor, OwnFactors, WrongCode
from .factor_models import AuthenticatorApp, RecoveryCode
from .factor_queries import factors_of, needs_factor
from .factor_sealing import seal
from .passkey_models import Passkey

APP_CODE = 6  # digits; whatever is longer is a recovery code


def set_up_app(account: Account, key: str, code: str, keep: str | None) -> None:
    """Let an app with this key be a second factor from now on, in place of an earlier one; `code` proves that it works.

    Ends every session but the one whose secret is `keep`. Raises WrongCode or TooManyCodes.
    """
    before_code(account.id)
    step = step_of(key, plain_code(code))
    if step is None:
        raise WrongCode()
    lock(account)
    now, sealed = clock.wall(), seal(account.id, key)
    app = db.session.get(AuthenticatorApp, account.id)
    if app is None:
        app = AuthenticatorApp(account_id=account.id, created_at=now)
        db.session.add(app)
    app.sealed, app.last_step, app.created_at, app.last_used_at = sealed, step, now, now
    db.session.flush()
    sign_out_everywhere(account.id, but=keep)
    letters.app_set_up(account)


def show_code(account: Account, typed: str) -> None:
    """Take a code of the app, or a recovery code, as the second factor. Raises WrongCode or TooManyCodes."""
    before_code(account.id)
    code = plain_code(typed)
    if len(code) > APP_CODE:
        take_recovery_code(account.id, code)
        letters.recovery_code_used(account, factors_of(account.id).codes)
        return
    app = db.session.get(AuthenticatorApp, account.id)
    if app is None:
        raise WrongCode()
    take_app_code(app, code)


def remove_app(account: Account, owner: Actor, keep: str | None) -> None:
    """No longer take codes of the app. Raises LastFactor."""
    _keep_a_factor(account, owner)
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.account_id == account.id))
    _removed(account, keep)
    letters.app_removed(account)


def remove_passkey(account: Account, owner: Actor, passkey: Passkey, keep: str | None) -> None:
    """No longer take a passkey. Raises LastFactor."""
    _keep_a_factor(account, owner)
    name = passkey.name
    db.session.delete(passkey)
    _removed(account, keep)
    letters.passkey_removed(account, name)


def renew_recovery_codes(account: Account) -> list[str]:
    """New recovery codes, to be shown once; the earlier ones stop working."""
    codes = new_recovery_codes(account.id)
    letters.recovery_codes_made(account)
    return codes


def reset_factors(account: Account, by: Actor | None, reason: str) -> None:
    """Take away every factor of somebody who has lost them, and end their sessions and tokens; they set up
    new factors with the next signing in. `by` is None for the command line.

    Raises OwnFactors.
    """
    if by is not None and by.id == account.id:
        raise OwnFactors()
    forget(account.id)
    sign_out_everywhere(account.id)
    api_tokens.revoke_all(
        account.id
    )  # whoever has lost the telephone may have lost what held a token as well
    record(
        "factor_reset", subject=("account", account.id), actor=by, role="admin", reason=reason, public=False
    )
    letters.factors_reset(account)


def forget(account_id: int) -> None:
    """Delete every factor of an account."""
    for kind in (AuthenticatorApp, RecoveryCode, Passkey):
        db.session.execute(delete(kind).where(kind.account_id == account_id))


def _keep_a_factor(account: Account, owner: Actor) -> None:
    """Of two who remove one each at the same moment, the second sees what is left."""
    lock(account)
    db.session.expire_all()
    if needs_factor(owner) and factors_of(account.id).number <= 1:
        raise LastFactor()


def _removed(account: Account, keep: str | None) -> None:
    db.session.flush()
    sign_out_everywhere(account.id, but=keep)
    if factors_of(account.id).number == 0:
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
