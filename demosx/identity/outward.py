"""Asking a provider: bounded in time and size, with TLS verified, and never led elsewhere by an answer.

Only addresses that a provider of the site's own file stands for are asked; none ever comes from a person. A proxy or a
certificate authority of the environment (HTTPS_PROXY, REQUESTS_CA_BUNDLE) is used, as networks of offices need them.
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from authlib.common.security import is_secure_transport
from authlib.integrations.requests_client import OAuth2Session
from flask import current_app
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from ..core.providers import Provider
from .errors import NoSense, ProviderAway

CONNECT, READ, WHOLE = 3.05, 5.0, 12.0
"""Seconds to connect, between two pieces of an answer, and for all that is asked about one person."""
BIGGEST, PIECE = 256 * 1024, 16 * 1024  # bytes
AGENT = "DemosX"


class Bounded(HTTPAdapter):
    """Sends requests with limits of time and size, only over TLS, except to this machine itself.

    All of them together may take as long as `WHOLE`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ends = time.monotonic() + WHOLE

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        """Send a request and read its whole answer. Raises a RequestException, ProviderAway or NoSense."""
        if not is_secure_transport(request.url):
            raise NoSense(f"not over TLS: {_host(request.url)}")
        left = self._ends - time.monotonic()
        if left <= 0:
            raise ProviderAway("too slow")
        options |= {"stream": True, "timeout": (min(CONNECT, left), min(READ, left))}
        response = super().send(request, *args, **options)
        try:
            response._content = self._read(response)
        except HTTPError as broken:
            raise ProviderAway(type(broken).__name__) from broken
        finally:
            response.close()
        return response

    def _read(self, response: Response) -> bytes:
        content = b""
        while piece := response.raw.read1(PIECE):  # what is there, without waiting for all of it
            content += piece
            if len(content) > BIGGEST:
                raise NoSense("an answer without end")
            if time.monotonic() > self._ends:
                raise ProviderAway("too slow")
        return content


def session_for(provider: Provider, secret: str, redirect_uri: str) -> OAuth2Session:
    """A conversation with a provider about one person."""
    made = OAuth2Session(
        provider.client_id,
        secret or None,
        token_endpoint_auth_method=_method(provider, secret),
        redirect_uri=redirect_uri,
        scope=provider.scope or None,
        code_challenge_method="S256",
    )
    return bounded(made)


def bounded(session: Session) -> Any:
    """The session, with our limits."""
    limits = Bounded()
    session.mount("https://", limits)
    session.mount("http://", limits)
    session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "identity"})
    session.max_redirects = 0
    return session


def fetch(session: Session, url: str) -> dict[str, Any]:
    """The object at an address. Raises ProviderAway, or NoSense for an answer that is none."""
    try:
        response = session.get(placed(url), allow_redirects=False)
    except RequestException as error:
        raise ProviderAway(type(error).__name__) from error
    if response.status_code >= 500 or response.status_code == 429:
        raise ProviderAway(f"HTTP {response.status_code}")
    return _object(response)


def placed(url: str) -> str:
    """The address as it is asked: itself. Tests put processes of their own in the place of hosts."""
    stands_for: Mapping[str, str] = current_app.config.get("SIGN_IN_HOSTS", {})
    parts = urlsplit(url)
    host = f"{parts.scheme}://{parts.netloc}"
    return stands_for[host] + url.removeprefix(host) if host in stands_for else url


def _object(response: Response) -> dict[str, Any]:
    if response.status_code != 200:
        raise NoSense(f"HTTP {response.status_code}")
    try:
        found = response.json()
    except ValueError:
        raise NoSense("not JSON") from None
    if not isinstance(found, dict):
        raise NoSense("no object")
    return found


def _method(provider: Provider, secret: str) -> str:
    if not secret:
        return "none"
    return "client_secret_basic" if provider.client_proof == "header" else "client_secret_post"


def _host(url: str | None) -> str:
    return urlsplit(url or "").hostname or ""
