"""The browser of somebody who has arrived: it keeps the secret by which they go on, also while they sign in.

A cookie of its own, since signing in drops whatever the session held before. It opens no account.
"""

from flask import Response, request

from ..core.settings import site
from .errors import LinkExpired
from .models import Arrival
from .services.arriving import LIFETIME, arrival_of


def here() -> Arrival | None:
    """Who has arrived in this browser and has not gone on yet."""
    secret = request.cookies.get(_cookie())
    try:
        return arrival_of(secret) if secret else None
    except LinkExpired:
        return None


def keep(response: Response, secret: str) -> Response:
    """Let the browser keep the secret for as long as it works."""
    response.set_cookie(
        _cookie(),
        secret,
        max_age=int(LIFETIME.total_seconds()),
        secure=_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def drop(response: Response) -> Response:
    """Let the browser forget it."""
    if _cookie() in request.cookies:
        response.delete_cookie(_cookie(), secure=_secure(), httponly=True, samesite="Lax")
    return response


def _cookie() -> str:
    """Bound to this very host where the site has https, so that a neighbour's host plants none."""
    return "__Host-arrival" if _secure() else "arrival"


def _secure() -> bool:
    return site().address.startswith("https://")
