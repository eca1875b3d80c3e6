"""Keys of authenticator apps, readable by this site only: a copy of the database alone gives nobody a second factor."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_PURPOSE = b"demosx: keys of authenticator apps"


def seal(account_id: int, key: str) -> str:
    """The key of an account, encrypted. It can be opened for this account only."""
    return _box().encrypt(f"{account_id} {key}".encode()).decode()


def unseal(account_id: int, sealed: str, within: int | None = None) -> str | None:
    """The key; None where it belongs to another account, was sealed with another secret of the site, or is older than
    `within` seconds."""
    try:
        owner, _space, key = _box().decrypt(sealed.encode(), ttl=within).decode().partition(" ")
    except InvalidToken:
        return None
    return key if owner == str(account_id) else None


def _box() -> Fernet:
    secret = str(current_app.secret_key).encode()
    return Fernet(urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(secret)))
