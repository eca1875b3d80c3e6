"""What everybody sees of merging: pages, lists, the support button, my page; and what nobody may see."""

from collections.abc import Callable

import pytest

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.core.web import Application
from demosx.proposals.models import Proposal
from demosx.proposals.services import hide
from tests.counting import queries
from tests.merging.acts import joined, let_support
from tests.merging.conftest import crowd
from tests.visiting import Person

File = Callable[..., Proposal]


def test_it_stands_in_no_open_list_but_is_found(
    now: None, file: File, visitor: Person, operator: Actor
) -> None:
    one, other = file("심야 버스"), file("밤 버스")
    joined(one, other, operator)
    for address in (
        "/",
        "/proposals",
        "/proposals?sort=support",
        "/proposals?state=open",
        "/proposals?stage=support",
    ):
        visitor.open(address).hides("심야 버스")
    for address in ("/proposals?q=심야", "/proposals?state=ended"):
        card = visitor.open(address).main.one("article")
        assert card.one(css="chip").text == "병합됨"
        assert card.one(css="card-onward").one("a").attributes["href"] == f"/proposals/{other.id}"


@pytest.mark.parametrize("hidden", ["one", "other"])
def test_nothing_leads_to_what_is_hidden(
    now: None, file: File, visitor: Person, desk: Person, operator: Actor, hidden: str
) -> None:
    one, other = file("심야 버스"), file("밤 버스")
    joined(one, other, operator)
    gone, stays = (one, other) if hidden == "one" else (other, one)
    hide(gone, "이름이 적혀 있습니다.", operator)
    db.session.commit()
    pages = [
        f"/proposals/{stays.id}",
        f"/proposals/{stays.id}/merged",
        "/proposals?q=버스",
        "/proposals?state=ended",
    ]
    for address in pages:
        visitor.open(address).hides(gone.title, f'href="/proposals/{gone.id}"')
    visitor.open(f"/proposals/{gone.id}/merged", status=404)
    desk.open(f"/desk/proposals/{stays.id}").shows(gone.title)


def test_the_button_says_that_one_counts_already(
    now: None, app: Application, file: File, operator: Actor
) -> None:
    one, other, (a,) = file(), file(), crowd(1)
    let_support(one, a)
    person = Person(app, a.id)
    before = person.open(f"/proposals/{other.id}").form(to="/support")
    joined(one, other, operator)
    person.send(before).shows("이미 공감하신 것으로 집계되어 있습니다.")
    page = person.open(f"/proposals/{other.id}")
    page.shows("공감을 취소하면 두 곳 모두에서 빠집니다.")
    mine = person.open("/me").root.one("section", id="my-supports")
    assert [link.attributes["href"] for link in mine.all("a")] == [f"/proposals/{other.id}"]
    person.send(page.form(to="/withdraw-support")).shows("공감을 취소했습니다.")
    assert one.supports == other.supports == 0


def test_a_proposer_finds_the_way_from_my_page(
    now: None, app: Application, file: File, operator: Actor
) -> None:
    one, other = file("심야 버스"), file("밤 버스")
    joined(one, other, operator)
    card = Person(app, one.proposer_id).open("/me").root.one("section", id="my-proposals").one("article")
    assert card.one(css="chip").text == "병합됨"
    assert card.one(css="card-onward").one("a").attributes["href"] == f"/proposals/{other.id}"


def test_many_merged_proposals_cost_a_page_no_more_than_one(
    now: None, file: File, visitor: Person, desk: Person, operator: Actor
) -> None:
    other, taken = file("여러 제안이 모인 곳"), []
    for how_many in (1, 11):
        for n in range(how_many):
            joined(file(f"제안 {how_many}-{n}"), other, operator)
        for who, address in (
            (visitor, f"/proposals/{other.id}"),
            (visitor, f"/proposals/{other.id}/merged"),
            (desk, f"/desk/proposals/{other.id}"),
            (desk, f"/desk/proposals/{other.id}/history"),
        ):
            who.open(address)
            with queries() as sent:
                who.open(address)
            taken.append(len(sent))
    assert taken[:4] == taken[4:] and max(taken) <= 9
    page = visitor.open(f"/proposals/{other.id}")
    assert len(page.main.one("section", id="merged").all("li")) == 10
    everything = visitor.open(page.main.one("section", id="merged").one("a").attributes["href"])
    assert len(everything.main.all("li")) >= 12
