"""Areas and districts, as staff change them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from demosx import testing
from demosx.core import terms as core
from demosx.core.db import db
from demosx.core.errors import ChangedMeanwhile, InvalidInput, NotFound
from demosx.core.permissions import Actor
from demosx.core.seen import mark
from demosx.journey.rules import vocabulary
from demosx.proposals.cards import area_name
from demosx.proposals.models import Proposal
from demosx.triage import terms
from demosx.triage.errors import KeyTaken
from tests.triage.conftest import DAY
from tests.visiting import Page

File = Callable[..., Proposal]


def test_one_that_is_added_can_be_chosen_and_named_by_rules(app: Flask, operating: Actor) -> None:
    before = list(core.areas())
    terms.add("area", "animals", {"ko": "동물"}, operating)
    assert list(core.areas()) == [*before, "animals"]
    assert "animals" in vocabulary().areas
    with app.test_request_context("/"):
        assert area_name("animals") == "동물"


def test_a_retired_one_keeps_its_name_where_it_was_given(file: File, app: Flask, operating: Actor) -> None:
    with testing.at(DAY):
        one = file(area="transport")
    terms.change("area", "transport", {"ko": "교통과 길"}, False, operating)
    assert "transport" not in core.areas() and "transport" in vocabulary().areas
    with app.test_request_context("/"):
        assert area_name(one.area) == "교통과 길"
    terms.change("area", "transport", {"ko": "교통"}, True, operating)
    assert "transport" in core.areas()


def test_they_are_moved_among_those_that_are_offered(app: Flask, operating: Actor) -> None:
    for key in ("animals", "night"):
        terms.add("area", key, {"ko": key}, operating)
    first, second, third, *rest = core.areas()
    terms.change("area", second, {"ko": "둘째"}, False, operating)
    terms.move("area", third, -1, operating)
    assert list(core.areas()) == [third, first, *rest]
    terms.move("area", third, -1, operating)
    assert next(iter(core.areas())) == third
    terms.move("area", list(core.areas())[-1], 1, operating)
    assert list(core.areas()) == [third, first, *rest]


def test_the_second_of_two_is_told(app: Flask, operating: Actor) -> None:
    seen = mark(terms.shown("area", "welfare"))
    terms.change("area", "welfare", {"ko": "돌봄"}, True, operating, seen)
    with pytest.raises(ChangedMeanwhile):
        terms.change("area", "welfare", {"ko": "보살핌"}, True, operating, seen)


@pytest.mark.parametrize("key", ["", "Parks", "공원", "1st", "a" * 41, "a b", "a'--"])
def test_a_key_is_a_word_for_files(app: Flask, operating: Actor, key: str) -> None:
    with pytest.raises(InvalidInput):
        terms.add("district", key, {"ko": "구"}, operating)


def test_a_key_is_used_once(app: Flask, operating: Actor) -> None:
    with pytest.raises(KeyTaken):
        terms.add("area", "transport", {"ko": "또"}, operating)
    with pytest.raises(NotFound):
        terms.change("area", "nowhere", {"ko": "없음"}, True, operating)
    with pytest.raises(InvalidInput):
        terms.add("area", "blank", {"ko": "  "}, operating)


def test_another_process_learns_of_it_within_seconds(app: Flask, operating: Actor) -> None:
    app.config["TERMS_SECONDS"] = 0
    core.forget()
    core.areas()
    db.session.add(core.Term(kind="area", key="later", names={"ko": "나중"}, position=99))
    db.session.flush()
    assert "later" in core.areas()


def test_a_district_may_say_how_many_live_there(app: Flask, operating: Actor, desk: FlaskClient) -> None:
    terms.change("district", "narae", {"ko": "나래구"}, True, operating, population=12_345)
    assert core.known("district").populations == {"narae": 12_345}
    page = Page(desk.get("/desk/triage/terms/district/narae"))
    assert page.root.one("input", name="population").attributes["value"] == "12345"
    sent = {
        "name_ko": "나래구",
        "offered": "y",
        "seen": page.root.one("input", name="seen").attributes["value"],
    }
    assert desk.post("/desk/triage/terms/district/narae", data=sent | {"population": "0"}).status_code == 422
    assert desk.post("/desk/triage/terms/district/narae", data=sent | {"population": ""}).status_code == 302
    assert core.known("district").populations == {}
    late = desk.post("/desk/triage/terms/district/narae", data=sent | {"population": "5"})
    assert late.status_code == 409 and "모름" in Page(late).text
    assert not Page(desk.get("/desk/triage/terms/area/welfare")).root.all("input", name="population")
    with pytest.raises(InvalidInput):
        terms.change("area", "welfare", {"ko": "돌봄"}, True, operating, population=5)


def test_the_screens(app: Flask, desk: FlaskClient) -> None:
    made = desk.post("/desk/triage/terms/district", data={"key": "north", "name_ko": "북구", "name_en": ""})
    assert made.status_code == 302
    assert "북구" in Page(desk.get("/desk/triage/terms/district")).text
    again = desk.post("/desk/triage/terms/district", data={"key": "north", "name_ko": "북구"})
    assert again.status_code == 422 and "이미" in Page(again).text
    page = Page(desk.get("/desk/triage/terms/district/north"))
    seen = page.root.one("input", name="seen").attributes["value"]
    saved = desk.post(
        "/desk/triage/terms/district/north", data={"name_ko": "북쪽", "offered": "y", "seen": seen}
    )
    assert saved.status_code == 302
    late = desk.post(
        "/desk/triage/terms/district/north", data={"name_ko": "북면", "offered": "y", "seen": seen}
    )
    assert late.status_code == 409
    assert (
        "북쪽" in Page(late).text
        and Page(late).root.one("input", name="name_ko").attributes["value"] == "북면"
    )
    for wrong in ("/desk/triage/terms/country", "/desk/triage/terms/area/nothing"):
        assert desk.get(wrong).status_code == 404
