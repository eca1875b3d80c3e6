"""The mark of a form that may be sent once: signed by this site, and too old before its use is forgotten."""

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ..core.security import new_secret
from .errors import FormTooOld

LASTS = timedelta(hours=12)  # less than a used one is remembered


def mark() -> str:
    """A new mark."""
    return str(_signer().dumps(new_secret()))


def read(typed: str) -> str:
    """What a mark holds. Raises FormTooOld where this site has not made it, or too long ago."""
    try:
        return str(_signer().loads(typed, max_age=int(LASTS.total_seconds())))
    except BadSignature as error:
        raise FormTooOld() from error


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="issue-codes")
