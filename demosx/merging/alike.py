"""Which titles are alike: they share words, or parts of words, that few others have."""

from collections import Counter
from collections.abc import Mapping
from math import log

from ..core.text import search_words

ENOUGH = 0.3
"""The share of a title's weight that another has to have in common with it."""
FEW = 2
"""So many parts of words they have to share, or all that the title has."""


def alike(title: str, others: Mapping[int, str], most: int = 5) -> list[int]:
    """The numbers of those titles that are most like this one, the most alike first.

    What many of them have, such as the end of a polite request, tells little.
    """
    own, pieces = sorted(_pieces(title)), {number: _pieces(other) for number, other in others.items()}
    counted = Counter(piece for found in pieces.values() for piece in found)
    weights = {piece: log((len(pieces) + 2) / (max(1, counted[piece]) + 1)) for piece in own}
    shared = {number: [weights[piece] for piece in own if piece in found] for number, found in pieces.items()}
    few, enough = min(FEW, len(own)), ENOUGH * sum(weights.values())
    near = [number for number, found in shared.items() if len(found) >= few and sum(found) >= enough > 0]
    return sorted(near, key=lambda number: (-sum(shared[number]), number))[:most]


def _pieces(title: str) -> set[str]:
    return {piece for word in search_words(title) for piece in word if len(piece) > 1}
