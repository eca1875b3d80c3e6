"""How alike two texts are, by the words that they share and few others have. Pure: no database is asked.

A text becomes weights of features: words without their endings, and pairs of syllables within them, so that spacing and
compounds matter little. What petitions say anyway (“해주세요”, “국민”) weighs little: `commonness.txt` holds what
stands in at least one of a hundred of 2,390 Korean petitions of 2019, and in how many.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from pathlib import Path

from ..core.text import LONGEST_PIECE
from .search_words import CJK, folded, is_cjk, pairs

READ = 1200
"""So many characters of a text are read: what it is about stands there."""
RARE = 0.01
"""The share of texts in which a feature stands that is not in the list."""
TITLE_TIMES = 2.0
ALONE = 0.35
"""Where one word makes more than this share of what two texts have in common, the rest counts less and less."""
_ENDINGS = frozenset(
    "으로부터 에게서 으로서 으로써 이라는 이라도 에서는 에서도 까지도 부터는 에게는 한테는 이라고 에서의 "
    "으로의 이라면 입니다 합니다 습니다 됩니다 해주세요 하십시오 주십시오 주시기 하는데 하면서 하지만 하여야 "
    "되어야 하도록 시켜주세요 하세요 해야 하고 하는 하여 하면 하게 하기 하라 한다 했다 했던 하지 해서 "
    "되는 되어 되고 된다 됐다 시켜 이다 이고 이며 에서 에게 한테 께서 까지 부터 처럼 보다 마다 조차 "
    "마저 이나 이라 라는 라고 으로 로서 로써 와의 과의 들의 들이 들은 들을 들에 들도 은 는 이 가 을 "
    "를 에 의 도 만 로 와 과 나 랑 들".split()
)  # fmt: skip
_LONGEST = max(map(len, _ENDINGS))
_RUNS = re.compile(f"{CJK.pattern}|[^\\W_{CJK.pattern[1:-2]}]+")


@dataclass(frozen=True)
class Likeness:
    """A text, ready to be compared: weights of length 1, and of which word each feature is."""

    weights: Mapping[str, float]
    words: Mapping[str, str]

    def to(self, other: Mapping[str, float]) -> float:
        """How alike another is, from 0 to 1: the cosine, less where a single word is nearly all that they share."""
        shared: dict[str, float] = {}
        for feature, weight in self.weights.items():
            if feature in other:
                word = self.words[feature]
                shared[word] = shared.get(word, 0.0) + weight * other[feature]
        total = sum(shared.values())
        if not total:
            return 0.0
        return total * (1 - max(0.0, max(shared.values()) / total - ALONE))

    def telling(self, title: str | None = None) -> list[str]:
        """Its features that the index knows as pieces, those that tell most first; only those of its title if given."""
        kept = None if title is None else {feature for word in _stems(title) for feature in _features(word)}
        pieces = [
            feature
            for feature in self.weights
            if (len(feature) == 2 or not is_cjk(feature)) and (kept is None or feature in kept)
        ]
        return sorted(pieces, key=lambda feature: (-self.weights[feature], feature))


def likeness(title: str, text: str) -> Likeness:
    """A title and the text under it, ready to be compared."""
    words = {feature: word for word in (*_stems(text[:READ]), *_stems(title)) for feature in _features(word)}
    return Likeness(weights(title, text), words)


def weights(title: str, text: str) -> dict[str, float]:
    """The weights of the features of a title and the beginning of its text; the length of all of them is 1."""
    counted = Counter(feature for word in _stems(text[:READ]) for feature in _features(word))
    titled = {feature for word in _stems(title) for feature in _features(word)}
    found = {feature: _rarity(feature) * (1 + log(times)) for feature, times in counted.items()}
    for feature in titled:
        found[feature] = found.get(feature, 0.0) + _rarity(feature) * TITLE_TIMES
    length = sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {feature: weight / length for feature, weight in found.items() if weight}


def shared_words(one: str, other: str) -> set[str]:
    """The words that tell something and stand in both texts, without their endings."""
    return {word for word in {*_stems(one)} & {*_stems(other)} if _rarity(word) > log(1 / (RARE * 10))}


def _stems(text: str) -> Iterator[str]:
    """The words of a text without endings; single syllables and letters tell nothing."""
    for run in _RUNS.findall(folded(text)):
        stem = _without_ending(_without_ending(run)) if is_cjk(run) else run[:LONGEST_PIECE]
        if len(stem) > 1:
            yield stem


def _without_ending(word: str) -> str:
    for length in range(min(_LONGEST, len(word) - 2), 0, -1):
        if word[-length:] in _ENDINGS:
            return word[:-length]
    return word


def _features(stem: str) -> Iterable[str]:
    if not is_cjk(stem):
        return (stem,)
    return pairs(stem) if len(stem) == 2 else (*pairs(stem), stem)


def _rarity(feature: str) -> float:
    return _common().get(feature, log(1 / RARE))


@cache
def _common() -> dict[str, float]:
    """How much each feature of the list tells. A line holds a share in per mille and the features that have it."""
    found = {}
    for line in Path(__file__).with_name("commonness.txt").read_text(encoding="utf-8").splitlines():
        share, *features = line.split()
        if share != "#":
            found.update(dict.fromkeys(features, log(1000 / int(share))))
    return found
