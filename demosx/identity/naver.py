"""Naver. Its documentation: developers.naver.com, 네이버 로그인 API 명세.

Who somebody is says `response.id` of `/v1/nid/me`; it is another one in each app. The address is one for contact, that
people choose and may take back: Naver does not say whether it is verified, so it is taken as not.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ..core.providers import Claims, Endpoints, Provider, called


def claims(answer: Mapping[str, Any]) -> Claims:
    """Read `/v1/nid/me`."""
    if answer["resultcode"] != "00":
        raise ValueError("Naver has not said who it is")
    person = answer["response"]
    return Claims(
        subject=called(person["id"]),
        email=person.get("email") or "",
        identifier=person.get("ci") or "",
        kind="ci",
    )


PROVIDER = Provider(
    key="naver",
    names={"ko": "네이버", "en": "Naver"},
    label=_l("Go on with Naver"),
    claims=claims,
    endpoints=Endpoints(
        authorize="https://nid.naver.com/oauth2.0/authorize",
        tokens="https://nid.naver.com/oauth2.0/token",
        userinfo="https://openapi.naver.com/v1/nid/me",
    ),
    sends_state=True,
    code_errors=frozenset({"invalid_grant", "invalid_request"}),  # with HTTP 200: “no valid data in session”
    order=20,
)
