"""What the machine notices: words through spaces and signs, links, contacts, repetitions. It stops nobody."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.opinions import moderation
from demosx.opinions.models import OpinionHint
from demosx.opinions.noticing import has_word, noticed
from demosx.opinions.services import delete, edit, say
from demosx.opinions.waiting import number_waiting, queue
from demosx.proposals.models import Proposal

At = Callable[[str], AbstractContextManager[None]]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("이런 바보", "바보"), ("바 보같은", "바보"), ("바.보", "바보"), ("바\n보", "바보"),
        ("ＢＡＤ word", "bad"),
        ("That is Bad!", "bad"), ("나쁜 말", "나쁜말"), ("나쁜말", "나쁜 말"),
    ],
)  # fmt: skip
def test_a_word_is_found_however_it_is_written(text: str, word: str) -> None:
    assert has_word(text, [word])


@pytest.mark.parametrize(
    ("text", "word"),
    [("class action", "ass"), ("b a d", "bad"), ("바다 보기", "바보"), ("아무 말", ""), ("말", "  ")],
)
def test_no_word_is_found_in_innocent_ones(text: str, word: str) -> None:
    assert not has_word(text, [word])


def test_links_and_contacts_are_noticed() -> None:
    assert noticed("http://a.kr www.b.kr https://c.kr", (), 3) == {"links"}
    assert noticed("http://a.kr www.b.kr", (), 3) == set()
    assert noticed("전화 주세요 010-1234-5678", (), 3) == {"contact"}
    assert noticed("me@example.org", (), 3) == {"contact"}
    assert noticed("2026년 예산은 1,234,567,890원입니다. 02시 30분 - 11월 2026-11-25", (), 3) == set()


@pytest.fixture
def with_words(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that looks at a word."""
    site = app.extensions["demosx_site"]
    looked_at = site.moderation.model_copy(update={"words": ("바보",)})
    monkeypatch.setitem(app.extensions, "demosx_site", site.model_copy(update={"moderation": looked_at}))


def hints(of: int) -> set[str]:
    query = db.select(OpinionHint.why).where(OpinionHint.opinion_id == of, OpinionHint.handled_at.is_(None))
    return set(db.session.scalars(query))


@pytest.mark.usefixtures("day", "with_words")
def test_a_hint_waits_stops_nobody_and_goes_with_what_it_was_about(
    filed: Proposal, people: list[Actor], operator: Actor
) -> None:
    opinion = say(filed, "바 보 010-1234-5678", actor=people[0])
    assert opinion.visible and hints(opinion.id) == {"word", "contact"}
    edit(opinion, "바 보", actor=people[0])
    assert hints(opinion.id) == {"word"}
    moderation.keep(opinion, actor=operator)
    assert hints(opinion.id) == set() and number_waiting() == 0
    edit(opinion, "또 바보", actor=people[0])
    assert hints(opinion.id) == {"word"}, "another text is looked at anew"
    delete(opinion, actor=people[0])
    assert number_waiting() == 0 and not queue().items


@pytest.mark.usefixtures("day")
def test_the_same_again_and_again_is_noticed(filed: Proposal, people: list[Actor]) -> None:
    mine = [say(filed, text, actor=people[0]) for text in ("동의합니다", "동의 합니다!", "동의합니다.")]
    assert [hints(one.id) for one in mine] == [set(), set(), {"repeated"}]
    short = [say(filed, "찬성합니다", actor=people[n]) for n in range(1, 5)]
    assert not any(hints(one.id) for one in short), "short words are often the same"
    long = "이 글은 여러 사람이 똑같이 올리는 긴 글입니다. 모두 같은 글입니다."
    copied = [say(filed, long, actor=people[n]) for n in range(1, 4)]
    assert [hints(one.id) for one in copied] == [set(), set(), {"repeated"}]


def test_an_hour_later_it_is_no_repetition(filed: Proposal, people: list[Actor], at: At) -> None:
    for hour in ("10", "11", "12"):
        with at(f"2019-02-02 {hour}:01"):
            last = say(filed, "동의합니다", actor=people[0])
    assert hints(last.id) == set()
