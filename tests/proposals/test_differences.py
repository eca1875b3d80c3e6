"""How two versions of a text differ."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demosx.proposals.differences import ADDED, FOLDED, REMOVED, SAME, Piece, by_words

TEXTS = st.text(st.sampled_from("가나 \n다라a漢.,<>"), max_size=200)


@given(TEXTS, TEXTS)
def test_nothing_is_lost_of_either_text(old: str, new: str) -> None:
    pieces = by_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == new
    assert all(piece.text for piece in pieces)


def test_a_word_that_was_replaced_stands_before_what_replaced_it() -> None:
    assert by_words("막차를 늦춰 주세요.", "막차를 한 시간 늦춰 주세요.") == [
        Piece(SAME, "막차를 "), Piece(ADDED, "한 시간 "), Piece(SAME, "늦춰 주세요."),
    ]  # fmt: skip
    kinds = [piece.kind for piece in by_words("밤 열 시까지", "밤 열두 시까지")]
    assert kinds == [SAME, REMOVED, ADDED, SAME]


def test_a_word_stays_the_same_where_a_new_paragraph_follows_it() -> None:
    assert by_words("이미 닫혀 있습니다.", "이미 닫혀 있습니다.\n\n토요일도 같습니다.") == [
        Piece(SAME, "이미 닫혀 있습니다."), Piece(ADDED, "\n\n토요일도 같습니다."),
    ]  # fmt: skip
    assert [piece.kind for piece in by_words("가 나", "가\n나")] == [SAME, REMOVED, ADDED, SAME]


def test_scripts_without_spaces_are_compared_by_their_characters() -> None:
    assert by_words("公園を作る", "公園を二つ作る")[1] == Piece(ADDED, "二つ")


def test_a_long_part_that_is_the_same_is_folded_in_its_middle() -> None:
    words = [f"말{n} " for n in range(100)]
    pieces = by_words("".join(words), "".join(words) + "끝")
    assert [piece.kind for piece in pieces] == [SAME, FOLDED, SAME, ADDED]
    assert pieces[1].text == "".join(words[20:80])
    assert [piece.kind for piece in by_words("같은 글", "같은 글")] == [SAME]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 10_000, "a " * 9_999 + "b"), ("a b " * 5_000, "b a " * 5_000), ("가" * 20_000, "나" * 20_000),
        ("漢" * 20_000, "漢字" * 10_000), (" " * 20_000, "\n " * 10_000),
    ],
)  # fmt: skip
def test_texts_made_to_be_slow_are_compared_at_once(old: str, new: str) -> None:
    began = time.perf_counter()
    by_words(old, new)
    assert time.perf_counter() - began < 2
