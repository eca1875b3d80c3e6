"""The secret in the address that ends a kind of news: it works for years, without signing in, and for nothing else."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from .kinds import DIGESTS, KINDS

STOPPED = (*KINDS, *DIGESTS)


def token(account_id: int, what: str) -> str:
    """The secret with which an account's news of a kind, or all that comes daily or weekly, is ended."""
    return str(_signer().dumps([account_id, what]))


def read(secret: str) -> tuple[int, str] | None:
    """Whose news of what kind a secret ends; None where this site has not made it."""
    try:
        account_id, what = _signer().loads(secret)
    except (BadSignature, ValueError, TypeError):
        return None
    return (account_id, what) if what in STOPPED else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="notices-stopped")
