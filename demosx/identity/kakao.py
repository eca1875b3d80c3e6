"""Kakao. Its documentation: developers.kakao.com, Kakao Login, REST API.

Who somebody is says `id` of `/v2/user/me`. An address is there only where the app asks for it and the person has
agreed; it may be one that Kakao has not verified (`is_email_verified`), or that has gone to somebody else
(`is_email_valid` is false). Where OpenID Connect is switched on in the app its token is checked as well.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ..core.providers import Claims, Endpoints, Provider, called


def claims(answer: Mapping[str, Any]) -> Claims:
    """Read `/v2/user/me`."""
    account = answer.get("kakao_account") or {}
    good = account.get("is_email_valid") is True and account.get("is_email_verified") is True
    return Claims(
        subject=called(answer["id"]),
        email=account.get("email") or "",
        verified=good,
        identifier=account.get("ci") or "",
        kind="ci",
    )


PROVIDER = Provider(
    key="kakao",
    names={"ko": "카카오", "en": "Kakao"},
    label=_l("Go on with Kakao"),
    claims=claims,
    endpoints=Endpoints(
        authorize="https://kauth.kakao.com/oauth/authorize",
        tokens="https://kauth.kakao.com/oauth/token",
        userinfo="https://kapi.kakao.com/v2/user/me",
        issuer="https://kauth.kakao.com",
        keys="https://kauth.kakao.com/.well-known/jwks.json",
    ),
    order=10,
)
