"""What somebody types into the search box, read: its words, what each asks for, and what might have been meant."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .search_query import Expression, Piece, all_of, some_of
from .search_words import PARTICLES, WORD, folded, is_cjk, pairs, runs

LONGEST = 100
MOST_WORDS = 10
ENDINGS = (
    "해주시기바랍니다 해주시길바랍니다 해주십시오 해주시면 해주세요 해주셔요 해줘요 해주길 해줘 "
    "하여주세요 하여주십시오 "
    "주십시오 주세요 했으면 합니다 합시다 하라 에서는 에서도 에서의 으로는 에게는 에게도 까지도 까지는 부터는 "
    "들에게 들에서 에서 에게 한테 까지 부터 으로 에는 에도 들이 들은 들을 들의 를 는 을 은 에"
).split()
"""What may be taken off a word of the query without fear: hardly any noun ends so. The longest first."""
POLITE = frozenset(
    "주세요 주십시오 해주세요 해주십시오 해줘요 주시기 주시길 바랍니다 부탁드립니다 부탁합니다 부탁드려요 좀 제발 "
    "합니다 합시다 했으면 좋겠습니다 좋겠어요 있나요 없나요 싶어요 해요 하자 및 수 것".split()
)
"""Words that say that something is asked for, not what."""
MOST_GUESSED = 4
LONGEST_GUESSED = 8
"""So many words are guessed at, of so many syllables: each has some hundred neighbours."""
SHORTEST_BEGINNING = 3
FIRST, SYLLABLES, VOWELS, FINALS = 0xAC00, 11172, 21, 28
LIKE = (
    *("ㄱㄲㅋ", "ㄷㄸㅌ", "ㅂㅃㅍ", "ㅅㅆ", "ㅈㅉㅊ"),
    *("ㅐㅔㅖㅒ", "ㅚㅙㅞ", "ㅡㅜㅗㅣㅢ", "ㅗㅛㅓㅕㅜㅠ", "ㅏㅑㅐ", "ㅟㅣㅢ"),
)
LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
MIDDLES = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"


@dataclass(frozen=True)
class Asked:
    """A query, read. `words` are those that say what is looked for, in the form of `folded`."""

    words: tuple[str, ...]

    @cached_property
    def squeezed(self) -> str:
        """All of it without spaces."""
        return "".join(self.words)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The words without what may be taken off them."""
        return tuple(stem(word) for word in self.words)

    def in_title(self) -> Expression:
        """All words, where a single syllable may be any part of a word."""
        return all_of([self._word(at, True) for at in range(len(self.words))])

    def anywhere(self) -> Expression:
        """All words, where a single syllable is a word of its own."""
        return all_of([self._word(at, False) for at in range(len(self.words))])

    def nearly(self) -> Expression | None:
        """All words, each perhaps mistyped or with an ending, or all but one; None where nothing can be guessed."""
        each = [
            some_of([self._word(at, False), *guesses(word)]) if at < MOST_GUESSED else self._word(at, False)
            for at, word in enumerate(self.words)
        ]
        guessed: list[Expression] = [all_of(each)]
        if len(self.words) > 1:
            guessed.extend(all_of([self._word(at, False) for at in kept]) for kept in self._fewer())
        elif not list(guesses(self.words[0])):
            return None
        return some_of(guessed)

    def _fewer(self) -> list[list[int]]:
        """The places of the words without one of them; words of one syllable, which say little, go first."""
        places = range(len(self.words))
        telling = [at for at in places if len(self.words[at]) > 1]
        if 0 < len(telling) < len(places):
            return [telling]
        return [[at for at in places if at != without] for without in places]

    def _word(self, at: int, loosely: bool) -> Expression:
        found = runs(self.stems[at])
        if len(found) == 1 and len(found[0]) == 1 and is_cjk(found[0]):
            return self._syllable(at, found[0], loosely)
        return all_of([part for run in found for part in _run(run, loosely)])

    def _syllable(self, at: int, syllable: str, loosely: bool) -> Expression:
        """A word of one syllable: alone, or written together with the word beside it."""
        ways: list[Expression] = [Piece(syllable, open_ended=loosely)]
        if at > 0 and is_cjk(self.words[at - 1][-1]):
            ways.append(Piece(self.words[at - 1][-1] + syllable))
        if at + 1 < len(self.words) and is_cjk(self.words[at + 1][0]):
            ways.append(Piece(syllable + self.words[at + 1][0]))
        return some_of(ways)


def read(query: str) -> Asked | None:
    """Read what was typed; None where it holds no word at all, such as “%”."""
    typed = WORD.findall(folded(query.strip()[:LONGEST]))
    telling = [word for word in typed if word not in POLITE] or typed
    return Asked(tuple(telling[:MOST_WORDS])) if telling else None


def stem(word: str) -> str:
    """A word without what Korean hangs on nouns, as far as that is certain and two syllables stay."""
    for ending in ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 1 and is_cjk(rest[-1]):
            return rest
    return word


def guesses(word: str) -> Iterator[Expression]:
    """What somebody may have meant who typed this word."""
    found = runs(stem(word))
    run = found[-1]
    if len(found) == 1 and not is_cjk(run):
        if len(run) > SHORTEST_BEGINNING + 1 and not run.isdecimal():
            yield Piece(run[: max(SHORTEST_BEGINNING, len(run) - 3)], open_ended=True)
        return
    if len(found) > 1 or not 2 <= len(run) <= LONGEST_GUESSED:
        return
    for size in (3, 2, 1):
        if len(run) > size and run[-size:] in PARTICLES:
            yield all_of([Piece(piece) for piece in pairs(run[:-size])])
    yield from _other_syllables(run)
    if len(run) > 3:
        yield from _without_one(run)


def _run(run: str, loosely: bool) -> list[Expression]:
    if is_cjk(run):
        return [Piece(piece) for piece in pairs(run)]
    shortest = 2 if loosely else SHORTEST_BEGINNING
    return [Piece(run, open_ended=len(run) >= shortest and not run.isdecimal())]


def _other_syllables(run: str) -> Iterator[Expression]:
    """The run with one letter of one syllable different: a slip of a finger."""
    for at, syllable in enumerate(run):
        around = [Piece(piece) for piece in _apart(run, at)]
        near = []
        for other in _near(syllable, only_like=len(run) == 2):
            left = [Piece(run[at - 1] + other)] if at else []
            right = [Piece(other + run[at + 1])] if at + 1 < len(run) else []
            near.append(all_of([*left, *right]))
        if near:
            yield all_of([*around, some_of(near)])


def _without_one(run: str) -> Iterator[Expression]:
    """The run without a syllable, or with two of them the wrong way round."""
    for at in range(len(run)):
        yield all_of([Piece(piece) for piece in pairs(run[:at] + run[at + 1 :])])
        if at + 1 < len(run):
            turned = run[:at] + run[at + 1] + run[at] + run[at + 2 :]
            yield all_of([Piece(piece) for piece in pairs(turned)])
        if len(run) > 4:
            yield all_of([Piece(piece) for piece in _apart(run, at)])


def _apart(run: str, at: int) -> list[str]:
    """The pairs that the syllable at this place has no part in."""
    return [pair for start, pair in enumerate(pairs(run)) if at not in (start, start + 1)]


def _near(syllable: str, only_like: bool) -> Sequence[str]:
    """Syllables that differ in one letter; `only_like`: one that is easily taken for the other."""
    number = ord(syllable) - FIRST
    if not 0 <= number < SYLLABLES:
        return ()
    lead, middle, final = number // (VOWELS * FINALS), number // FINALS % VOWELS, number % FINALS
    leads = [at for at, letter in enumerate(LEADS) if not only_like or _alike(letter, LEADS[lead])]
    middles = [at for at, letter in enumerate(MIDDLES) if not only_like or _alike(letter, MIDDLES[middle])]
    finals = range(FINALS)
    numbers = {
        *((at, middle, final) for at in leads),
        *((lead, at, final) for at in middles),
        *((lead, middle, at) for at in finals),
    } - {(lead, middle, final)}
    return [chr(FIRST + (a * VOWELS + b) * FINALS + c) for a, b, c in sorted(numbers)]


def _alike(one: str, other: str) -> bool:
    return any(one in letters and other in letters for letters in LIKE)


def letters(word: str) -> str:
    """A word in single letters (자모)."""
    return unicodedata.normalize("NFD", word)
