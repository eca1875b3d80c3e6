"""The lists of my page: how each begins, and all of it page by page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from demosx import testing
from demosx.core import clock
from demosx.core.db import db
from demosx.core.paging import SIZE
from demosx.core.web import Application
from demosx.journey.models import Participation, Visit
from demosx.opinions.services import say
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.people.views.account import ON_MY_PAGE
from demosx.proposals.models import Proposal
from demosx.stages.deliberation.models import Deliberation
from demosx.stages.deliberation.queries import voted_in
from demosx.stages.support.services import support
from tests.visiting import Page, Person

MANY = SIZE + 3


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with testing.at("2019-02-10 12:00"):
        yield


@pytest.fixture
def member(app: Flask) -> Account:
    return testing.account("많이 하는 주민")


def titles(page: Page, part: str) -> list[str]:
    """What is listed in a part of the page."""
    return [card.text for card in page.root.one("section", id=part).all("h3")]


def file_many(by: Account) -> list[Proposal]:
    """As many as nobody may file on one day."""
    filed = []
    for number in range(MANY):
        with testing.at(f"2019-02-{number // 8 + 1:02} {number % 8 + 8:02}:00"):
            filed.append(testing.proposal(by, title=f"제안 {number:02}"))
    return filed


@pytest.mark.parametrize(("name", "own"), [("proposals", True), ("supports", False)])
def test_a_list_goes_on_beyond_its_beginning(app: Application, member: Account, name: str, own: bool) -> None:
    filed = file_many(member if own else testing.account("다른 주민"))
    if not own:
        for proposal in filed:
            support(proposal, actor=actor_of(member.id))
    db.session.commit()
    person, part = Person(app, member.id), f"my-{name}"
    page = person.open("/me")
    newest = [f"제안 {number:02}" for number in reversed(range(MANY))]
    assert titles(page, part) == newest[:ON_MY_PAGE]
    (onward,) = [link for link in page.root.one(id=part).all("a") if "/me/all/" in link.attributes["href"]]
    page = person.open(onward.attributes["href"])
    assert titles(page, part) == newest[:SIZE]
    page = person.open(page.root.one("a", rel="next").attributes["href"])
    assert titles(page, part) == newest[SIZE:] and not page.root.all("a", rel="next")
    assert titles(person.open(page.root.one("a", rel="prev").attributes["href"]), part) == newest[:SIZE]


def test_a_short_list_leads_nowhere(app: Application, member: Account) -> None:
    testing.proposal(member)
    db.session.commit()
    Person(app, member.id).open("/me").hides("/me/all/")


def test_what_somebody_said_goes_on_too(app: Application, member: Account) -> None:
    proposal = testing.proposal(member)
    for number in range(MANY):
        say(proposal, f"의견 {number:02}", actor=actor_of(member.id))
    db.session.commit()
    person = Person(app, member.id)
    assert "/me/all/opinions" in person.open("/me").html
    page = person.open("/me/all/opinions")
    page.shows("의견 22", "의견 03")
    page.hides("의견 02<")
    person.open(page.root.one("a", rel="next").attributes["href"]).shows("의견 02", "의견 00")


def test_votes_are_read_page_by_page(app: Flask, member: Account) -> None:
    for number in range(3):
        proposal = testing.proposal(member, title=f"투표 {number}")
        visit = Visit(proposal_id=proposal.id, number=90, stage="deliberation", kind="deliberation",
                      entered_at=clock.now() - timedelta(days=3), left_at=clock.now(),
                      version_id=proposal.version_id)  # fmt: skip
        db.session.add(visit)
        db.session.flush()
        db.session.add_all([
            Deliberation(visit_id=visit.id, proposal_id=proposal.id),
            Participation(proposal_id=proposal.id, visit_number=90, account_id=member.id, voted=True),
        ])  # fmt: skip
    db.session.flush()
    first = voted_in(member.id, None, 2)
    assert [found.proposal.title for found in first.items] == ["투표 2", "투표 1"]
    second = voted_in(member.id, first.next, 2)
    assert [found.proposal.title for found in second.items] == ["투표 0"] and second.next is None


@pytest.mark.parametrize("name", ["notices", "nothing"])
def test_what_is_no_list_has_no_pages(app: Application, member: Account, name: str) -> None:
    db.session.commit()
    Person(app, member.id).open(f"/me/all/{name}", 404)
