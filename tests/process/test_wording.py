"""Conditions as people read them."""

from dataclasses import replace
from pathlib import Path

import pytest

from demosx.process import describe, parse_condition
from demosx.process.particles import object_of, subject_of, with_of
from demosx.process.words import BUILT_IN, Words
from tests.process.journeys import example

CITIZEN = example("seoul-2019")
WORDS = replace(
    CITIZEN.words,
    entries={**CITIZEN.words.entries, "budget": {"ko": "예산", "en": "budget"}},
    values={
        "area": {"culture": {"ko": "문화", "en": "Culture"}},
        "district": {"mapo": {"ko": "마포구", "en": "Mapo"}, "jung": {"ko": "중구"}},
    },
)
TABLE = (Path(__file__).parent / "wording.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.partition(" | ")[0])
def test_conditions_in_words(row: str) -> None:
    text, ko, en = row.split(" | ")
    condition = parse_condition(text)
    assert describe(condition, "ko", WORDS) == ko
    assert describe(condition, "en", WORDS) == en


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.partition(" | ")[0])
def test_every_clause_can_be_joined(row: str) -> None:
    """Each ends in the form that what follows it asks for."""
    condition = parse_condition(f"({row.partition(' | ')[0]}) and mark.a")
    joined = describe(condition, "ko", WORDS)
    assert joined.endswith(" ‘a’ 표시가 있으면")
    assert joined.removesuffix(" ‘a’ 표시가 있으면").rstrip(")").endswith("고")


@pytest.mark.parametrize(
    ("word", "subject", "object_"),
    [
        ("결정", "결정이", "결정을"),
        ("결과", "결과가", "결과를"),
        ("‘수용’", "‘수용’이", "‘수용’을"),
        ("인구의 2/3", "인구의 2/3가", "인구의 2/3를"),
        ("전체의 1/2", "전체의 1/2이", "전체의 1/2을"),
        ("10", "10이", "10을"),
        ("5", "5가", "5를"),
        ("3%", "3%가", "3%를"),
        ("mapo", "mapo가", "mapo를"),
        ("", "가", "를"),
    ],
)
def test_particles(word: str, subject: str, object_: str) -> None:
    assert subject_of(word) == subject
    assert object_of(word) == object_


def test_joining_particles() -> None:
    assert [with_of("공감"), with_of("투표")] == ["공감과", "투표와"]


def test_words_fall_back_sensibly() -> None:
    words = Words({"hot": {"ko": "뜨거움"}, "accept": {"ko": "채택"}}, ("ko", "en"))
    assert words.text("hot", "en") == "뜨거움"
    assert words.text("accept", "ko") == "채택"
    assert words.text("accept", "en") == "Accepted"
    assert words.text("merged", "ko") == "병합됨"
    assert words.text("merged", "vi") == "병합됨"
    assert words.text("not_there", "ko") == "not there"


def test_names_of_stages_duties_and_choices_are_words_too() -> None:
    assert [CITIZEN.words.text(key, "en") for key in ("forum", "referral", "no", "expired", "report")] == [
        "Public deliberation",
        "Result of the referral",
        "No",
        "Expired",
        "Progress report",
    ]


def test_the_built_in_words_are_complete() -> None:
    assert all(set(names) == {"ko", "en"} and all(names.values()) for names in BUILT_IN.values())
