"""Browsers that have been signed in to an account before: strangers who try its door cannot shut them out.

The cookie is no session and opens nothing. It says that this browser has known the password once.
"""

import hmac

from flask import Response, request

from ..core.security import keyed, new_secret
from ..core.settings import site
from .names import email_key

COOKIE = "known"
AGE = 365 * 24 * 3600  # seconds


def known_as(email: str) -> str | None:
    """What this browser is called if it has been signed in to the account of this address; else None."""
    name, _, proof = request.cookies.get(COOKIE, "").partition(".")
    return name if hmac.compare_digest(proof.encode(), _proof(email, name).encode()) else None


def remember(response: Response, email: str) -> Response:
    """Let the browser show later that it has been signed in to the account of this address."""
    name = known_as(email) or new_secret()
    response.set_cookie(
        COOKIE,
        f"{name}.{_proof(email, name)}",
        max_age=AGE,
        secure=site().address.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return response


def _proof(email: str, name: str) -> str:
    return keyed("known browser", email_key(email), name)
