"""Which known word somebody meant who wrote another: one that means the same, or one that differs by a few letters."""

import unicodedata
from collections.abc import Iterable, Mapping

from .meanings import keys_for, squeezed, squeezed_parts
from .signs import plain
from .words import Names

LONGEST = 60


def similar(word: str, known: Iterable[str], names: Mapping[str, Names] | None = None) -> str:
    """The known word that was meant, or nothing. `names` are what people call the known words, by language."""
    words = list(known)
    wanted = squeezed(plain(word))
    if wanted in words:
        return wanted
    for key in keys_for(wanted):
        if key in words:
            return key
    for key, called in (names or {}).items():
        if key in words and wanted in map(squeezed, called.values()):
            return key
    return _nearest(wanted, words) or _only_part(wanted, words) or _only_named(wanted, words, names or {})


def _nearest(wanted: str, words: list[str]) -> str:
    """The word with the fewest letters wrong, if they are few for its length. Korean letters count singly."""
    letters = unicodedata.normalize("NFD", wanted)
    if not 2 <= len(letters) <= LONGEST:
        return ""
    best, fewest = "", len(letters)
    for word in words:
        other = unicodedata.normalize("NFD", word)
        most = min(_tolerated(max(len(letters), len(other))), fewest - 1)
        if abs(len(letters) - len(other)) > most:
            continue
        wrong = distance(letters, other)
        if wrong <= most:
            best, fewest = word, wrong
    return best


def _tolerated(length: int) -> int:
    """How many letters may be wrong in a word so long."""
    return 1 if length < 6 else 2 if length < 10 else 3


def _only_part(wanted: str, words: list[str]) -> str:
    """The one word that has this among its parts (`panel` in `planning_panel`), is one of its parts, or begins with
    it."""
    parts = wanted.split("_")
    found = [
        word
        for word in words
        if wanted in word.split("_") or word in parts or (len(wanted) > 3 and word.startswith(wanted))
    ]
    return found[0] if len(found) == 1 else ""


def _only_named(wanted: str, words: list[str], names: Mapping[str, Names]) -> str:
    """The one word whose name has this among its parts."""
    called = {
        key: {part for name in names.get(key, {}).values() for part in squeezed_parts(name)} for key in words
    }
    found = [key for key, parts in called.items() if wanted in parts]
    return found[0] if len(found) == 1 else ""


def distance(one: str, other: str) -> int:
    """How many letters must be put in, left out, replaced or swapped with the next to make one word the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, beside in enumerate(other, 1):
            cost = min(last[column] + 1, here[column - 1] + 1, last[column - 1] + (letter != beside))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == beside
            here.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, here
    return last[-1]
