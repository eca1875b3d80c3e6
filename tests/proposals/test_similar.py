"""What is about the same is found, and nothing that nobody may see."""

import pytest
from flask import Flask

from demosx import testing
from demosx.core.db import db
from demosx.people.queries import actor_of
from demosx.proposals.services import hide
from demosx.proposals.similar import ENOUGH, matches, similar_to
from demosx.proposals.similar_words import likeness, weights

NIGHT = (
    "심야버스를 늘려 주세요",
    "막차가 끊긴 뒤에 집에 갈 방법이 없습니다. 심야버스 노선을 새로 만들고 배차 간격을 줄여 주세요.",
)
NIGHT_TOO = (
    "밤 늦게 다니는 심야 버스 노선 확대",
    "밤에 일하는 사람은 막차가 끊기면 택시뿐입니다. 심야버스 배차를 늘려 주십시오.",
)
NOISE = (
    "층간소음 중재 창구를 만들어 주세요",
    "윗집 층간소음으로 잠을 못 잡니다. 구청이 층간소음을 재고 중재하는 창구가 필요합니다.",
)
PARK = (
    "별빛공원에 의자를 놓아 주세요",
    "어르신이 쉴 곳이 없습니다. 별빛공원 산책로에 의자와 그늘막을 놓아 주세요.",
)


@pytest.fixture
def city(app: Flask) -> dict[str, int]:
    """Three proposals, each about something else."""
    with testing.at("2019-02-01 12:00"):
        proposer = testing.account("제안자")
        made = {
            name: testing.proposal(proposer, title, text=text).id
            for name, (title, text) in (("night", NIGHT), ("noise", NOISE), ("park", PARK))
        }
    db.session.commit()
    return made


def test_what_is_about_the_same_is_found_and_nothing_else(city: dict[str, int]) -> None:
    assert [found.id for found in similar_to(*NIGHT_TOO)] == [city["night"]]
    assert [found.id for found in similar_to("층간소음 때문에 못 살겠어요", "")] == [city["noise"]]
    assert similar_to("도서관을 일요일에도 열어 주세요", "책을 빌리러 가면 늘 닫혀 있습니다.") == []
    assert similar_to(*NIGHT, exclude=city["night"]) == []


@pytest.mark.parametrize(
    "title",
    ["", " ", "해주세요", "%", "'\" OR *", "아", "\x00", "🚌🚌", "가" * 5000, "주세요 부탁드립니다 제발"],
)
def test_what_tells_nothing_finds_nothing(city: dict[str, int], title: str) -> None:
    assert similar_to(title, "") == []
    assert similar_to(title, title) == []


def test_what_is_hidden_is_not_found(city: dict[str, int]) -> None:
    operator = actor_of(testing.account("운영", roles=["operator"]).id)
    proposal = similar_to(*NIGHT_TOO)[0]
    hide(proposal, "시험", operator)
    db.session.commit()
    assert similar_to(*NIGHT_TOO) == []
    assert matches(*NIGHT_TOO) == []


def test_a_text_is_like_another_about_the_same_and_not_like_one_that_is_not() -> None:
    one, other = likeness(*NIGHT), likeness(*NIGHT_TOO)
    assert one.to(other.weights) >= ENOUGH
    assert other.to(one.weights) >= ENOUGH
    assert one.to(weights(*NOISE)) < ENOUGH / 2
    assert one.to({}) == 0
