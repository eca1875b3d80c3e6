"""Tying accounts to what providers call their owners, and untying them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import ngettext

from ..core import clock
from ..core.db import db, lock, raising
from ..core.permissions import Actor
from ..core.providers import Claims
from ..core.settings import site
from ..people.errors import JoinedAlready
from ..people.models import Account, Arrival
from ..people.services import sign_out_everywhere
from . import factor_queries, letters, queries
from .errors import IdentityTaken, LastWay, StaffNeedsWay
from .models import Identity
from .passkey_models import Passkey
from .providers import name_of, providers


def used(identity: Identity, claims: Claims) -> None:
    """Note that somebody signs in by this. An address that has changed at the provider changes nothing else."""
    identity.email = claims.email or None
    identity.last_used_at = clock.wall()


def tie(account: Account, provider: str, subject: str, email: str | None) -> Identity:
    """Let an account be signed in to by what a provider calls its owner, and tell the owner.

    Raises IdentityTaken where that is another account's; where it is this one's already nothing happens.
    """
    known = queries.identity(provider, subject)
    if known is not None and known.account_id == account.id:
        return known
    with raising(IdentityTaken(provider=name_of(provider))):
        made = _add(account, provider, subject, email)
    letters.way_added(account, provider)
    return made


def untie(account: Account, identity: Identity, actor: Actor) -> None:
    """Take a provider away, and tell the owner. Raises LastWay, or StaffNeedsWay."""
    lock(account)  # of two at once that take the last two, the second waits and is refused
    keep_a_way(account, actor, without=identity)
    db.session.delete(identity)
    db.session.flush()
    letters.way_removed(account, identity.provider)


def could_end_others(account: Account, actor: Actor) -> bool:
    """Whether there are ways beside the password and the mail, and the password opens the account without them."""
    return _by_password(account) and bool(_others(account, actor))


def end_others(account: Account, actor: Actor, keep: str | None) -> None:
    """Leave only the password and the mail, end every session but the one whose secret is `keep`, and tell the owner.

    The passkeys of somebody whose role takes a second factor stay: they have shown that these are theirs.
    Raises LastWay where there is no password.
    """
    lock(account)
    if not _by_password(account):
        raise LastWay()
    for one in _others(account, actor):
        db.session.delete(one)
    db.session.flush()
    sign_out_everywhere(account.id, but=keep)
    letters.others_ended(account)


def ways_of(account: Account) -> list[str]:
    """In what ways beside the password and the mail an account can be signed in to, in words."""
    tied = [name_of(one.provider) for one in queries.identities_of(account.id)]
    keys = len(factor_queries.factors_of(account.id).passkeys)
    return tied + ([ngettext("%(num)s passkey", "%(num)s passkeys", keys)] if keys else [])


def keep_a_way(account: Account, actor: Actor, without: Identity | Passkey) -> None:
    """Raise LastWay where nobody could sign in any more `without` this; or StaffNeedsWay. The account is locked."""
    strong = _strong_ways(account, without)
    if not strong and not by_mail(account):
        raise LastWay()
    if not strong and factor_queries.needs_factor(actor):
        raise StaffNeedsWay()


def by_mail(account: Account) -> bool:
    """Whether somebody can sign in by a link that is mailed."""
    return site().sign_in.link and account.email is not None


def settle(account: Account, arrival: Arrival, **_more: Any) -> None:
    """Tie a new account to the provider by which its owner has arrived. Raises JoinedAlready."""
    if arrival.provider:
        with raising(JoinedAlready()):
            _add(account, arrival.provider, arrival.subject, arrival.email)


def _add(account: Account, provider: str, subject: str, email: str | None) -> Identity:
    now = clock.wall()
    made = Identity(
        account_id=account.id,
        provider=provider,
        subject=subject,
        email=email or None,
        created_at=now,
        last_used_at=now,
    )
    db.session.add(made)
    return made


def _strong_ways(account: Account, without: Identity | Passkey) -> int:
    """How many ways there are that are offered today and take more than reading somebody's mail."""
    offered = [one for one in queries.identities_of(account.id) if one.provider in providers()]
    passkeys = factor_queries.factors_of(account.id).passkeys
    return _by_password(account) + sum(one is not without for one in (*offered, *passkeys))


def _by_password(account: Account) -> bool:
    return site().sign_in.password and account.password_hash is not None


def _others(account: Account, actor: Actor) -> Sequence[Identity | Passkey]:
    keys = () if factor_queries.needs_factor(actor) else factor_queries.factors_of(account.id).passkeys
    return [*queries.identities_of(account.id), *keys]
