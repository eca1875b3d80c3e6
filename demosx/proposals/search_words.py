"""The words of texts as search keeps them: sets of pieces, the same on every database.

A run of Hangul, Han or Kana becomes its pairs of neighbouring syllables, any other word is one piece. Pairs are also
made across a single space, since people leave spaces out: “쓰레기 통” and “쓰레기통”. Endings that Korean puts on
nouns (조사) need no dictionary here: a noun's pairs are among those of the noun with its ending.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from operator import add

from ..core.text import LONGEST_PIECE

_SYLLABLE = r"\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3"
CJK = re.compile(f"[{_SYLLABLE}]+")
WORD = re.compile(r"[^\W_]+")
TITLE, STRONG = "^", "+"
"""What a piece begins with that stands in a title, and one that a text is about."""
FILED_UNDER = "^+"
"""What a piece begins with that says under which area or district a proposal is filed."""
EARLY = 100
OFTEN = 3
PARTICLES = frozenset(
    "이 가 은 는 을 를 의 에 도 로 과 와 만 야 나 랑 들 께 서 에서 에게 한테 까지 부터 으로 에는 에도 로는 로도 에만 "
    "이나 이랑 이라 처럼 보다 마다 조차 밖에 들이 들은 들을 들의 들에 에서는 에서도 에서의 으로는 에게는 에게도 이라도 "
    "이라는 까지도 까지는 부터는 들에게 들에서".split()
)
"""조사: what Korean hangs on a noun."""
_OTHER = re.compile(rf"[^\W_{_SYLLABLE}]+")
_SPACE = re.compile(rf"(?<=[{_SYLLABLE}])\s(?=[{_SYLLABLE}])")
_ALONE = re.compile(
    rf"(?<![{_SYLLABLE}])([{_SYLLABLE}])(?:{'|'.join(sorted(PARTICLES, key=len, reverse=True))})?(?![{_SYLLABLE}])"
)
"""A syllable that is a word of its own, with what Korean hangs on it."""


def folded(value: str) -> str:
    """A text in the form in which words are compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", value).casefold()


def words_of_proposal(
    title: str, *texts: str, area: str | None = None, district: str | None = None
) -> list[str]:
    """What the index holds of a proposal: all its pieces, those of its title marked TITLE, those it is about STRONG;
    and a piece each for its area and its district."""
    in_title = set(pieces(title))
    counted: Counter[str] = Counter()
    strong = set(in_title)
    for text in texts:
        counted.update(pieces(text))
        strong.update(pieces(text[:EARLY]))
    strong.update(piece for piece, times in counted.items() if times >= OFTEN)
    titled = in_title | set(_lasts(title))
    under = [filed_under(kind, key) for kind, key in (("area", area), ("district", district)) if key]
    return sorted(
        in_title.union(
            counted, (TITLE + piece for piece in titled), (STRONG + piece for piece in strong), under
        )
    )


def filed_under(kind: str, key: str) -> str:
    """The piece for an area or a district; a key may hold what no piece does, so it is written in hexadecimal."""
    return f"{FILED_UNDER}{kind}{key.encode().hex()}"


def words_of_said(text: str) -> list[str]:
    """What the index holds of an opinion, an answer or an addition."""
    return sorted(set(pieces(text)))


def pieces(value: str) -> Iterator[str]:
    """The pieces of a text, as often as they stand in it. Fast: it goes through every text that is indexed."""
    text = folded(value)
    yield from (run[:LONGEST_PIECE] for run in _OTHER.findall(text))
    yield from _ALONE.findall(text)
    for run in CJK.findall(_SPACE.sub("", text)):
        yield from map(add, run, run[1:])


def runs(word: str) -> list[str]:
    """A word cut where its script changes: “gtx노선” → “gtx”, “노선”. No run of letters grows without limit."""
    found, end = [], 0
    for run in CJK.finditer(word):
        if run.start() > end:
            found.append(word[end : run.start()][:LONGEST_PIECE])
        found.append(run.group())
        end = run.end()
    if end < len(word):
        found.append(word[end:][:LONGEST_PIECE])
    return found


def pairs(run: str) -> list[str]:
    """The pairs of neighbouring syllables; a single syllable stays one."""
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def is_cjk(run: str) -> bool:
    """Whether a run is of Hangul, Han or Kana."""
    return CJK.match(run) is not None


def _lasts(title: str) -> Iterator[str]:
    """The last syllable of each run: with these every syllable begins some piece, so that one alone is found."""
    for word in WORD.findall(folded(title)):
        yield from (run[-1] for run in runs(word) if is_cjk(run))
