"""Every address, every method, every role: whoever may not, does not; and what is out of sight is nowhere."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from demosx import testing
from demosx.core.db import db
from demosx.core.web import SAFE
from tests.route_access import ACCESS, ANYBODY, NOTHING_THERE, SEES
from tests.small_city import HIDDEN_WORDS, NOW, PEOPLE, STAFF_WORDS, SmallCity
from tests.visiting import Seal

NOWHERE = 999_999
EVERYBODY = ("visitor", *PEOPLE)
OUTSIDERS = ("visitor", "unconfirmed", "member", "proposer")
ABOUT = {"review_desk": "review", "deliberation_desk": "forum", "execution_desk": "execution"}
CHOICES = {"people.change": "email", "people.desk_suspend": "suspend"}
CHANGES = re.compile(r'name="csrf_token" value="[^"]*"')


class Walk:
    """Requests as anybody in the small city. Nothing that they do stays."""

    def __init__(self, city: SmallCity) -> None:
        self.city = city
        self.seal = Seal(city.app)
        self.client = city.app.test_client(use_cookies=False)

    def ask(self, who: str, method: str, address: str, **more: Any) -> TestResponse:
        """The answer to one person; a form that is sent has its token and no more, unless `more` says otherwise."""
        headers = {
            "Cookie": self.seal.cookie(self.city.secrets[who]),
            "Accept": "text/html",
            "Accept-Language": "en",
        }
        if method not in SAFE and not more:
            more = {"data": {"csrf_token": self.seal.token}}
        return self.client.open(address, method=method, headers=headers, **more)

    def address(self, rule: Rule, about: str = "", number: int | None = None) -> str:
        """The address of a route for the proposal `about`, or for the thing with this `number`."""
        room = rule.endpoint.partition(".")[0]
        kind = about or ABOUT.get(room, "open")
        things = {"opinions": "opinion", "deliberations": "visit"}
        values: dict[str, Any] = {
            "process": "citizen", "key": "citizen", "number": 1, "stage": "support", "secret": "x" * 43,
            "filename": "css/base.css",
            "name": "department_answer", "what": CHOICES.get(rule.endpoint), "account_id": self.city.people["aide"],
            "proposal_id": self.city.proposals[kind], "id": self.city.proposals[kind],
        }  # fmt: skip
        if room in things:
            holder = kind if room == "opinions" else about or "forum"
            values["id"] = self.city.numbers.get(f"{holder}_{things[room]}", NOWHERE)
        for name in ("department", "post", "grant", "letter"):
            values[f"{name}_id"] = self.city.numbers[name]
        for name in ("duty", "document", "opinion"):
            values[f"{name}_id"] = self.city.numbers.get(f"{kind}_{name}", NOWHERE)
        if number is not None:
            values |= dict.fromkeys(("id", "proposal_id", "duty_id", "document_id", "opinion_id"), number)
        with self.city.app.test_request_context():
            return url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})

    def routes(self) -> Iterator[tuple[Rule, str]]:
        """Every route with each of its methods."""
        for rule in self.city.app.url_map.iter_rules():
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCity]:
    """The small city. Who may do what does not depend on the database, so it is on one."""
    app = testing.application(tmp_path_factory.mktemp("routes"))
    with app.app_context():
        db.create_all()
        with testing.at("2019-01-02 09:00"):
            testing.apply_examples()
    yield SmallCity(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def walk(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """Somebody who walks through it on a day on which a duty is open."""
    made = Walk(city)
    monkeypatch.setattr(db.session, "commit", db.session.flush)
    with testing.at(NOW):
        yield made


def reaches(answer: TestResponse, rule: Rule) -> bool:
    """Whether somebody has come through the door: neither sent to sign in, nor refused, nor told of nothing."""
    if answer.status_code == 302:
        return not answer.headers["Location"].startswith("/sign-in?")
    return answer.status_code not in (401, 403) and (
        answer.status_code != 404 or rule.endpoint in NOTHING_THERE
    )


def test_every_route_is_written_down(city: SmallCity) -> None:
    endpoints = {rule.endpoint for rule in city.app.url_map.iter_rules()}
    assert endpoints == set(ACCESS), "say in tests/route_access.py who reaches the routes that differ"
    undeclared = [
        name for name, view in city.app.view_functions.items() if getattr(view, "access", None) is None
    ]
    assert not undeclared


def test_everybody_reaches_what_is_theirs_and_nothing_else(walk: Walk) -> None:
    wrong = []
    for rule, method in walk.routes():
        address = walk.address(rule)
        for who in EVERYBODY:
            answer = walk.ask(who, method, address)
            expected = who in ACCESS[rule.endpoint]
            if answer.status_code >= 500 or reaches(answer, rule) is not expected:
                wrong.append(
                    f"{who} {method} {address}: {answer.status_code}, expected to reach it: {expected}"
                )
    assert not wrong, "\n".join(wrong)


def test_the_desk_is_for_staff(walk: Walk) -> None:
    desk = [(rule, method) for rule, method in walk.routes() if rule.rule.startswith("/desk")]
    assert len(desk) > 40
    for rule, method in desk:
        address = walk.address(rule)
        assert walk.ask("visitor", method, address).headers["Location"].startswith("/sign-in?")
        refusals = {walk.ask(who, method, address).status_code for who in OUTSIDERS[1:]}
        assert refusals == {403}, f"{method} {address}"


@pytest.mark.parametrize("kind", ["hidden", "hidden_forum", "staff"])
def test_what_one_may_not_see_is_as_good_as_not_there(walk: Walk, kind: str) -> None:
    wrong = []
    for rule, method in walk.routes():
        if not {"id", "proposal_id", "duty_id", "opinion_id"} & rule.arguments:
            continue
        there, nowhere = walk.address(rule, kind), walk.address(rule, kind, NOWHERE)
        for who in set(EVERYBODY) - SEES[kind]:
            if told(walk.ask(who, method, there), there) != told(walk.ask(who, method, nowhere), nowhere):
                wrong.append(f"{who} {method} {there}")
    assert not wrong, "\n".join(wrong)


def told(answer: TestResponse, address: str) -> tuple[int, str, str]:
    """What an answer says, without what differs because the addresses and the hidden tokens differ."""
    body = CHANGES.sub("", answer.get_data(as_text=True)).replace(address, "here")
    numbers = re.sub(r"/\d+", "/n", answer.headers.get("Location", ""))
    return answer.status_code, re.sub(r"%2F\d+", "%2Fn", numbers), re.sub(r"/\d+", "/n", body)


@pytest.mark.parametrize("kind", sorted(SEES))
def test_whoever_may_see_it_does(walk: Walk, kind: str) -> None:
    page = f"/proposals/{walk.city.proposals[kind]}"
    for who in EVERYBODY:
        expected = 200 if who in SEES[kind] else 404
        assert walk.ask(who, "GET", page).status_code == expected, who
    for who in SEES[kind] - {"proposer"}:
        assert walk.ask(who, "GET", f"/desk{page}").status_code == 200, who


def test_what_is_out_of_sight_is_in_no_list(walk: Walk) -> None:
    searches = ["/proposals?q=감춘", "/proposals?q=준비하는", "/proposals?sort=support", "/proposals?stage=forum",
                "/deliberations?when=coming", "/results?show=promises", "/ask", "/desk/opinions"]  # fmt: skip
    pages = [walk.address(rule) for rule, method in walk.routes() if method == "GET"]
    for who in EVERYBODY:
        unseen = {HIDDEN_WORDS, STAFF_WORDS}
        unseen -= {HIDDEN_WORDS} if who in SEES["hidden"] else set()
        unseen -= {STAFF_WORDS} if who in SEES["staff"] else set()
        for address in pages + searches:
            body = walk.ask(who, "GET", address).get_data(as_text=True)
            assert not [words for words in unseen if words in body], f"{who} {address}"


@pytest.mark.parametrize("primed", [False, True], ids=["fresh", "primed"])
def test_no_form_is_taken_without_its_token(walk: Walk, primed: bool) -> None:
    if primed:
        prime(walk)
    foreign = Seal(walk.city.app).token
    for rule, method in walk.routes():
        if method in SAFE:
            continue
        address = walk.address(rule)
        for who in ("visitor", "member", "proposer", "operator", "lead", "admin"):
            for data in ({}, {"csrf_token": ""}, {"csrf_token": foreign}, {"csrf_token": "x.y.z"}):
                assert walk.ask(who, method, address, data=data).status_code == 400, f"{who} {address} {data}"


def prime(walk: Walk) -> None:
    """What anybody can send beforehand: reading, a right form, a wrong one, other methods, other kinds of data."""
    for address in ("/", "/sign-in", "/proposals", "/nowhere", "/demo"):
        assert walk.ask("visitor", "GET", address).status_code in (200, 404)
        walk.ask("visitor", "OPTIONS", address)
    assert walk.ask("visitor", "POST", "/sign-out").status_code == 302
    assert walk.ask("visitor", "POST", "/proposals").status_code in (400, 405)
    assert walk.ask("visitor", "POST", "/sign-in", json={"csrf_token": walk.seal.token}).status_code == 400
    assert walk.ask("visitor", "PUT", "/sign-in").status_code in (400, 405)


def test_nothing_lists_people_by_their_numbers(walk: Walk) -> None:
    for rule, method in walk.routes():
        if "account_id" not in rule.arguments:
            continue
        assert rule.rule.startswith("/desk/people/"), rule.rule
        one = walk.address(rule)
        none = one.replace(f"/people/{walk.city.people['aide']}", f"/people/{NOWHERE}")
        for who in ANYBODY - {"admin"}:
            assert told(walk.ask(who, method, one), one) == told(walk.ask(who, method, none), none), (
                f"{who} {one}"
            )
    for number in walk.city.people.values():
        for shape in (f"/people/{number}", f"/users/{number}", f"/accounts/{number}", f"/me/{number}"):
            assert walk.ask("member", "GET", shape).status_code == 404
