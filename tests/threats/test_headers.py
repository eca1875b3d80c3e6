"""What every answer says to the browser and to caches, also where it refuses or fails."""

from typing import Any

import pytest
from flask import abort

from demosx.core.permissions import public
from demosx.core.security import POLICY
from tests.small_city import SmallCity
from tests.threats.conftest import Ask
from tests.threats.test_junk import places

OTHERS = ("/crash", "/nowhere", "/desk", "/me", "/theme.css", "/theme/css/base.css", "/theme/nothing.css")
BROKEN = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


@pytest.fixture(scope="module")
def broken(city: SmallCity) -> SmallCity:
    """The small city with an address for each way to fail, and one that breaks; it answers errors as a real site."""

    def fail(status: int) -> Any:
        abort(status)

    def crash() -> Any:
        raise RuntimeError("broken for a test")

    city.app.view_functions.setdefault("fail", public(fail))
    city.app.view_functions.setdefault("crash", public(crash))
    city.app.url_map.add(city.app.url_rule_class("/fail/<int:status>", endpoint="fail", methods={"GET"}))
    city.app.url_map.add(city.app.url_rule_class("/crash", endpoint="crash", methods={"GET"}))
    city.app.config["PROPAGATE_EXCEPTIONS"] = False
    return city


def answers(city: SmallCity, ask: Ask) -> list[Any]:
    """Every kind of answer: pages, lists, redirects, files, refusals and failures."""
    found = [ask(who, "GET", address) for who, address in places(city)]
    found += [ask("visitor", "GET", f"/fail/{status}") for status in BROKEN]
    found += [ask(who, "GET", address) for who in ("visitor", "member") for address in OTHERS]
    found += [
        ask("member", "POST", "/proposals/new"),
        ask("visitor", "POST", "/me"),
        ask("member", "PUT", "/"),
    ]
    found += [ask("visitor", "HEAD", "/"), ask("visitor", "OPTIONS", "/proposals")]
    found.append(ask("visitor", "GET", "/crash", headers={"Accept": "application/json"}))
    return found


def test_every_answer_has_the_strict_policy(broken: SmallCity, ask: Ask) -> None:
    assert "unsafe" not in POLICY and "*" not in POLICY and "http" not in POLICY
    seen = set()
    for answer in answers(broken, ask):
        seen.add(answer.status_code)
        headers = answer.headers
        assert headers.getlist("Content-Security-Policy") == [POLICY], answer.request.path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers
    assert seen >= {200, 302, 400, 403, 404, 405, 409, 413, 422, 429, 500, 503}


def test_no_answer_for_one_person_is_kept_for_another(broken: SmallCity, ask: Ask) -> None:
    for answer in answers(broken, ask):
        kept = answer.headers["Cache-Control"]
        if "public" in kept:
            assert answer.request.path.startswith("/theme"), answer.request.path
            assert "Set-Cookie" not in answer.headers
            continue
        assert "no-store" in kept or "private" in kept, f"{answer.request.path}: {kept}"
        assert "Cookie" in answer.headers["Vary"], answer.request.path


def test_another_site_may_read_nothing(broken: SmallCity, ask: Ask) -> None:
    for method in ("GET", "OPTIONS"):
        headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        answer = ask("member", method, "/proposals", headers=headers)
        assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]


def test_a_failure_tells_nothing_of_the_inside(broken: SmallCity, ask: Ask) -> None:
    for headers in ({}, {"Accept": "application/json"}):
        answer = ask("visitor", "GET", "/crash", headers=headers)
        assert answer.status_code == 500
        for word in ("Traceback", "RuntimeError", "broken for a test", "site-packages", "demosx/"):
            assert word not in answer.get_data(as_text=True)


def test_a_changed_cookie_is_a_visitors(broken: SmallCity, ask: Ask) -> None:
    for cookie in (
        "demosx=x",
        "demosx=eyJfdXNlcl9pZCI6IjEifQ.x.y",
        "demosx=" + "a" * 4000,
        "language=xx; demosx=",
        "demosx=\xff",
    ):
        answer = ask("admin", "GET", "/me", headers={"Cookie": cookie})
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
