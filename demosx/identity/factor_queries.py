"""Every reading of second factors."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ..core.db import db
from ..core.permissions import Actor
from ..people.roles import takes_second_factor
from .factor_models import AuthenticatorApp, RecoveryCode
from .passkey_models import Passkey
from .passkey_site import offered


@dataclass(frozen=True)
class Factors:
    """With what somebody can show a second factor. Recovery codes stand in for what is lost, and are none by
    themselves."""

    app: AuthenticatorApp | None
    passkeys: Sequence[Passkey]
    codes: int

    @property
    def number(self) -> int:
        """How many there are."""
        return (self.app is not None) + len(self.passkeys)


def factors_of(account_id: int) -> Factors:
    """The factors of an account; passkeys only where the site takes them."""
    keys = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)
    left = select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account_id)
    return Factors(
        db.session.get(AuthenticatorApp, account_id),
        db.session.scalars(keys).all() if offered() else (),
        db.session.scalar(left) or 0,
    )


def needs_factor(actor: Actor) -> bool:
    """Whether somebody holds a role that counts only after a second factor."""
    return bool(actor.held_back) or any(takes_second_factor(grant.role) for grant in actor.grants)
