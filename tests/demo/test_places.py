"""The map of the demonstration city and the pairs of proposals that are alike: both the project's own."""

import re
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from demosx.core.db import db
from demosx.core.settings import site
from demosx.core.terms import known
from demosx.demo import places
from demosx.merging.queries import open_candidates
from demosx.proposals import site_map
from demosx.proposals.models import Proposal
from demosx.proposals.writing_models import MergeOffer

from .conftest import Made

PAIRS = {
    "나래시장 화장실, 저녁": "나래시장 화장실을 밤",
    "한들강 둔치길에": "한들강 둔치, 유모차가",
    "해바라기길 밤길이": "해바라기길 보안등",
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_map_is_a_drawing_that_asks_no_other_host(language: str) -> None:
    text = places.drawn(language)
    assert ElementTree.fromstring(text).get("viewBox") == "0 0 1000 707"
    hosts = re.findall(r"https?://[^\"'\s)]+", text)
    assert hosts == ["http://www.w3.org/2000/svg"] and "href" not in text and "{{" not in text


def test_the_site_shows_it_in_its_proportions(city: Made) -> None:
    assert site_map.picture() == (city.folder / places.PICTURE).resolve()
    assert site_map.high() == 707 and "지어낸" in site().map.credit


def test_proposals_stand_on_it_where_they_say(city: Made) -> None:
    found = db.session.scalars(select(Proposal).where(Proposal.latitude.is_not(None))).all()
    assert len(found) >= 20 and all(
        one.place and site_map.marker(one.latitude, one.longitude) for one in found
    )
    market = next(one for one in found if one.place == "나래시장")
    at = site_map.marker(market.latitude, market.longitude)
    assert at is not None and abs(at.x - 413) < 1 and abs(at.y - 489) < 1


def test_pairs_that_are_alike_wait_for_a_decision(city: Made) -> None:
    titles = dict(db.session.execute(select(Proposal.id, Proposal.title)).all())
    waiting = {titles[one.proposal_id]: titles[one.other_id] for one in open_candidates(None).items}
    assert len(waiting) == len(PAIRS)
    for newer, older in PAIRS.items():
        assert any(one.startswith(newer) and other.startswith(older) for one, other in waiting.items())


def test_one_of_them_is_offered_to_its_proposers(city: Made) -> None:
    offer = db.session.scalars(select(MergeOffer)).one()
    assert offer.state == "open" and offer.reason
    into = db.session.get_one(Proposal, offer.into_id)
    assert into.title.startswith("나래시장 화장실을 밤") and into.proposer.email == "member@demo.invalid"


def test_it_is_known_how_many_live_in_each_district(city: Made) -> None:
    """So that the page of whom the city reaches can compare them."""
    found = known("district").populations
    assert found.keys() == site().districts.keys() and sum(found.values()) == site().population
