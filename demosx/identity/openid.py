"""Any provider of OpenID Connect: what the site file says of it, and the standard claims (OpenID Connect Core, 5.1)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..core.providers import Claims, Provider, called
from ..core.settings_people import OpenIdProvider


def claims(answer: Mapping[str, Any]) -> Claims:
    """Read the standard claims. Some providers write `email_verified` as text."""
    verified = answer.get("email_verified") in (True, "true")
    return Claims(subject=called(answer["sub"]), email=answer.get("email") or "", verified=verified)


def provider(key: str, settings: OpenIdProvider) -> Provider:
    """The provider that stands in the site file as `[sign_in.openid.<key>]`."""

    def read(answer: Mapping[str, Any]) -> Claims:
        identifier = answer.get(settings.identifier) if settings.identifier else None
        return replace(claims(answer), identifier=identifier if isinstance(identifier, str) else "")

    return Provider(
        key=key,
        names=settings.name,
        claims=read,
        issuer=str(settings.issuer).rstrip("/"),
        scope=settings.scope,
        client_proof="header",
        client_id=settings.client_id,
        order=40,
    )
