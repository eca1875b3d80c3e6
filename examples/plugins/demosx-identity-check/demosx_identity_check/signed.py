"""Signatures: what the service says, with a day of expiry, under a key that only the service and the site know."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import date

LIFETIME = 120  # seconds between the service's answer and its use


class NotGood(Exception):
    """An answer that cannot be used: not signed by the service, changed on the way, or too old."""


def signature(key: str, said: Mapping[str, str]) -> str:
    """The signature of these values."""
    return _mac(key, json.dumps(said, sort_keys=True).encode())


def token(key: str, said: Mapping[str, str], now: float | None = None) -> str:
    """What the service hands to the browser: the values and their expiry, signed."""
    expires = (time.time() if now is None else now) + LIFETIME
    body = json.dumps({**said, "expires": expires}, sort_keys=True).encode()
    return f"{base64.urlsafe_b64encode(body).decode()}.{_mac(key, body)}"


def read(key: str, given: str, now: float | None = None) -> dict[str, str]:
    """The values of a token. Raises NotGood."""
    encoded, _dot, mac = given.rpartition(".")
    try:
        body = base64.urlsafe_b64decode(encoded.encode("ascii"))
    except (ValueError, binascii.Error) as broken:
        raise NotGood() from broken
    if not hmac.compare_digest(_mac(key, body).encode(), mac.encode("utf-8", "replace")):
        raise NotGood()
    said: dict[str, str] = json.loads(body)
    if float(said["expires"]) < (time.time() if now is None else now):
        raise NotGood()
    return said


def day(text: str) -> date | None:
    """A day as the service writes it; None where it says none."""
    return date.fromisoformat(text) if text else None


def _mac(key: str, body: bytes) -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
