"""What waits in a browser to be sent is sealed for whoever typed it.

The browser keeps the key of their account that seals, and so goes on without network. The one that opens is told to
that account alone, while it is signed in, and is kept nowhere: not by the browser, and not here, since it follows from
the site's secret (P-256, as browsers have it).
"""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)

from ..core.security import keyed

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # how many points P-256 has

JsonKey = dict[str, str]  # a JSON Web Key (RFC 7517)


def seals(account_id: int) -> JsonKey:
    """The key with which something is sealed for an account; no secret."""
    point = _key(account_id).public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _word(point.x), "y": _word(point.y)}


def opens(account_id: int) -> JsonKey:
    """The key that opens it, for nobody but this account."""
    return {**seals(account_id), "d": _word(_key(account_id).private_numbers().private_value)}


def _key(account_id: int) -> EllipticCurvePrivateKey:
    return derive_private_key(int(keyed("intake_seal", account_id), 16) % (ORDER - 1) + 1, SECP256R1())


def _word(number: int) -> str:
    return urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")
