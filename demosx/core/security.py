"""Headers of every response, local redirects, and random secrets."""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, which leave a public response alone: whoever looks at the cookie would make it vary by it."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie if the session has changed."""
        if session.modified or not response.cache_control.public:
            super().save_session(app, session, response)


def add_headers(response: Response) -> Response:
    """Set the headers that keep a page to itself. A page with a session in it is never stored by a cache.

    What says itself that it is public, such as a static file, is the same for every reader, and caches may know that.
    """
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-store"
    if not response.cache_control.public:
        headers.add("Vary", "Cookie, Accept-Language")
    return response


def local_path(target: str | None, default: str = "/") -> str:
    """`target` if it is a path of this site, else `default`. Never a host, a scheme or a trick with slashes."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(c) < 32 or c == "\\" for c in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


def new_secret() -> str:
    """An unguessable word of 256 bits for links and sessions."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps of a secret: enough to recognise it, not enough to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(purpose: str, *parts: object) -> str:
    """A hash that only this site can make: the same parts give the same 64 hexadecimal digits."""
    key = f"{purpose}\0{current_app.secret_key!s}".encode()
    return hmac.new(key, "\0".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()
