"""The pair of keys by which browsers know a site that pushes (VAPID, RFC 8292)."""

import base64
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def new_key() -> str:
    """A private key for a site's web push, as data/secrets.toml keeps it."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _words(number.to_bytes(32, "big"))


@lru_cache(maxsize=4)
def public_key_of(private: str) -> str:
    """The public key that belongs to a private one, as browsers take it."""
    number = int.from_bytes(base64.urlsafe_b64decode(private + "=" * (-len(private) % 4)), "big")
    key = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return _words(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _words(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
