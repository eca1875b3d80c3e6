"""Which titles are alike: they share words, or parts of words, that few others have."""

from collections import Counter
from collections.abc import Mapping
from math import log

from ..core.text import search_words

ENOUGH = 0.3
"""The share of what a title has in common with any other at all that one of them has to have."""
FEW = 2
"""So many parts of words they have to share, or all that the title has."""


def alike(title: str, others: Mapping[int, str], most: int = 5) -> list[int]:
    """The numbers of those titles that are most like this one, the most alike first.

    What more than half of them have, such as the end of a polite request, tells nothing.
    """
    own, pieces = _pieces(title), {number: _pieces(other) for number, other in others.items()}
    counted = Counter(piece for found in pieces.values() for piece in found)
    weights = {
        piece: log((len(pieces) + 2) / (counted[piece] + 1))
        for piece in sorted(own)
        if 0 < counted[piece] <= max(1, len(pieces) / 2)
    }
    shared = {
        number: [weights[piece] for piece in weights if piece in found] for number, found in pieces.items()
    }
    few, enough = min(FEW, len(own)), ENOUGH * sum(weights.values())
    near = [number for number, found in shared.items() if len(found) >= few and sum(found) >= enough > 0]
    return sorted(near, key=lambda number: (-sum(shared[number]), number))[:most]


def _pieces(title: str) -> set[str]:
    return {piece for word in search_words(title) for piece in word if len(piece) > 1}
