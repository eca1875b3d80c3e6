"""What goes wrong on the way through a provider: a page that says what to do, nobody signed in, and nothing lost."""

import re
import threading
import time
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.security import new_secret
from demosx.identity import discovery, leaving, outward
from demosx.identity.models import Identity
from demosx.people.models import Account, Arrival
from tests.sign_in.test_round_trip import KAKAO, NAVER, Behave, NewPerson, only_account

# What a provider answers, and what we say to that, is the same on every database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def refused(response: Any, words: str, status: int = 422) -> None:
    """The page of somebody who is not signed in, with what to do about it."""
    assert response.status_code == status, response.text
    assert words in response.text
    assert "/sign-in" in response.text, "other ways are offered"


def nobody_is_here() -> bool:
    return not db.session.scalars(select(Account)).all() and not db.session.scalars(select(Arrival)).all()


@pytest.mark.parametrize("key", ["kakao", "naver"])
def test_consent_that_is_refused(person: NewPerson, behave: Behave, key: str) -> None:
    behave(deny="access_denied")
    hong = person()
    page = hong.go(key, "/proposals")
    refused(page, "You did not agree at")
    assert f"/sign-in/{key}?next=/proposals" in page.text, "again, and back to where they were"
    assert "/sign-in?next=/proposals" in page.text
    assert nobody_is_here()


def test_consent_that_is_refused_at_a_real_provider(person: NewPerson) -> None:
    hong = person()
    gone = hong.get("/sign-in/city")
    back = requests.post(gone.location, data={"action": "deny"}, allow_redirects=False, timeout=5)
    state = re.search(r"state=([^&]+)", gone.location)
    assert state is not None and "error=access_denied" in back.headers["Location"]
    # This provider leaves the state out, which the standard asks for.
    refused(
        hong.get(f"/sign-in/city/callback?error=access_denied&state={state[1]}"),
        "You did not agree at City account",
    )


@pytest.mark.parametrize("key", ["kakao", "naver"])
def test_a_code_that_has_expired(person: NewPerson, behave: Behave, key: str) -> None:
    hong = person()
    back = hong.leave(f"/sign-in/{key}")
    late = re.sub("code=[^&]+", "code=expired", back)
    refused(hong.get(late), "Please begin again")
    assert nobody_is_here()


@pytest.mark.parametrize("error", ["temporarily_unavailable", "server_error"])
def test_a_provider_that_says_that_it_is_busy(person: NewPerson, behave: Behave, error: str) -> None:
    behave(deny=error)
    refused(person().go("kakao"), "does not answer at the moment", 503)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"token": [500, {}]}, id="token 500"),
        pytest.param({"token": [503, {"error": "x"}]}, id="token 503"),
        pytest.param({"status": 502}, id="me 502"),
        pytest.param({"status": 429}, id="me 429"),
        pytest.param({"sleep": 3}, id="slow"),
        pytest.param({"drip": True}, id="drips"),
        pytest.param({"hang": True}, id="stops in the middle"),
    ],
)
def test_a_provider_that_is_down_or_slow(
    person: NewPerson, behave: Behave, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    monkeypatch.setattr(outward, "READ", 0.6)
    monkeypatch.setattr(outward, "WHOLE", 1.2)
    behave(**how)
    began = time.monotonic()
    refused(person().go("kakao", "/proposals"), "does not answer at the moment", 503)
    assert time.monotonic() - began < 3
    assert nobody_is_here()


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"token": [200, {"access_token": 5, "token_type": "bearer"}]}, id="token is no text"),
        pytest.param({"token": [200, {}]}, id="no token"),
        pytest.param({"token": [200, []]}, id="a list"),
        pytest.param({"token": [200, {"error": "invalid_client"}]}, id="a refusal with HTTP 200"),
        pytest.param(
            {"token": [401, {"error": "invalid_client", "error_code": "KOE010"}]}, id="wrong secret"
        ),
        pytest.param({"status": 401}, id="me 401"),
        pytest.param({"me": {}}, id="nobody"),
        pytest.param({"me": {"id": None}}, id="null"),
        pytest.param({"me": {"id": ""}}, id="empty"),
        pytest.param({"me": {"id": True}}, id="true"),
        pytest.param({"me": {"id": "x" * 300}}, id="too long"),
        pytest.param({"me": {"id": 5, "kakao_account": "no"}}, id="another shape"),
        pytest.param({"me": []}, id="no object"),
        pytest.param({"me": {"id": 5, "more": "x" * 300_000}}, id="too large"),
    ],
)
def test_answers_that_make_no_sense(person: NewPerson, behave: Behave, how: dict[str, Any]) -> None:
    behave(**how)
    refused(person().go("kakao"), "an answer that we cannot accept", 502)
    assert nobody_is_here()


def test_naver_that_says_no_with_http_200(person: NewPerson, behave: Behave) -> None:
    behave(me={"resultcode": "024", "message": "Authentication failed (인증 실패하였습니다.)"})
    refused(person().go("naver"), "an answer that we cannot accept", 502)
    behave(me={**NAVER, "response": {"email": "someone@naver.com"}})
    refused(person().go("naver"), "an answer that we cannot accept", 502)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"other_key": True}, id="another signature"),
        pytest.param({"alg": "none"}, id="no signature"),
        pytest.param({"iss": "https://evil.example"}, id="another issuer"),
        pytest.param({"aud": "another-app"}, id="for another app"),
        pytest.param({"aud": ["kakao-app", "another-app"], "azp": "another-app"}, id="made for another app"),
        pytest.param({"aud": ["another-app"], "azp": "kakao-app"}, id="for another app alone"),
        pytest.param({"nonce": "another"}, id="another nonce"),
        pytest.param({"nonce": None}, id="no nonce"),
        pytest.param({"exp": 1_600_000_000}, id="expired"),
        pytest.param({"exp": None}, id="for ever"),
        pytest.param({"iat": 4_000_000_000}, id="from the future"),
        pytest.param({"sub": "987"}, id="another person than user/me says"),
        pytest.param({"sub": None}, id="nobody"),
        pytest.param({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, id="for another token"),
    ],
)
def test_tokens_of_identity_that_are_not_good(
    person: NewPerson, behave: Behave, changes: dict[str, Any]
) -> None:
    behave(me=KAKAO, openid=changes)
    refused(person().go("kakao"), "an answer that we cannot accept", 502)
    assert nobody_is_here()


def test_a_token_of_identity_that_is_good(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO, openid={})
    assert person().go("kakao").location == "/join/on"


def test_a_provider_found_by_its_issuer_must_give_a_token_of_identity(
    person: NewPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = outward.session_for

    def without(*args: Any) -> Any:
        session = real(*args)
        fetch = session.fetch_token
        session.fetch_token = lambda *a, **k: {
            name: v for name, v in fetch(*a, **k).items() if name != "id_token"
        }
        return session

    monkeypatch.setattr("demosx.identity.exchange.session_for", without)
    refused(person().go("city"), "an answer that we cannot accept", 502)


def test_what_was_begun_in_another_browser(person: NewPerson, behave: Behave) -> None:
    """Also what an attacker has begun: nobody is signed in to an account that is not theirs (login CSRF)."""
    behave(me=KAKAO)
    attacker, victim = person(), person()
    back = attacker.leave("/sign-in/kakao")
    refused(victim.get(back), "in another browser or app")
    assert not victim.signed_in and nobody_is_here()
    refused(victim.get("/sign-in/kakao/callback"), "in another browser or app")
    refused(victim.get("/sign-in/kakao/callback?code=x&state="), "in another browser or app")
    refused(victim.get("/sign-in/kakao/callback?code=x&state=%F0%9F%98%80"), "in another browser or app")


def test_what_another_browser_has_begun_while_this_one_has_begun_too(
    person: NewPerson, behave: Behave
) -> None:
    behave(me=KAKAO)
    attacker, victim = person(), person()
    back = attacker.leave("/sign-in/kakao")
    victim.leave("/sign-in/kakao")
    refused(victim.get(back), "in another browser or app")
    assert nobody_is_here()


def test_what_was_begun_at_another_provider(person: NewPerson, behave: Behave) -> None:
    hong = person()
    back = hong.leave("/sign-in/kakao")
    refused(hong.get(back.replace("/kakao/", "/naver/")), "in another browser or app")


def test_what_was_begun_long_ago(person: NewPerson, behave: Behave, monkeypatch: pytest.MonkeyPatch) -> None:
    hong = person()
    back = hong.leave("/sign-in/kakao")
    monkeypatch.setattr(leaving, "LIFETIME", -1)
    refused(hong.get(back), "in another browser or app")


def test_a_callback_that_is_sent_again(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    back = hong.leave("/sign-in/kakao")
    assert hong.get(back).location == "/join/on"
    refused(hong.get(back), "in another browser or app")
    hong.join()
    assert hong.get(back).location == "/", "who is signed in already is not told that it failed"
    assert only_account()


def test_a_code_that_another_application_got(person: NewPerson, behave: Behave) -> None:
    """A code of somebody else, put into one's own callback: the verifier does not fit it."""
    behave(me=KAKAO)
    victim, attacker = person(), person()
    stolen = re.search("code=([^&]+)", victim.leave("/sign-in/kakao"))
    own = attacker.leave("/sign-in/kakao")
    assert stolen is not None
    refused(attacker.get(re.sub("code=[^&]+", f"code={stolen[1]}", own)), "Please begin again")


def test_two_windows_at_once(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    hong = person()
    first, second = hong.leave("/sign-in/kakao?next=/proposals"), hong.leave("/sign-in/kakao?next=/results")
    hong.get(first)
    hong.join()
    assert hong.get("/sign-in/kakao").status_code == 302
    other = person()
    first, second = other.leave("/sign-in/kakao?next=/proposals"), other.leave("/sign-in/kakao?next=/results")
    assert other.get(second).location == "/results"
    assert other.get(first).location == "/", "that one was over, but they are in"


def test_a_provider_that_is_down_from_the_start(
    person: NewPerson, site_with_providers: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = site_with_providers.extensions["demosx_providers"]["city"]
    monkeypatch.setitem(site_with_providers.config, "SIGN_IN_HOSTS", {city.issuer: "http://127.0.0.1:9"})
    page = person().get("/sign-in/city?next=/proposals")
    refused(page, "City account does not answer at the moment", 503)
    assert person().get("/sign-in").status_code == 200, "nothing is asked before somebody presses"


def test_a_description_is_kept_and_an_old_one_is_used_while_the_provider_is_down(
    person: NewPerson, site_with_providers: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert person().get("/sign-in/city").status_code == 302
    city = site_with_providers.extensions["demosx_providers"]["city"]
    monkeypatch.setitem(site_with_providers.config, "SIGN_IN_HOSTS", {city.issuer: "http://127.0.0.1:9"})
    assert person().get("/sign-in/city").status_code == 302
    monkeypatch.setattr(discovery, "LIFETIME", 0.0)
    assert person().get("/sign-in/city").status_code == 302
    monkeypatch.setattr(discovery, "STALE", 0.0)
    assert person().get("/sign-in/city").status_code == 503


def test_tls_is_needed_and_verified(site_with_providers: Flask) -> None:
    with requests.Session() as session, pytest.raises(outward.NoSense):
        outward.fetch(outward.bounded(session), "http://login.city.example/x")
    with requests.Session() as session:
        assert outward.bounded(session).verify is True


def test_nobody_else_waits_while_a_provider_is_slow(
    person: NewPerson, behave: Behave, site_with_providers: Flask
) -> None:
    """The provider is asked before the transaction begins; else on SQLite nobody could write meanwhile."""
    behave(me=KAKAO, sleep=2)
    hong = person()
    back = hong.leave("/sign-in/kakao")
    slow = threading.Thread(target=lambda: hong.get(back))
    slow.start()
    time.sleep(0.5)
    began = time.monotonic()
    with site_with_providers.app_context(), transaction():
        db.session.add(
            Arrival(
                digest=new_secret(),
                email="a@example.org",
                verified=True,
                created_at=clock.wall(),
                expires_at=clock.wall(),
            )
        )
    assert time.monotonic() - began < 1
    slow.join()


def test_no_code_and_no_secret_stands_in_the_log(
    person: NewPerson, behave: Behave, caplog: pytest.LogCaptureFixture
) -> None:
    behave(token=[401, {"error": "invalid_client\nforged line", "error_description": "x\ny"}])
    hong = person()
    back = hong.leave("/sign-in/kakao")
    hong.get(back)
    hong.get("/sign-in/kakao/callback?error=a%0Ab&state=x")
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "signing in by kakao" in written
    assert "forged" not in written and "kakao-secret" not in written
    code = re.search("code=([^&]+)", back)
    assert code is not None and code[1] not in written


def test_an_account_that_is_suspended_or_gone(person: NewPerson, behave: Behave) -> None:
    behave(me=KAKAO)
    person_here = person()
    person_here.go("kakao")
    person_here.join()
    for change in ("suspended_at", "left_at"):
        account = only_account()
        setattr(account, change, clock.wall())
        db.session.commit()
        other = person()
        refused(other.go("kakao"), "This account cannot be used", 403)
        assert not other.signed_in
        setattr(only_account(), change, None)
        db.session.commit()
    assert db.session.scalars(select(Identity)).one()
