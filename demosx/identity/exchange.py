"""The conversation about one person: to the provider, back with a code, and who it is.

Nothing here touches the database: a provider may be slow, and on SQLite nobody else could write meanwhile.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from flask import current_app
from requests.exceptions import RequestException

from ..core.mail import link
from ..core.providers import Claims, Endpoints, Provider
from ..core.settings import site
from ..people.errors import EmailInvalid
from ..people.names import check_email
from .discovery import endpoints_of
from .errors import CodeExpired, Declined, NoSense, ProviderAway
from .id_tokens import checked
from .leaving import Attempt
from .outward import fetch, placed, session_for

BUSY = frozenset({"temporarily_unavailable", "server_error"})


def redirect_uri(key: str) -> str:
    """Where a provider sends people back to: what has to be entered there. From the configuration alone."""
    return link("identity.callback", key=key)


def address_of(provider: Provider, attempt: Attempt) -> str:
    """Where somebody is sent. Raises ProviderAway or NoSense, where the provider has to be asked that first."""
    endpoints = endpoints_of(provider)
    more = dict(provider.more) | ({"nonce": attempt.nonce} if endpoints.issuer else {})
    url, _state = _session(provider).create_authorization_url(
        placed(endpoints.authorize), state=attempt.state, code_verifier=attempt.verifier, **more
    )
    return str(url)


def finish(provider: Provider, attempt: Attempt, answer: Mapping[str, str]) -> Claims:
    """Who has come back, by what stands in the address. Raises a NotSignedInByProvider."""
    if "error" in answer:
        _refused(answer["error"])
    if not answer.get("code"):
        raise NoSense("no code")
    endpoints, session = endpoints_of(provider), _session(provider)
    with session:
        token = _token(session, provider, endpoints, attempt, answer["code"])
        said = _identity(provider, endpoints, attempt, token)
        if endpoints.userinfo:
            more = fetch(session, endpoints.userinfo)
            said = _together(provider, said, more)
    try:
        return _tidied(provider.claims(said))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoSense(f"claims: {type(error).__name__}") from error


def _session(provider: Provider) -> OAuth2Session:
    secret = site().client_secrets.get(provider.key, "")
    return session_for(provider, secret, redirect_uri(provider.key))


def _refused(error: str) -> None:
    """The provider has sent the person back without a code (RFC 6749, 4.1.2.1)."""
    if error == "access_denied":
        raise Declined("access_denied")
    raise (ProviderAway if error in BUSY else NoSense)("an error in the address")


def _token(
    session: OAuth2Session, provider: Provider, endpoints: Endpoints, attempt: Attempt, code: str
) -> dict[str, Any]:
    body = urlencode({"state": attempt.state}) if provider.sends_state else ""
    try:
        found = session.fetch_token(
            placed(endpoints.tokens),
            body=body,
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.verifier,
            allow_redirects=False,
        )
    except AuthlibBaseError as error:
        if error.error in provider.code_errors:
            raise CodeExpired("the code is not known") from error
        if error.error in BUSY:
            raise ProviderAway("busy") from error
        if error.error in ("invalid_client", "unauthorized_client"):
            current_app.logger.error("%s does not accept our client id or its secret", provider.key)
        raise NoSense("no token") from error
    except RequestException as error:
        raise ProviderAway(type(error).__name__) from error
    except ValueError as error:
        raise NoSense("no token") from error
    if not isinstance(found.get("access_token"), str):
        raise NoSense("no token")
    return dict(found)


def _identity(
    provider: Provider, endpoints: Endpoints, attempt: Attempt, token: Mapping[str, Any]
) -> dict[str, Any]:
    """The claims of the token of identity. One that is found by its issuer always gives one."""
    said = token.get("id_token")
    if said is None and not provider.issuer:
        return {}
    if not isinstance(said, str):
        raise NoSense("no id_token")
    return checked(said, endpoints, provider.client_id, attempt.nonce, token["access_token"])


def _together(provider: Provider, said: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """What the token and the answer say of the same person (OpenID Connect Core, 5.3.2)."""
    both = {**said, **more}
    if said and str(said["sub"]) != provider.claims(both).subject:
        raise NoSense("two persons")
    return both


def _tidied(claims: Claims) -> Claims:
    """The claims, with an address that mail can be sent to, or none."""
    try:
        email = check_email(claims.email) if claims.email else ""
    except EmailInvalid:
        email = ""
    return replace(claims, email=email, verified=claims.verified and bool(email))
