"""What is kept of the ways by which somebody signs in. Secrets are given to nobody, not even to their owner."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, or_, select

from ..core.db import db
from ..people.holdings import Holding, rows
from ..people.models import Arrival
from .factor_models import AuthenticatorApp, RecoveryCode
from .models import Identity
from .passkey_models import Passkey
from .providers import name_of

FACTORS = {"passkey": _l("Passkey"), "app": _l("App for codes")}


def _providers(account_id: int) -> list[dict[str, Any]]:
    query = select(
        Identity.provider, Identity.subject, Identity.email, Identity.created_at, Identity.last_used_at
    ).where(Identity.account_id == account_id)  # fmt: skip
    return rows(query.order_by(Identity.id))


def _forget_providers(account_id: int, remove_texts: bool) -> None:
    """Also whoever has come back from one of these providers and has not gone on yet."""
    mine = select(Identity.provider, Identity.subject, Identity.email).where(
        Identity.account_id == account_id
    )
    for provider, subject, email in db.session.execute(mine).all():
        same = Arrival.subject == subject
        same = or_(same, Arrival.email == email) if email else same
        db.session.execute(delete(Arrival).where(Arrival.provider == provider, same))
    db.session.execute(delete(Identity).where(Identity.account_id == account_id))


def _factors(account_id: int) -> list[dict[str, Any]]:
    keys = select(Passkey.name, Passkey.created_at, Passkey.last_used_at)
    app = select(AuthenticatorApp.created_at, AuthenticatorApp.last_used_at)
    return [
        *({"what": "passkey", **row} for row in rows(keys.where(Passkey.account_id == account_id))),
        *({"what": "app", **row} for row in rows(app.where(AuthenticatorApp.account_id == account_id))),
    ]


def _forget_factors(account_id: int, remove_texts: bool) -> None:
    for kind in (Passkey, AuthenticatorApp, RecoveryCode):
        db.session.execute(delete(kind).where(kind.account_id == account_id))


HOLDINGS = (
    Holding(
        name="providers",
        tables=frozenset({"identity"}),
        what=_l("With which providers you sign in, what they call you, and the e-mail that they gave last."),
        why=_l("To know you again when you come from there."),
        how_long=_l("Until you remove it or leave."),
        counted=lambda number: (
            select(func.count(Identity.id)).where(Identity.account_id == number).scalar_subquery()
        ),
        export=_providers,
        forget=_forget_providers,
        labels={"created_at": _l("Added"), "subject": _l("What the provider calls you")},
        words={"provider": name_of},
        order=6,
    ),
    Holding(
        name="factors",
        tables=frozenset({"passkey", "authenticator_app", "recovery_code"}),
        what=_l("Your passkeys, your app for codes and your recovery codes: what it takes to check them."),
        why=_l("So that nobody else can sign in as you."),
        how_long=_l("Until you remove it or leave."),
        counted=lambda number: (
            select(func.count(Passkey.id)).where(Passkey.account_id == number).scalar_subquery()
        ),
        export=_factors,
        forget=_forget_factors,
        labels={"created_at": _l("Added")},
        words={"what": FACTORS},
        order=7,
    ),
)
