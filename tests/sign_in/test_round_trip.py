"""The whole way through a provider of OpenID Connect, and through Kakao and Naver as they describe themselves."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from demosx.core.db import db
from demosx.identity.models import Identity
from demosx.people.models import Account, Arrival, SignIn
from tests.sign_in.conftest import Person

NewPerson = Callable[..., Person]
Behave = Callable[..., None]
KAKAO: dict[str, Any] = {
    "id": 123456789,
    "connected_at": "2022-04-11T01:45:28Z",
    "kakao_account": {
        "profile_nickname_needs_agreement": False,
        "profile": {"nickname": "홍길동", "is_default_nickname": False},
        "has_email": True,
        "email_needs_agreement": False,
        "is_email_valid": True,
        "is_email_verified": True,
        "email": "sample@sample.com",
    },
}
NAVER: dict[str, Any] = {
    "resultcode": "00",
    "message": "success",
    "response": {
        "id": "Oq3xRzyzzzYlTKlhOy0x8Q",
        "email": "openapi@naver.com",
        "nickname": "OpenAPI",
        "name": "오픈",
    },
}


def only_account() -> Account:
    return db.session.scalars(select(Account)).one()


def account_of(kakao: dict[str, Any]) -> dict[str, Any]:
    """Kakao's answer with other facts about the account."""
    return KAKAO | {"kakao_account": KAKAO["kakao_account"] | kakao}


def test_with_a_real_provider_of_openid_connect(person: NewPerson, openid_process: str) -> None:
    requests.put(
        f"{openid_process}/users/hong",
        json={"email": "hong@example.org", "email_verified": True, "name": "홍길동", "nickname": "gildong"},
        timeout=5,
    ).raise_for_status()
    hong = person()
    arrived = hong.go("city", "/proposals?q=%EB%82%98")
    assert arrived.location == "/join/on"
    assert not hong.signed_in and db.session.scalars(select(Account)).all() == []
    page = hong.get("/join/on").text
    assert "홍길동" not in page and "gildong" not in page, "the real name is not suggested"
    joined = hong.join()
    assert joined.location == "/proposals?q=%EB%82%98", "back where they were"
    account = only_account()
    assert (account.email, account.confirmed_at is not None) == ("hong@example.org", True)
    assert hong.signed_in
    identity = db.session.scalars(select(Identity)).one()
    assert (identity.provider, identity.subject, identity.account_id) == ("city", "hong", account.id)
    again = person()
    assert again.go("city", "/results").location == "/results"
    assert again.signed_in
    assert {row.way for row in db.session.scalars(select(SignIn))} == {"city"}
    assert db.session.scalars(select(Arrival)).all() == []


def test_with_kakao(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    assert hong.go("kakao", "/proposals").location == "/join/on"
    assert "홍길동" not in hong.get("/join/on").text
    assert hong.join().location == "/proposals"
    assert only_account().email == "sample@sample.com"
    assert person().go("kakao", "/proposals").location == "/proposals"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"id": 123456789}, id="id only"),
        pytest.param(KAKAO | {"kakao_account": {}}, id="nothing agreed to"),
        pytest.param(
            KAKAO | {"kakao_account": {"has_email": True, "email_needs_agreement": True}}, id="e-mail refused"
        ),
        pytest.param(KAKAO | {"kakao_account": {"has_email": False}}, id="no e-mail there"),
        pytest.param(account_of({"is_email_verified": False}), id="e-mail not verified"),
        pytest.param(account_of({"is_email_valid": False}), id="e-mail that is somebody else's by now"),
        pytest.param(account_of({"email": "not an address"}), id="no address"),
    ],
)
def test_kakao_without_an_address_that_counts(person: NewPerson, behave: Behave, answer: Any) -> None:
    behave(me=answer)
    hong = person()
    hong.go("kakao")
    assert hong.join().status_code == 302
    account = only_account()
    assert (account.email, account.email_key) == (None, None)
    assert hong.signed_in
    again = person()
    again.go("kakao")
    assert again.signed_in


@pytest.mark.parametrize("email", ["openapi@naver.com", None])
def test_with_naver(person: NewPerson, behave: Behave, email: str | None) -> None:
    response = {"id": "Oq3xRzyzzzYlTKlhOy0x8Q"} | ({"email": email} if email else {})
    behave(me=NAVER | {"response": response})
    hong = person()
    hong.go("naver")
    assert hong.join().status_code == 302
    assert only_account().email is None, "Naver does not say that it has verified the address"
    assert db.session.scalars(select(Identity.email)).one() == email
    again = person()
    again.go("naver")
    assert again.signed_in


def test_an_address_that_changes_at_the_provider_changes_nothing_here(
    person: NewPerson, behave: Behave
) -> None:
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    hong.join()
    behave(me=account_of({"email": "new@sample.com"}))
    again = person()
    again.go("kakao")
    assert again.signed_in
    db.session.expire_all()
    assert only_account().email == "sample@sample.com"
    assert db.session.scalars(select(Identity.email)).one() == "new@sample.com"


def test_who_is_known_by_the_subject_alone(person: NewPerson, behave: Behave) -> None:
    """Another person at the provider with the same address, such as one that was given up, is somebody else."""
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    hong.join()
    behave(me=KAKAO | {"id": 987})
    other = person()
    assert other.go("kakao").location == "/sign-in/both", "the address has an account: it has to be proved"
    assert not other.signed_in


def test_agreeing_is_needed_to_join(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    hong.go("kakao")
    assert hong.join(agree_sensitive="").status_code == 422
    assert db.session.scalars(select(Account)).all() == []
    assert hong.join().status_code == 302


def test_only_keys_of_the_site_file_lead_anywhere(person: NewPerson, site_with_providers: Flask) -> None:
    for path in ("/sign-in/google", "/sign-in/google/callback", "/sign-in/nothing", "/sign-in/password"):
        assert person().get(path).status_code == 404
    page = person().get("/sign-in?next=/proposals").text
    assert 'href="/sign-in/kakao?next=/proposals"' in page and "way-google" not in page
