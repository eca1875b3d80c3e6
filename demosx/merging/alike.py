"""Which titles are alike: they share words, or parts of words, that few others have."""

from collections import Counter
from collections.abc import Mapping
from math import log

from ..core.text import search_words

ENOUGH = 0.3
"""The share of a title's weight that another has to have in common with it."""


def alike(title: str, others: Mapping[int, str], most: int = 5) -> list[int]:
    """The numbers of those titles that are most like this one, the most alike first."""
    pieces = {number: _pieces(other) for number, other in others.items()}
    own = _pieces(title)
    counted = Counter(piece for found in pieces.values() for piece in found)
    weights = {piece: log((len(pieces) + 2) / (counted[piece] + 1)) for piece in own}
    whole = sum(weights.values())
    shared = {
        number: sum(weights[piece] for piece in sorted(own & found)) for number, found in pieces.items()
    }
    near = [number for number, weight in shared.items() if weight >= ENOUGH * whole > 0]
    return sorted(near, key=lambda number: (-shared[number], number))[:most]


def _pieces(title: str) -> set[str]:
    return {piece for word in search_words(title) for piece in word}
