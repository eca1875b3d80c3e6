"""Where a provider of OpenID Connect is reached, and its keys: asked for when they are needed, and kept for a while."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from authlib.common.security import is_secure_transport
from flask import current_app
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import Session

from ..core.providers import Endpoints, Provider
from .errors import NoSense, NotSignedInByProvider
from .outward import bounded, fetch

LIFETIME = 3600.0
"""Seconds for which an answer is used without asking again."""
STALE = 24 * 3600.0
"""Seconds for which an old answer is used where the provider does not give a new one."""
KEYS_AGAIN = 60.0
"""Seconds between two looks for a key that was not there; anybody could make us look."""
FAILED_FOR = 30.0
"""Seconds after a failure in which the provider is not asked again; anybody could make us wait for it."""
WELL_KNOWN = "/.well-known/openid-configuration"

Kept = dict[str, tuple[float, Any]]


def endpoints_of(provider: Provider) -> Endpoints:
    """The addresses of a provider. Raises ProviderAway, or NoSense where its description does not fit its issuer."""
    if provider.endpoints is not None:
        return provider.endpoints
    found: Endpoints = _kept(
        provider.issuer + WELL_KNOWN, LIFETIME, lambda said: _described(provider.issuer, said)
    )
    return found


def keys_at(address: str, anew: bool = False) -> KeySet:
    """The keys with which a provider signs. `anew`: one was not among them."""
    found: KeySet = _kept(address, KEYS_AGAIN if anew else LIFETIME, _key_set)
    return found


def _kept(address: str, lifetime: float, read: Callable[[dict[str, Any]], Any]) -> Any:
    """What `read` makes of the object at an address, from memory where it is young enough."""
    kept: Kept = current_app.extensions.setdefault("demosx_sign_in_kept", {})
    at, known = kept.get(address, (0.0, None))
    age = time.monotonic() - at
    if known is not None and age < lifetime:
        return known
    try:
        found = _asked(address, read)
    except NotSignedInByProvider:
        if known is not None and age < STALE:
            return known
        raise
    kept[address] = (time.monotonic(), found)
    return found


def _asked(address: str, read: Callable[[dict[str, Any]], Any]) -> Any:
    """What `read` makes of the object at an address. A failure is remembered, and raised again without asking."""
    failed: dict[str, tuple[float, type[NotSignedInByProvider]]]
    failed = current_app.extensions.setdefault("demosx_sign_in_failed", {})
    at, kind = failed.get(address, (0.0, None))
    if kind is not None and time.monotonic() - at < FAILED_FOR:
        raise kind("failed a moment ago")
    try:
        with Session() as session:
            return read(fetch(bounded(session), address))
    except NotSignedInByProvider as failure:
        failed[address] = (time.monotonic(), type(failure))
        raise


def _described(issuer: str, said: Mapping[str, Any]) -> Endpoints:
    """The addresses in a provider's description of itself (OpenID Connect Discovery, 4.3)."""
    if str(said.get("issuer", "")).rstrip("/") != issuer:
        raise NoSense("the description is of another issuer")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    addresses = [said.get(name) for name in (*wanted, "userinfo_endpoint")]
    if not all(_fits(address, issuer) for address in addresses if address is not None):
        raise NoSense("an address that is not over TLS")
    authorize, tokens, keys, userinfo = addresses
    if authorize is None or tokens is None or keys is None:
        raise NoSense("the description lacks addresses")
    return Endpoints(
        authorize=authorize, tokens=tokens, userinfo=userinfo or "", issuer=said["issuer"], keys=keys
    )


def _fits(address: object, issuer: str) -> bool:
    """Whether an address may be asked: over TLS, or on this machine where the issuer itself is."""
    if not isinstance(address, str):
        return False
    return urlsplit(address).scheme == "https" or (
        urlsplit(issuer).scheme == "http" and is_secure_transport(address)
    )


def _key_set(said: dict[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(said)  # type: ignore[arg-type]
    except (JoseError, KeyError, TypeError, ValueError):
        raise NoSense("no set of keys") from None
