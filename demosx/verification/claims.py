"""What providers of sign-in tell of who somebody is."""

from typing import Any

from ..core.errors import DomainError
from ..people.models import Account
from ..plugins import Verified
from . import checks, services
from .errors import VerifiedAlready


def heard(account: Account, provider: str, identifier: str, kind: str) -> Any:
    """Verify an account by what its provider says, where the site lists `claim`.

    Nobody is kept from signing in: what does not work is told. Gives that sentence.
    """
    if checks.check_called(checks.CLAIM) is None:
        return ""
    try:
        services.verify(account, checks.CLAIM, Verified(identifier=identifier, kind=kind or provider))
    except VerifiedAlready:
        return ""  # by another check, which counts as much
    except DomainError as error:
        return str(error)
    return ""
