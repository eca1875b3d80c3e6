"""What no keyboard makes: in every field of every form, in every address, in every question. Never an error of ours."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest

from demosx import testing
from tests.route_access import ACCESS
from tests.small_city import NOW, SmallCity
from tests.test_routes import Walk
from tests.threats.conftest import Ask
from tests.visiting import Form, Page, Seal

JUNK: dict[str, Any] = {
    "NUL": "a\0b",
    "lone surrogate": b"\xed\xa0\x80",
    "broken UTF-8": b"\xff\xfe\xc3(",
    "decomposed Hangul": "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "emoji": "👩‍👩‍👧‍👦🇰🇷🏳️‍🌈",
    "right to left": "\u202egnp.exe\u2066",
    "huge number": "9" * 400,
    "number of a row that cannot be": str(2**63),
    "negative": "-1",
    "not a number": "NaN",
    "no day": "2019-13-45",
    "last day there is": "9999-12-31",
    "template": "{{7*7}}%(x)s%s{0}",
    "statement": "1' OR '1'='1'; DROP TABLE proposal;--",
    "path": "../../../etc/passwd",
    "header": "x\r\nSet-Cookie: a=b",
    "long": "가" * 21_000,
    "space": "\u3000\u200b\ufeff",
}
TAKEN_DIFFERENTLY = (
    "NUL",
    "lone surrogate",
    "broken UTF-8",
    "emoji",
    "huge number",
    "number of a row that cannot be",
    "last day there is",
    "statement",
    "long",
)
"""What one database may well take and another refuse; of the rest each is the same to all, and tried on one."""
KINDS = [
    kind if kind in TAKEN_DIFFERENTLY else pytest.param(kind, marks=pytest.mark.one_database) for kind in JUNK
]
TRIED = ("admin", "lead", "operator", "official", "planner", "officer", "proposer", "visitor")
QUESTIONS = (
    "q stage area district department origin state sort period from to page opinions side more thread when show "
    "verdict process day commitment part back next language at"
).split()
PLACES = {
    "visitor": "/ /sign-in /join /forgot /proposals /proposals/{open} /deliberations /deliberations/{open_forum_visit} "
               "/ask /results /results?show=promises /open/overdue /how /language",
    "member": "/account /proposals/new /proposals/{open} /deliberations/{open_forum_visit} /me",
    "proposer": "/proposals/{open} /proposals/{open}/edit /opinions/{open_opinion}/edit",
    "operator": "/desk /desk/undated /desk/arrivals /desk/board /desk/board/citizen/support /desk/opinions "
                "/desk/proposals/{open} /desk/proposals/{review} /desk/proposals/{forum} /desk/duties/{open_duty} "
                "/desk/proposals/{execution}/updates /desk/proposals/{execution}/commitments "
                "/desk/proposals/{open}/documents /desk/proposals/{open}/documents/new "
                "/desk/proposals/{open}/documents/{open_document} /desk/proposals/{open}/departments "
                "/desk/proposals/{review}/agenda /desk/proposals/{forum}/deliberation",
    "officer": "/desk/proposals/{open}/answers/department_answer",
    "planner": "/desk/proposals/{review}",
    "lead": "/desk/proposals/{open}/override /desk/duties/{open_duty}",
    "admin": "/desk/people /desk/people/new /desk/people/{person} /desk/departments /desk/departments/{department} "
             "/desk/departments/{department}/posts/{post} /desk/mail",
}  # fmt: skip


def places(city: SmallCity) -> Iterator[tuple[str, str]]:
    """Who opens which page."""
    numbers = {**city.proposals, **city.numbers, "person": city.people["aide"]}
    named = [(who, address.format(**numbers)) for who, line in PLACES.items() for address in line.split()]
    yield from named
    yield from everywhere(city, {address for _who, address in named})


def everywhere(city: SmallCity, known: set[str]) -> Iterator[tuple[str, str]]:
    """Every other page there is, with somebody who reaches it: what a new room brings is tried without being named."""
    walk = Walk(city)
    for rule, method in walk.routes():
        a_file = rule.rule.startswith("/theme") or "." in rule.rule.rpartition("/")[2]
        if method != "GET" or a_file or rule.endpoint not in ACCESS:
            continue
        address = walk.address(rule)
        if address not in known:
            yield next((person for person in TRIED if person in ACCESS[rule.endpoint]), "lead"), address


@pytest.fixture(scope="module")
def offered(city: SmallCity) -> list[tuple[str, Form]]:
    """Every form that is anywhere, once, with somebody to whom it is offered; signing out would end the test."""
    seal, client = Seal(city.app), city.app.test_client(use_cookies=False)
    found: dict[tuple[str, str], tuple[str, Form]] = {}
    with testing.at(NOW):
        for who, address in places(city):
            headers = {"Cookie": seal.cookie(city.secrets[who]), "Accept": "text/html"}
            for form in Page(client.get(address, headers=headers)).forms:
                names = " ".join(sorted({element.attributes["name"] for element in form.fields}))
                found.setdefault((form.action, names), (who, form))
    return [value for key, value in found.items() if not key[0].startswith("/sign-out")]


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("kind", KINDS)
def test_junk_in_a_field_is_no_error_of_ours(offered: list[tuple[str, Form]], ask: Ask, kind: str) -> None:
    assert len(offered) > 40
    for who, form in offered:
        kept = {name: value for name, value in form.filled() if name != "csrf_token"}
        for name in kept:
            answer = ask(who, "POST", form.action.partition("#")[0], **{**kept, name: JUNK[kind]})
            assert answer.status_code < 500, f"{who} {form.action} {name} with {kind}: {answer.status_code}"


@pytest.mark.usefixtures("undone")
def test_a_file_in_the_place_of_a_text_is_no_error_of_ours(offered: list[tuple[str, Form]], ask: Ask) -> None:
    for who, form in offered:
        kept = {name: value for name, value in form.filled() if name != "csrf_token"}
        for name in kept:
            file = (BytesIO(b"<svg/>"), "text.svg")
            answer = ask(who, "POST", form.action.partition("#")[0], **{**kept, name: file})
            assert answer.status_code < 500, f"{who} {form.action} {name}: {answer.status_code}"


@pytest.mark.parametrize("kind", KINDS)
def test_junk_in_a_question_is_no_error_of_ours(city: SmallCity, ask: Ask, kind: str) -> None:
    if kind == "long":
        return
    asked = "&".join(f"{name}={quote(JUNK[kind])}" for name in QUESTIONS)
    for who, address in places(city):
        answer = ask(who, "GET", f"{address}{'&' if '?' in address else '?'}{asked}")
        assert answer.status_code < 500, f"{who} {address} with {kind}: {answer.status_code}"


@pytest.mark.parametrize("kind", KINDS)
def test_junk_in_an_address_is_no_page(city: SmallCity, ask: Ask, kind: str) -> None:
    junk = quote(JUNK[kind], safe="")[:2000]
    for rule in city.app.url_map.iter_rules():
        if "<" not in rule.rule or "GET" not in (rule.methods or ()):
            continue
        address = "/" + "/".join(junk if "<" in part else part for part in rule.rule.strip("/").split("/"))
        # What nobody in this city may do is asked for by the one who may do most.
        who = next((person for person in TRIED if person in ACCESS[rule.endpoint]), "lead")
        answer = ask(who, "GET", address)
        assert answer.status_code in (301, 302, 308, 400, 403, 404), f"{who} {address}: {answer.status_code}"
