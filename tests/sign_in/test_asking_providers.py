"""Providers are asked within limits, whoever calls; and nobody else's page begins that a way is added."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pydantic import ValidationError

from demosx.core.db import db
from demosx.core.settings_people import SignIn as Settings
from demosx.identity import discovery, exchange, providers, throttles
from demosx.people import services
from tests.people.conftest import PASSWORD, fast_hashes
from tests.sign_in.test_round_trip import KAKAO, Behave, NewPerson

__all__ = ["fast_hashes"]
pytestmark = pytest.mark.usefixtures("fast_hashes")
KIM = "kim@example.org"
AWAY = "http://127.0.0.1:9"


@pytest.fixture
def limited(site_with_providers: Flask) -> Iterator[Flask]:
    """The site, with its counters on and empty."""
    app = site_with_providers
    before = app.config["RATELIMIT_ENABLED"]
    app.config["RATELIMIT_ENABLED"] = True
    for limiter in app.extensions["demosx_limits"]:
        limiter.storage.reset()
    yield app
    app.config["RATELIMIT_ENABLED"] = before


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What providers were asked: the code each time."""
    codes: list[str] = []
    real = exchange.finish

    def finish(provider: Any, attempt: Any, answer: Any) -> Any:
        codes.append(answer["code"])
        return real(provider, attempt, answer)

    monkeypatch.setattr(exchange, "finish", finish)
    return codes


def test_one_visit_is_asked_about_three_times(
    person: NewPerson, behave: Behave, limited: Flask, asked: list[str]
) -> None:
    behave(me=KAKAO)
    hong = person()
    back = hong.leave("/sign-in/kakao").split("code=")
    cookie = hong.browser.get_cookie("demosx")
    assert cookie is not None
    state = next(part for part in "&".join(back).split("&") if "state=" in part).split("state=")[1]
    for number in range(5):
        hong.browser.set_cookie("demosx", cookie.value)  # as it was: nothing of it counts
        hong.get(f"/sign-in/kakao/callback?code=x{number}&state={state}")
    assert asked == ["x0", "x1", "x2"]


def test_what_fails_counts_against_an_address(
    person: NewPerson, behave: Behave, limited: Flask, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "FAILED_FROM_ADDRESS", "2 per hour")
    behave(token=[400, {"error": "invalid_grant"}])
    answers = [person().go("kakao").status_code for _number in range(2)]
    assert answers == [422, 422]
    assert person().get("/sign-in/kakao").status_code == 429
    assert len(asked) == 2


def test_going_back_without_agreeing_is_no_failure(
    person: NewPerson, behave: Behave, limited: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "FAILED_FROM_ADDRESS", "1 per hour")
    behave(deny="access_denied")
    assert [person().go("kakao").status_code for _number in range(3)] == [422, 422, 422]


def test_a_provider_that_is_away_is_left_alone_for_a_while(
    person: NewPerson, site_with_providers: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = discovery.fetch

    def fetch(session: Any, url: str) -> Any:
        looked.append(url)
        return real(session, url)

    monkeypatch.setattr(discovery, "fetch", fetch)
    city = site_with_providers.extensions["demosx_providers"]["city"]
    monkeypatch.setitem(site_with_providers.config, "SIGN_IN_HOSTS", {city.issuer: AWAY})
    assert [person().get("/sign-in/city").status_code for _number in range(3)] == [503] * 3
    assert len(looked) == 1
    monkeypatch.setitem(site_with_providers.config, "SIGN_IN_HOSTS", {})
    monkeypatch.setattr(discovery, "FAILED_FOR", 0.0)
    assert person().get("/sign-in/city").status_code == 302


def test_adding_a_way_takes_a_form_of_this_site(person: NewPerson, site_with_providers: Flask) -> None:
    services.create_account("별이", email=KIM, password=PASSWORD)
    db.session.commit()
    hong = person()
    hong.post("/sign-in", email=KIM, password=PASSWORD)
    assert hong.get("/account/ways/kakao/add").status_code == 405
    site_with_providers.config["WTF_CSRF_ENABLED"] = True
    assert hong.post("/account/ways/kakao/add").status_code == 400
    with hong.browser.session_transaction() as session:
        assert not session.get("leaving")


@pytest.mark.parametrize("key", ["ci", "reference"])
def test_no_provider_is_called_as_what_checks_know_people_by(key: str) -> None:
    own = {"name": {"ko": "시청"}, "issuer": "https://login.city.example", "client_id": "c"}
    with pytest.raises(ValidationError):
        Settings(openid={key: own})


def test_no_provider_is_called_as_a_check(site_with_providers: Flask) -> None:
    own = {"name": {"ko": "시청"}, "issuer": "https://login.city.example", "client_id": "c"}
    site = site_with_providers.extensions["demosx_site"]
    changed = site.model_copy(update={"sign_in": Settings(openid={"residents": own})})
    with pytest.raises(ValueError, match="residents"):
        providers.init_app(site_with_providers, changed, [])
