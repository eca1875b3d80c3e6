"""Accounts that become verified, and that stop being so."""

from ...core import clock
from ...core.db import db, lock, raising
from ...core.errors import InvalidInput
from ...core.permissions import Actor
from ...core.resident_numbers import refuse_resident_numbers
from ...core.terms import districts
from ...core.text import clean
from ...ledger.services import record
from ...people.models import Account
from ...plugins import Verified
from .. import queries
from ..errors import IdentityTaken, NobodyFound, VerifiedAlready
from ..identity import REFERENCE, folded, identity_key, key_of
from ..models import Verification
from ..signals import verification_undone

LONGEST_REASON = 1000


def verify(account: Account, method: str, found: Verified) -> Verification:
    """Note that the check `method` has shown whose account this is. What identifies the person is hashed, not kept.

    Doing it again for the same person changes nothing. Raises IdentityTaken where another account is this person's,
    VerifiedAlready where this account is another person's, ResidentNumberRefused.
    """
    key = key_of(found, method)
    lock(account)
    held = queries.verification_of(account.id)
    if held is not None and held.identity_key != key:
        raise VerifiedAlready()
    if held is None:
        now = clock.wall()
        held = Verification(
            account_id=account.id, method=method, identity_key=key, verified_at=now, by_id=found.by_id
        )
        with raising(IdentityTaken()):
            db.session.add(held)
        account.verified_at = now
    account.born_on = found.born_on or account.born_on
    if found.district in districts():
        account.district = found.district
    db.session.flush()
    return held


def undo_reference(reference: str, by: Actor | None, reason: str) -> None:
    """The same of whoever is verified by this reference of the city, without telling whose account it is.

    Raises NobodyFound as well.
    """
    account_id = queries.account_with(identity_key(folded(reference), REFERENCE))
    if account_id is None:
        raise NobodyFound()
    undo(db.session.get_one(Account, account_id), by, reason)


def undo(account: Account, by: Actor | None, reason: str) -> None:
    """Take back that an account is verified, with a reason, which stays in the history.

    Raises InvalidInput without one, ResidentNumberRefused.
    """
    reason = clean(reason)[:LONGEST_REASON]
    refuse_resident_numbers(reason)
    if not reason:
        raise InvalidInput()
    held = queries.locked(account.id)
    if held is None:
        return
    method = held.method
    db.session.delete(held)
    account.verified_at = None
    db.session.flush()
    record("verification_undone", subject=("account", account.id), actor=by, role="admin", data={"method": method},
           reason=reason, public=False)  # fmt: skip
    verification_undone.send(account)
