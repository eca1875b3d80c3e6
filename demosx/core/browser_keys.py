"""A key that one browser has and the site has not: what is locked with it is read with that browser's cookie alone.

The database keeps a digest of the key, by which a row is found, and what was encrypted with another key derived from it
(HKDF, RFC 5869). So the database alone, or a copy of it, says nothing. The cookie is bound to this very host
(`__Host-`) where the site has https, so that a neighbour's host cannot put one of its own into a browser.
"""

import base64
from dataclasses import dataclass
from datetime import timedelta

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Response, request

from .settings import site


@dataclass(frozen=True)
class BrowserKey:
    """One such key: how its cookie is called, without a prefix, and for what its lock is (the `info` of the HKDF)."""

    name: str
    purpose: bytes

    def held(self) -> str:
        """The key that this request's browser has; empty where it has none."""
        return request.cookies.get(self._cookie(), "")

    def give(self, response: Response, key: str, lasts: timedelta) -> None:
        """Let the browser have the key, so long from now on."""
        response.set_cookie(
            self._cookie(),
            key,
            max_age=int(lasts.total_seconds()),
            secure=_secure(),
            httponly=True,
            samesite="Lax",
        )

    def take_away(self, response: Response) -> None:
        """Take the key out of the browser."""
        response.delete_cookie(self._cookie(), secure=_secure(), httponly=True, samesite="Lax")

    def lock(self, key: str) -> Fernet:
        """The lock that the key opens. Another key is derived from it than the digest by which a row is found."""
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=self.purpose).derive(key.encode())
        return Fernet(base64.urlsafe_b64encode(derived))

    def _cookie(self) -> str:
        return f"__Host-{self.name}" if _secure() else self.name


def _secure() -> bool:
    return site().address.startswith("https://")
