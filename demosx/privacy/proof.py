"""A fresh proof of who somebody is: a session that was proved minutes ago, or the password; and the second factor."""

from ..people import throttles
from ..people.errors import WrongPassword
from ..people.freshness import fresh, require_factor
from ..people.models import Account
from ..people.services import proving
from .errors import ProofNeeded


def prove(account: Account, password: str) -> None:
    """Raise ProofNeeded unless the session is fresh or this is the account's password; TooMany after many attempts.

    Raises SecondFactorNeeded first where a role of the account takes one: a password alone takes no data and ends
    nothing.
    """
    require_factor()
    if fresh():
        return
    throttles.before_proof(account.id)
    if account.password_hash is None:
        raise ProofNeeded()
    try:
        proving.prove(account, password)
    except WrongPassword:
        raise ProofNeeded() from None
