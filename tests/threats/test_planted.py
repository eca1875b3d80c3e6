"""Nobody lets somebody else do what they did not mean to: what waits for signing in cannot be planted or misused."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from demosx import testing
from demosx.core import clock, pending
from demosx.core.db import db, transaction
from demosx.core.pending import PendingAct
from demosx.core.security import digest
from demosx.core.settings import site
from demosx.people.services import sign_out_everywhere
from tests.small_city import NOW, SmallCity
from tests.threats.conftest import Ask
from tests.visiting import Form, Person

ELSEWHERE = (
    "//evil.example",
    "https://evil.example/",
    "\\\\evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
)


@pytest.fixture(autouse=True)
def nothing_waits(city: SmallCity) -> None:
    with city.app.app_context(), transaction():
        db.session.execute(delete(PendingAct))


def rows(city: SmallCity) -> int:
    with city.app.app_context():
        return db.session.scalar(select(func.count(PendingAct.id))) or 0


def support(city: SmallCity, person: Person) -> Form:
    return person.open(f"/proposals/{city.proposals['open']}").form(to="/support")


@pytest.mark.parametrize("token", ["", "wrong"])
def test_what_another_site_sends_is_never_kept(city: SmallCity, ask: Ask, token: str) -> None:
    """Also after an anonymous request that was refused, which primed the whole process elsewhere (CVE-2026-41255)."""
    path = f"/proposals/{city.proposals['open']}/support"
    for who in ("visitor", "visitor", "member"):
        answer = ask(who, "POST", path, csrf_token=token)
        assert answer.status_code == 400
        assert "pending" not in answer.headers.get("Set-Cookie", "")
    assert rows(city) == 0


def test_nothing_of_accounts_is_kept(city: SmallCity, ask: Ask) -> None:
    for path in (
        "/account/password",
        "/account/email",
        "/account/sign-out-everywhere",
        "/account/agreements/news",
    ):
        answer = ask("visitor", "POST", path, password="geheim-geheim", agree="1")
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?")
    assert rows(city) == 0


def test_every_form_about_accounts_is_left_out(city: SmallCity) -> None:
    """A room that is about accounts and security, and is not named in `app.NEVER_KEPT`, fails here."""
    with city.app.app_context():
        kept = {
            rule.endpoint for rule in city.app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and pending._may_wait(rule.endpoint, rule.rule)
        }  # fmt: skip
        about = ("/account", "/sign", "/join", "/confirm", "/forgot", "/reset", "/agree", "/guardian", "/second-factor",
                 "/verify", "/desk/people", "/me/leave")  # fmt: skip
        found = {
            rule.endpoint for rule in city.app.url_map.iter_rules() if rule.rule.startswith(about)
        } & kept
    assert "support.give" in kept
    assert not found


@pytest.mark.parametrize("target", ELSEWHERE)
def test_every_step_leads_to_this_site_only(city: SmallCity, ask: Ask, target: str) -> None:
    for answer in (
        ask("member", "GET", "/continue", query={"next": target}),
        ask("member", "GET", "/agree", query={"next": target}),
        ask("member", "GET", "/account/guardian", query={"next": target}),
        ask(
            "member",
            "POST",
            f"/proposals/{city.proposals['open']}/support",
            pending_act="x",
            pending_back=target,
        ),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/"


def test_the_page_that_led_here_is_one_of_this_site(city: SmallCity, ask: Ask) -> None:
    for referrer in (
        "http://evil.example/x",
        "http://localhost//evil.example",
        "http://localhost.evil.example/",
    ):
        path = f"/proposals/{city.proposals['open']}/support"
        answer = ask("visitor", "POST", path, headers={"Referer": referrer})
        where = re.sub(r"act%3D\w+", "act", answer.headers["Location"])  # a word of what waits
        assert where == "/sign-in?next=/continue?act%26next%3D%252F"


def test_an_act_without_its_key_is_worth_nothing(city: SmallCity) -> None:
    """Somebody reads the database, and another puts a key of their own before a row that is not theirs."""
    with testing.at(NOW):
        person = Person(city.app)
        person.send(support(city, person))
        with city.app.app_context(), transaction():
            db.session.scalars(select(PendingAct)).one().digest = digest("another key")
        thief = Person(city.app, city.people["drawn"])
        thief.client.set_cookie("pending", "another key")
        assert thief.open("/continue").path == "/"


@pytest.mark.parametrize(
    "path", ["/account/sign-out-everywhere", "//evil.example/", "https://evil.example/", "/nowhere", "/me"]
)
def test_an_act_goes_only_to_an_address_that_takes_it(city: SmallCity, path: str) -> None:
    """As if somebody could write to the database, and knew the key."""
    act: dict[str, Any] = {"path": path, "fields": [["a", "b"]], "back": "//evil.example", "files": False}
    with city.app.app_context(), transaction():
        now = clock.wall()
        content = pending.KEY.lock("k").encrypt(json.dumps(act).encode())
        db.session.add(
            PendingAct(
                digest=digest("k"), content=content, created_at=now, expires_at=now + timedelta(hours=1)
            )
        )
    person = Person(city.app, city.people["member"])
    person.client.set_cookie("pending", "k")
    assert person.open("/continue").path == "/"


def test_signing_out_leaves_nothing_to_the_next_person(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has pressed, has not gone through the step, and signs out; another signs in at the same computer."""
    with testing.at(NOW), monkeypatch.context() as changed:
        changed.setattr("demosx.consent.terms.asked", lambda: {"privacy": "2030-01-01"})
        changed.setattr("demosx.consent.hurdle.asked", lambda: {"privacy": "2030-01-01"})
        first = Person(city.app, city.people["member"])
        asked = first.send(support(city, first))
        assert asked.path == "/agree" and rows(city) == 1
        first.send(asked.form(to="/sign-out"))
    assert rows(city) == 0
    assert first.client.get_cookie("pending") is None


def test_a_session_that_has_ended_elsewhere_lets_nothing_through(city: SmallCity) -> None:
    with testing.at(NOW):
        person = Person(city.app, city.people["drawn"])
        form = support(city, person)
        with city.app.app_context(), transaction():
            sign_out_everywhere(city.people["drawn"])
        assert person.send(form).path == "/sign-in"
        assert person.open("/continue").path == "/sign-in"


def test_the_key_is_bound_to_this_very_host(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    """A neighbour under the same domain could otherwise put an act of its own into the browsers of others."""
    secure = site_of(city).model_copy(update={"url": "https://city.example"})
    monkeypatch.setitem(city.app.extensions, "demosx_site", secure)
    with testing.at(NOW):
        person = Person(city.app)
        page = person.client.get("/proposals/new", base_url="https://localhost", headers=person.headers)
        token = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
        answer = person.client.post(
            "/proposals/new", base_url="https://localhost",
            data={"csrf_token": token, "title": "제목", "body": "글"},
            headers={**person.headers, "Referer": "https://localhost/proposals/new"},
        )  # fmt: skip
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if "pending" in line)
    assert cookie.startswith("__Host-pending=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def site_of(city: SmallCity) -> Any:
    with city.app.app_context():
        return site()
