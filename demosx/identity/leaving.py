"""Whom this browser has sent to a provider: what must come back, kept in its signed session until it does."""

import hmac
import time
from dataclasses import asdict, dataclass

from flask import session

from ..core.security import new_secret
from .errors import BegunElsewhere

KEY = "leaving"
MOST, LONGEST = 3, 600  # a cookie holds 4,000 characters
LIFETIME = 20 * 60  # seconds


@dataclass(frozen=True)
class Attempt:
    """One time that somebody goes to a provider. `onward` is where they were.

    `state` ties what comes back to this browser, `verifier` the code (RFC 7636), `nonce` the token of identity.
    `account_id` is whose way of signing in this becomes, where somebody who is signed in adds one.
    """

    provider: str
    state: str
    verifier: str
    nonce: str
    onward: str
    account_id: int | None
    begun: int


def leave(provider: str, onward: str, account_id: int | None = None) -> Attempt:
    """Note that this browser goes to a provider."""
    onward = onward if len(onward) <= LONGEST else ""
    made = Attempt(provider, new_secret(), new_secret(), new_secret(), onward, account_id, int(time.time()))
    session[KEY] = [asdict(one) for one in [*_attempts(), made][-MOST:]]
    return made


def come_back(provider: str, state: str) -> Attempt:
    """What this browser has left for. Raises BegunElsewhere.

    It changes nothing: of two loads of one page the later one must not overwrite the cookie of the earlier. A code is
    good once at the provider itself.
    """
    for attempt in _attempts():
        if hmac.compare_digest(attempt.state.encode(), state.encode()):
            if attempt.provider == provider and attempt.begun >= time.time() - LIFETIME:
                return attempt
            break
    raise BegunElsewhere("state")


def arrived(attempt: Attempt) -> None:
    """Forget what somebody has come back from."""
    session[KEY] = [asdict(one) for one in _attempts() if one.state != attempt.state]


def _attempts() -> list[Attempt]:
    return [Attempt(**one) for one in session.get(KEY, [])]
