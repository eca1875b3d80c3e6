"""Other words for what was looked for in vain: a hint, never what is looked for instead. No database is asked."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .search_asked import read
from .search_words import folded

MOST = 4


def other_words(query: str) -> list[str]:
    """The query again, each time with one of its words in other words; empty where none is known."""
    asked = read(query)
    if asked is None:
        return []
    ways = [
        [*asked.words[:at], other, *asked.words[at + 1 :]]
        for at, stem in enumerate(asked.stems)
        for other in _same().get(asked.words[at]) or _same().get(stem, [])
    ]
    return [" ".join(words) for words in ways[:MOST]]


@cache
def _same() -> dict[str, list[str]]:
    """By word, the others of its line, the most usual first."""
    same: dict[str, list[str]] = {}
    for line in _lines():
        words = line.split()
        for word in words:
            same.setdefault(folded(word), []).extend(other for other in words if other != word)
    return same


def _lines() -> Iterable[str]:
    text = Path(__file__).with_name("other_words.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
