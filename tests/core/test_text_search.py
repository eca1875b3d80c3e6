"""The words that search is made of."""

import unicodedata

import pytest

from demosx.core.text import search_words


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("교통", [["교통"]]),
        ("대중교통 카드", [["대중", "중교", "교통"], ["카드"]]),
        ("교", [["교"]]),
        ("GTX노선", [["gtx", "노선"]]),
        ("１７번", [["17", "번"]]),
        ("Straße", [["strasse"]]),
        ("_%'\" 🚌", []),
    ],
)
def test_words_become_bigrams_or_stay_whole(text: str, pieces: list[list[str]]) -> None:
    assert search_words(text) == pieces


def test_both_ways_of_typing_hangul_are_the_same() -> None:
    assert search_words(unicodedata.normalize("NFD", "통학로")) == search_words("통학로")


def test_no_piece_grows_without_limit() -> None:
    assert max(len(piece) for word in search_words("a" * 5000 + " " + "ﷺ" * 300) for piece in word) <= 100
