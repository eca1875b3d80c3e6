"""Search finds Korean words of one syllable and more, alike on both databases, and never breaks."""

import unicodedata
from collections.abc import Callable

import pytest
from flask import Flask

from demosx.core.db import db
from demosx.people.models import Account
from demosx.people.queries import actor_of
from demosx.proposals import search, services
from demosx.proposals.models import Proposal
from demosx.proposals.queries import listed
from demosx.proposals.search import Level

TITLES = (
    "대중교통 요금을 내려 주세요",
    "교통 약자를 위한 저상버스",
    "통학로에 가로등을",
    "버스 정류장에 바람막이",
    "버스교통 안내판",
    "GTX노선 연장 (2단계)",
    "17번 버스 막차 시간",
    "Night bus to Café Street",
    "강",
)


@pytest.fixture
def titles(app: Flask, make_account: Callable[..., Account]) -> None:
    actor = actor_of(make_account("별이").id)
    for title in TITLES:
        services.propose(title, "글", actor=actor)
    db.session.commit()


def found(q: str) -> set[str]:
    """The titles that are found for sure; without words, all."""
    if not q.strip():
        return {proposal.title for proposal in listed().items}
    hits = search.find(q, search.Within([Proposal.listed])).hits
    sure = [hit.id for hit in hits if hit.level > Level.NEARLY_IN_TITLE]
    return set(db.session.scalars(db.select(Proposal.title).where(Proposal.id.in_(sure))))


def with_all(*words: str) -> set[str]:
    """What LIKE would find."""
    return {title for title in TITLES if all(word in title for word in words)}


WORDS = (
    ("교통",),
    ("통학로",),
    ("버스",),
    ("버스", "막차"),
    ("대중교통",),
    ("정류장", "바람막이"),
    ("약자를",),
    ("GTX노선",),
    ("강",),
    ("통",),
    ("교",),
    ("번",),
    ("장",),
    ("17",),
    ("없는말",),
    ("버스", "강"),
)
ODD = (
    "%",
    "_",
    '"',
    "'",
    "''",
    '"교통',
    '교통"*',
    "교통*",
    "*",
    "교통 AND",
    "OR",
    "NOT 교통",
    "NEAR(교통 버스)",
    "words:교통",
    "교통 | 버스",
    "교통 & !버스",
    "<->",
    ":*",
    "\\",
    "(",
    "))",
    "-",
    "^교통",
    "교통\x00",
    "🚌",
    "' OR 1=1 --",
    "a" * 5000,
    "가" * 5000,
    " ".join("가나" * 200),
)


@pytest.mark.usefixtures("titles")
def test_every_word_must_be_in_the_title() -> None:
    for words in WORDS:
        assert found(" ".join(words)) == with_all(*words), words


@pytest.mark.usefixtures("titles")
def test_how_it_is_typed_does_not_matter() -> None:
    assert found(unicodedata.normalize("NFD", "교통")) == with_all("교통")
    assert found("gtx") == found("GTX") == with_all("GTX")
    assert found("１７번") == with_all("17번")
    assert found("nig") == {"Night bus to Café Street"}
    assert found("café") == {"Night bus to Café Street"}


@pytest.mark.usefixtures("titles")
def test_operators_and_quotes_are_only_text() -> None:
    for odd in ODD:
        assert found(odd) <= set(TITLES), odd


@pytest.mark.usefixtures("titles")
def test_signs_alone_find_nothing_and_signs_beside_words_do_no_harm() -> None:
    assert found("%") == found('"') == found("🚌") == set()
    assert found('"교통"') == found("교통!") == found("(교통)") == with_all("교통")
    assert found("   ") == set(TITLES)


@pytest.mark.usefixtures("titles")
def test_a_receipt_number_finds_its_proposal() -> None:
    proposal = db.session.scalars(db.select(Proposal).where(Proposal.title == "강")).one()
    assert found(proposal.number) == {"강"}


@pytest.mark.usefixtures("titles")
def test_a_changed_title_is_found_by_its_new_words_only() -> None:
    proposal = db.session.scalars(db.select(Proposal).where(Proposal.title == "강")).one()
    services.edit(proposal, "산책로", "글", actor=actor_of(proposal.proposer_id), revision=1)
    db.session.commit()
    assert found("산책로") == {"산책로"}
    assert found("강") == set()
