"""Every address, every method, every role: whoever may not, does not; and what is out of sight is nowhere."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import pytest
from flask import url_for
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from demosx import testing
from demosx.consent.services import agree_to_all
from demosx.core import clock
from demosx.core.db import db, transaction
from demosx.core.web import SAFE
from demosx.events import services as events
from demosx.events.models import Registration
from demosx.intake.entering import Said, enter
from demosx.intake.models import Sheet
from demosx.people import api_tokens
from demosx.people.bearer import PERSONAL
from demosx.people.looks import AccessLog
from demosx.people.models import Account, RoleGrant
from demosx.people.services import admit, create_account, grant
from demosx.proposals.writing_models import MergeCandidate
from demosx.triage.models import DayLog, Label, ReplyTemplate
from tests.route_access import ACCESS, ANYBODY, NOTHING_THERE, SEES, STEPS, WITHOUT_TOKEN
from tests.small_city import HIDDEN_WORDS, NOW, PEOPLE, STAFF, STAFF_WORDS, SmallCity
from tests.visiting import Seal

NOWHERE = 999_999
EVERYBODY = ("visitor", *PEOPLE)
OUTSIDERS = ("visitor", "unconfirmed", "member", "proposer")
ABOUT = {"review_desk": "review", "deliberation_desk": "forum", "execution_desk": "execution"}
CHOICES = {"people.change": "email", "people.desk_suspend": "suspend", "consent.change": "news"}
CHANGES = re.compile(r'name="csrf_token" value="[^"]*"')


# Who else comes, and whom they are like: a session whose owner was suspended meanwhile, a child whose guardian has not
# agreed, an operator who has shown no second factor, a member who has not agreed to the terms.
STAND_INS = {"suspended": "visitor", "child": "unconfirmed", "held_back": "member", "not_agreed": "member"}

# Whose role is limited to a part of the site.
LIMITED = {
    "limited_admin": RoleGrant(role="admin", process="citizen"),
    "limited_lead": RoleGrant(role="lead", panel="agenda"),
    "limited_official": RoleGrant(role="official"),  # to a department
}
# Permissions without a check that do not concern the whole site: what they open asks again with a proposal or a
# process, or shows only what is within the limits.
ASKED_AGAIN = {"desk:see", "duty:complete", "proposal:create_agency"}


ASKING_WHY = frozenset({"events_desk.people"})
"""Where somebody says first why they look at personal data, which no script can."""


class Walk:
    """Requests as anybody in the small city. Nothing that they do stays."""

    def __init__(self, city: SmallCity) -> None:
        self.city = city
        self.seal = Seal(city.app)
        self.client = city.app.test_client(use_cookies=False)

    def ask(self, who: str, method: str, address: str, **more: Any) -> TestResponse:
        """The answer to one person; a form that is sent has its token and no more, unless `more` says otherwise."""
        headers = {"Accept": "text/html", "Accept-Language": "en"}
        if who in self.city.tokens:
            return self.client.open(
                address, method=method, headers=headers | {"Authorization": self.city.tokens[who]}, **more
            )
        headers["Cookie"] = self.seal.cookie(self.city.secrets[who])
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
            "filename": "css/base.css", "check": "code", "kind": "proposal", "part": "supports",
            "month": "2019-01", "day": "2019-01-01", "name": "department_answer", "what": CHOICES.get(rule.endpoint),
            "revision": NOWHERE, "addition_id": NOWHERE,
            "discount_id": NOWHERE, "job_id": NOWHERE, "account_id": self.city.people["aide"],
            "proposal_id": self.city.proposals[kind], "id": self.city.proposals[kind],
        }  # fmt: skip
        if room in things:
            holder = kind if room == "opinions" else about or "forum"
            values["id"] = self.city.numbers.get(f"{holder}_{things[room]}", NOWHERE)
        values |= self.beside(rule.endpoint, about)
        for name in ("department", "post", "grant", "letter"):
            values[f"{name}_id"] = self.city.numbers[name]
        for name in ("duty", "document", "opinion", "passkey", "session", "identity"):
            values[f"{name}_id"] = self.city.numbers.get(f"{kind}_{name}", NOWHERE)
        values |= rule.defaults or {}
        if number is not None:
            values |= dict.fromkeys(("id", "proposal_id", "duty_id", "document_id", "opinion_id"), number)
        with self.city.app.test_request_context():
            return url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})

    def beside(self, endpoint: str, about: str) -> dict[str, Any]:
        """What stands in addresses of things that belong to no proposal; none of them is `about` a hidden one."""
        room = endpoint.partition(".")[0]
        things = {
            "events": "event", "events_desk": "event", "triage.label": "label", "triage.reply": "template",
            **dict.fromkeys(("intake.entry", "intake.correct", "intake.remove"), "entry"),
            **dict.fromkeys(("intake.sheet", "intake.row", "intake.take", "intake.leave"), "sheet"),
        }  # fmt: skip
        thing = things.get(endpoint) or things.get(room)
        values = {"id": NOWHERE if about else self.city.numbers[thing]} if thing else {}
        values |= {"registration_id": self.city.numbers["registration"]}
        if room == "triage":
            return values | {"kind": "area", "key": "transport", "way": "up", "day": "2019-02-09"}
        if room == "merge_candidates" and not about:
            values |= {"id": self.city.proposals["forum"]}
        return values | {"way": "came", "other_id": self.city.proposals["open"]}

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
    made = SmallCity(app)
    settle_others(made)
    settle_things(made)
    yield made
    with app.app_context():
        db.engine.dispose()


def settle_others(city: SmallCity) -> None:
    """People who may less than they seem to, and scripts."""
    with city.app.app_context(), testing.at(NOW):
        with transaction():
            for name in STAND_INS:
                account = create_account(name, email=f"{name}@example.org")
                db.session.flush()
                if name != "not_agreed":
                    agree_to_all(account.id)
                if name in ("suspended", "held_back"):
                    grant(account, "operator")
                account.awaits_guardian = name == "child"
                city.secrets[name] = admit(account, factor=name != "held_back")
                if name == "suspended":
                    account.suspended_at = clock.wall()  # by itself: the row of the session is still there
        with transaction():
            for name, given in LIMITED.items():
                account = create_account(name, email=f"{name}@example.org")
                db.session.flush()
                agree_to_all(account.id)
                office = city.numbers["department"] if name == "limited_official" else None
                db.session.add(
                    RoleGrant(
                        account_id=account.id, role=given.role, process=given.process, panel=given.panel,
                        department_id=office, granted_at=clock.now(),
                    )
                )  # fmt: skip
                city.secrets[name] = admit(account, factor=True)
        with transaction():
            operator = db.session.get_one(Account, city.people["operator"])
            city.scope = api_tokens.possible(city.actor("operator"))
            for name, scope in (("script", city.scope), ("bare_script", frozenset({"desk:see"}))):
                _made, secret = api_tokens.create(operator, name, scope)
                city.tokens[name] = f"Bearer {secret}"
            made = db.session.get_one(api_tokens.ApiToken, _made.id)
            made.scope = ""


def settle_things(city: SmallCity) -> None:
    """An event of the department of transport that somebody comes to, what was entered there and a spreadsheet that
    waits, a label, a template, the log of a day, two proposals that are alike."""
    with city.app.app_context(), testing.at(NOW), transaction():
        now, operator = clock.now(), city.actor("operator")
        starts = now + timedelta(days=1)
        event = events.create(
            events.Said(
                "workshop", "워크숍", starts, starts + timedelta(hours=2), registration=True,
                department_id=city.numbers["department"],
            ),
            operator,
        )  # fmt: skip
        events.publish(event, operator)
        things: dict[str, Any] = {
            "registration": Registration(
                event_id=event.id, name="손님", contact="b@example.org", digest="d", at=now
            ),
            "label": Label(key="night", names={"ko": "밤", "en": "Night"}, public=True),
            "template": ReplyTemplate(name="민원", text="민원입니다."),
            "sheet": Sheet(
                event_id=event.id, name="a.csv", sha256="0" * 64, uploaded_by=operator.id, uploaded_at=now,
                rows=[{"number": 1, "cells": {"title": "막차", "text": "늦게"}, "skip": False}],
            ),
        }  # fmt: skip
        said = Said(
            str(UUID(int=1)), "proposal", "workshop", "글", True, title="의자를 놓아 주세요", event_id=event.id
        )  # fmt: skip
        city.numbers["entry"] = enter(said, actor=operator).entry.id
        one, other = city.proposals["forum"], city.proposals["open"]
        db.session.add(DayLog(day=date(2019, 2, 9), facts={}, text="조용한 하루", written_at=now))
        db.session.add(MergeCandidate(proposal_id=one, other_id=other, score=0.9, found_at=now))
        db.session.add_all(things.values())
        db.session.flush()
        city.numbers |= {name: thing.id for name, thing in things.items()} | {"event": event.id}


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


def test_whoever_is_held_back_reaches_what_others_like_them_do(walk: Walk) -> None:
    wrong = []
    for rule, method in walk.routes():
        address = walk.address(rule)
        for who, like in STAND_INS.items():
            answer = walk.ask(who, method, address)
            # On pages about oneself, which take no permission, one page may well lead to another first.
            view = walk.city.app.view_functions[rule.endpoint]
            personal = rule.endpoint.partition(".")[0] in PERSONAL and ":" not in getattr(view, "access", "")
            there = reaches(answer, rule) and (personal or not step_of(answer))
            wanted = like in ACCESS[rule.endpoint]
            first = step_of(answer) == STEPS.get(who, "-")  # what they have to do before the page opens
            if answer.status_code >= 500 or (there is not wanted and not (first and not there)):
                wrong.append(
                    f"{who} {method} {address}: {answer.status_code} {answer.headers.get('Location')}"
                )
    assert not wrong, "\n".join(wrong)


def test_whoever_is_held_back_does_nothing_of_what_they_are_held_back_from(walk: Walk) -> None:
    book = walk.city.app.extensions["demosx_permissions"]
    staff = {word for word in book.sentences if word not in book.roles["member"]}
    for rule, method in walk.routes():
        access = getattr(walk.city.app.view_functions[rule.endpoint], "access", "")
        freely = getattr(walk.city.app.view_functions[rule.endpoint], "freely", False)
        if access in staff:
            held = walk.ask("held_back", method, walk.address(rule))
            expected = access in book.roles["operator"]
            assert (step_of(held) == "identity.second_factor") is expected, f"{method} {rule.rule}"
            assert expected or held.status_code == 403, f"{method} {rule.rule}"
        elif access in book.sentences and not freely:
            asked = walk.ask("not_agreed", method, walk.address(rule))
            assert step_of(asked) == "consent.agree", f"{method} {rule.rule}"


def test_a_role_that_is_limited_opens_nothing_that_concerns_the_whole_site(walk: Walk) -> None:
    book = walk.city.app.extensions["demosx_permissions"]
    opened = set()
    for rule, method in walk.routes():
        access = getattr(walk.city.app.view_functions[rule.endpoint], "access", "")
        if access not in book.everywhere and not rule.endpoint.startswith("oversight.permissions"):
            continue
        opened.add(access)
        for who in LIMITED:
            answer = walk.ask(who, method, walk.address(rule))
            assert answer.status_code == 403, f"{who} {method} {rule.rule}: {answer.status_code}"
    assert book.everywhere <= opened, "each has a route"
    for who in LIMITED:
        assert walk.ask(who, "GET", "/desk").status_code == 200, f"{who} has what is within the limit"


def test_each_permission_asks_again_with_a_subject_or_concerns_the_whole_site(walk: Walk) -> None:
    book = walk.city.app.extensions["demosx_permissions"]
    unasked = {word for word in book.sentences if word not in book.checks} - book.roles["member"]
    assert unasked - book.everywhere == ASKED_AGAIN, "declare it with a check, or everywhere=True"
    assert not book.everywhere & set(book.checks)


def test_a_script_reaches_what_its_token_may_and_no_page_for_people(walk: Walk) -> None:
    """`script` acts for an operator with everything that a token of theirs may have, `bare_script` with nothing."""
    wrong = []
    scope = walk.city.scope
    for rule, method in walk.routes():
        view = walk.city.app.view_functions[rule.endpoint]
        access = getattr(view, "access", "")
        address = walk.address(rule)
        for who, may in (("script", scope), ("bare_script", frozenset[str]())):
            answer = walk.ask(who, method, address)
            if access == "public":
                expected = method in SAFE and rule.endpoint.partition(".")[0] not in PERSONAL
                expected = expected and rule.endpoint != "proposals.new"  # which asks who may propose
                if rule.endpoint == "files.place":  # which asks who may change what lies there
                    expected = "proposal:hide" in may
            else:
                expected = access in may and "operator" in ACCESS[rule.endpoint]
                expected = expected and rule.endpoint not in ASKING_WHY
            if answer.status_code >= 500 or reaches(answer, rule) is not expected:
                wrong.append(
                    f"{who} {method} {address}: {answer.status_code}, expected to reach it: {expected}"
                )
    assert not wrong, "\n".join(wrong)


def step_of(answer: TestResponse) -> str:
    """To which page somebody is sent who has to do something first; empty for any other answer."""
    if answer.status_code != 302 or "next=" not in answer.headers["Location"]:
        return ""
    path = answer.headers["Location"].partition("?")[0]
    known = {
        "/second-factor": "identity.second_factor",
        "/agree": "consent.agree",
        "/account/guardian": "people.awaiting_guardian",
    }
    return known.get(path, path)


def test_the_desk_is_for_staff(walk: Walk) -> None:
    # A tablet at a stall asks these also when nobody is signed in, and is told no more than that.
    told = {"intake.ready", "intake.worker"}
    desk = [
        (rule, method)
        for rule, method in walk.routes()
        if rule.rule.startswith("/desk") and rule.endpoint not in told
    ]
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
    word = re.compile(r"act%3D\w+")  # of what waits, drawn anew each time
    body = word.sub("act", CHANGES.sub("", answer.get_data(as_text=True))).replace(address, "here")
    numbers = word.sub("act", re.sub(r"/\d+", "/n", answer.headers.get("Location", "")))
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
            body = walk.ask(who, "GET", address).get_data().decode("utf-8", "replace")  # some are pictures
            assert not [words for words in unseen if words in body], f"{who} {address}"


@pytest.mark.parametrize("primed", [False, True], ids=["fresh", "primed"])
def test_no_form_is_taken_without_its_token(walk: Walk, primed: bool) -> None:
    if primed:
        prime(walk)
    foreign = Seal(walk.city.app).token
    turns = cycle([{}, {"csrf_token": ""}, {"csrf_token": foreign}, {"csrf_token": "x.y.z"}])
    for rule, method in walk.routes():
        if method in SAFE or rule.endpoint in WITHOUT_TOKEN:
            continue
        address = walk.address(rule)
        people = ("visitor", "member", "proposer", "operator", "lead", "admin", *STAND_INS)
        # Each form is sent without, with an empty, a foreign and an invented one, by people who take turns.
        for who, data in zip((*people, people[0]), turns, strict=False):
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


def test_no_page_of_the_desk_shows_an_address_without_a_line_in_the_log(walk: Walk) -> None:
    """Of somebody else, whole: a page that does has noted the look, and in whose name, before it is sent."""
    shown = []
    for rule, method in walk.routes():
        if method != "GET" or not rule.rule.startswith("/desk"):
            continue
        for who in (*STAFF, "script"):
            with walk.city.app.app_context():
                before = db.session.scalar(select(func.max(AccessLog.id))) or 0
                body = walk.ask(who, "GET", walk.address(rule)).get_data()
                theirs = [
                    name
                    for name in walk.city.people
                    if f"{name}@example.org".encode() in body and name != who
                ]
                lines = db.session.scalars(select(AccessLog).where(AccessLog.id > before)).all()
            if theirs:
                shown.append(rule.endpoint)
                reader = walk.city.people["operator" if who == "script" else who]
                assert lines and {line.account_id for line in lines} == {reader}, (
                    f"{who} {rule.rule}: {theirs}"
                )
    assert "people.desk_person" in shown, "where the address stands whole"


def test_no_page_about_a_person_opens_without_a_line_in_the_log(walk: Walk) -> None:
    """Each page whose address names somebody, and whatever else is asked about one: in whose name, and of whom."""
    aide = walk.city.people["aide"]
    asked = [(rule.endpoint, walk.address(rule)) for rule, method in walk.routes()
             if method == "GET" and "account_id" in rule.arguments]  # fmt: skip
    asked += [
        ("oversight.why", f"/desk/permissions/why?person={aide}&permission=desk:see"),
        ("oversight.why", "/desk/permissions/why?person=aide"),
    ]
    assert {"identity.desk_factors", "privacy.forget", "verification.person"} < {name for name, _ in asked}
    for endpoint, address in asked:
        for who in ACCESS[endpoint]:
            line = line_of(walk, who, address)
            assert (line.account_id, line.person_id) == (walk.city.people[who], aide), f"{who} {address}"
    for who in ("lead", "admin"):
        assert line_of(walk, who, "/desk/looks").what == "looks"


def line_of(walk: Walk, who: str, address: str) -> AccessLog:
    """The one line that a look has left in the log."""
    with walk.city.app.app_context():
        before = db.session.scalar(select(func.max(AccessLog.id))) or 0
        assert walk.ask(who, "GET", address).status_code == 200, f"{who} {address}"
        return db.session.scalars(select(AccessLog).where(AccessLog.id > before)).one()


def test_nothing_lists_people_by_their_numbers(walk: Walk) -> None:
    for rule, method in walk.routes():
        if "account_id" not in rule.arguments:
            continue
        assert rule.rule.startswith("/desk/people/"), rule.rule
        one = walk.address(rule)
        none = one.replace(f"/people/{walk.city.people['aide']}", f"/people/{NOWHERE}")
        for who in ANYBODY - ACCESS[rule.endpoint]:
            assert told(walk.ask(who, method, one), one) == told(walk.ask(who, method, none), none), (
                f"{who} {one}"
            )
    for number in walk.city.people.values():
        for shape in (f"/people/{number}", f"/users/{number}", f"/accounts/{number}", f"/me/{number}"):
            assert walk.ask("member", "GET", shape).status_code == 404
