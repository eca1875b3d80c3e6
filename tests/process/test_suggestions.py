"""Which word is meant: by its meaning, its name, or a few letters; and none where none is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.process.known_words import RELATIONS, ROLES
from demosx.process.meanings import LANGUAGES, MORE, is_key, keys_for, language_for
from demosx.process.suggestions import distance, similar
from demosx.process.words import BUILT_IN

PEOPLE = (*ROLES, *RELATIONS)
STAGES = ("support", "agenda", "method", "forum", "head_answer", "department_reply", "execution")
NAMES = {"agenda": {"ko": "의제 선정", "en": "Agenda setting"}, "forum": {"ko": "시민토론"}}


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("forun", STAGES, "forum"),
        ("Forum", STAGES, "forum"),
        ("head-answer", STAGES, "head_answer"),
        ("Head Answer", STAGES, "head_answer"),
        ("head", STAGES, "head_answer"),
        ("dept_reply", STAGES, ""),
        ("의제 선정", STAGES, "agenda"),
        ("의제선정", STAGES, "agenda"),
        ("선정", STAGES, "agenda"),
        ("시민토른", STAGES, ""),
        ("vote", STAGES, ""),
        ("xyz", STAGES, ""),
        ("시장", PEOPLE, "head"),
        ("담당부서", PEOPLE, "department"),
        ("mayor", PEOPLE, "head"),
        ("operaters", PEOPLE, "operator"),
        ("panel", PEOPLE, ""),
        ("drawn", PEOPLE, "drawn_panel"),
        ("everybody", PEOPLE, ""),
        ("기간", ("period", "pause"), "period"),
        ("ｐｅｒｉｏｄ", ("period", "pause"), "period"),
        ("per\u200biod", ("period", "pause"), "period"),
        ("공감", ("supports", "votes"), "supports"),
        ("공감", ("support", "vote"), "support"),
        ("의견", ("opine", "vote"), "opine"),
        ("ed", ("end", "open"), "end"),
        ("o", ("open",), ""),
        ("", ("open",), ""),
        ("a" * 61, ("a" * 60,), ""),
        ("참여장", ("참여자", "찬성자"), "참여자"),  # letters of Hangul count singly
    ],
)
def test_what_is_meant(word: str, known: tuple[str, ...], meant: str) -> None:
    assert similar(word, known, NAMES) == meant


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("ab", "ba", 1),
        ("form", "forum", 1),
        ("wehn", "when", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_how_many_letters_differ(one: str, other: str, wrong: int) -> None:
    assert distance(one, other) == distance(other, one) == wrong


@given(st.text(max_size=12), st.lists(st.text("abc_", min_size=1, max_size=8), max_size=6))
def test_only_a_known_word_is_suggested(word: str, known: list[str]) -> None:
    assert similar(word, known) in {"", *known}
    assert all(similar(one, known) == one for one in known)


def test_every_word_of_the_table_means_something() -> None:
    assert all(keys_for(word) for words in MORE.values() for word in words.split())
    assert all(is_key(key) for key in MORE) and not is_key("설명")
    assert all(keys_for(name) for names in BUILT_IN.values() for name in names.values())


@pytest.mark.parametrize(
    ("word", "code"), [("kr", "ko"), ("KO", ""), ("한국어", "ko"), ("English", "en"), ("fr", "")]
)
def test_which_language_is_meant(word: str, code: str) -> None:
    assert language_for(word) == code
    assert code not in LANGUAGES.get(code, "").split()
