"""Whom did we reach: measured by how many live where, with words that mean one thing each."""

import pytest
from flask import Flask

from demosx.core import terms
from demosx.core.db import db, transaction
from demosx.core.permissions import Actor
from demosx.events.models import Event, Registration
from demosx.intake.reach import Reached, compared
from demosx.triage import terms as keeping
from tests.intake.conftest import Say
from tests.visiting import Page, Person


def row(key: str, people: int, came: int = 0) -> Reached:
    return Reached(key, key, people, people, came, came, False, 0.0)


def test_districts_are_measured_by_who_lives_there() -> None:
    rows = [row("big", 30), row("small", 30), row("silent", 0), row("unknown", 5), row("", 2)]
    found, average = compared(rows, {"big": 100_000, "small": 10_000, "silent": 10_000})
    assert average == pytest.approx(5.0)
    assert [(one.rate, one.low, one.missed) for one in found] == [
        (3.0, False, False), (30.0, False, False), (0.0, False, True), (None, False, False), (None, False, False),
    ]  # fmt: skip


def test_less_than_half_of_the_average_is_little() -> None:
    found, average = compared(
        [row("a", 30), row("b", 3, came=9), row("c", 3, came=11)], dict.fromkeys("abc", 10_000)
    )
    assert average == pytest.approx(50 / 3)
    assert [(one.key, one.low) for one in found] == [("a", False), ("b", False), ("c", False)]
    found, _average = compared([row("a", 30), row("b", 3), row("c", 3)], dict.fromkeys("abc", 10_000))
    assert [one.low for one in found] == [False, True, True]


def test_nothing_is_compared_where_nothing_is_known() -> None:
    assert compared([row("a", 30)], {}) == ([row("a", 30)], None)


def test_the_page_says_it_in_words(app: Flask, desk: Person, operator: Actor, event: Event, say: Say) -> None:
    near, far = terms.districts()
    page = Page(desk.client.get("/desk/intake/reach"))
    assert "평균의 절반 아래" not in page.text and page.root.all("a", href="/desk/triage/terms/district")
    for number in range(8):
        say(event_id=event.id, district=near, person=str(number))
    say(event_id=event.id, district=far, person="9")
    with transaction():
        for key in (near, far):
            names = terms.known("district").names[key]
            keeping.change("district", key, names, True, operator, population=20_000)
        event.came = 40
        db.session.add(Registration(
            event_id=event.id, digest="d", name="가", people=3, at=event.created_at, checked_in_at=event.starts_at,
        ))  # fmt: skip
    page = Page(desk.client.get("/desk/intake/reach"))
    _groups, table = page.root.all("table", css="reach")
    cells = {
        line.one("th").text: [cell.text for cell in line.all("td")] for line in table.one("tbody").all("tr")
    }
    names = {key: next(name for name in cells if name.startswith(terms.term_name("district", key)))
             for key in (near, far)}  # fmt: skip
    assert (cells[names[near]][-1], cells[names[far]][-1]) == ("4", "0.5")
    assert "평균의 절반 아래" in names[far] and "평균의 절반 아래" not in names[near]
    assert cells["말하지 않음"][-1] == "– 모름"
    assert "온 분 모두 40" in page.text and "신청하고 온 분" in table.text and "참석" not in page.text
