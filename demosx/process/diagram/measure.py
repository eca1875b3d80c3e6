"""How wide a text is, and where it breaks. Widths are in em and on the safe side, for every font that may stand in."""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, east_asian_width

BOLD = 1.09
OTHER = 0.7
LATIN = {
    0.28: "ijlI,.:;'|‘’",
    0.30: " ",
    0.34: "!()[]{}-/ft`\\",
    0.40: "r°",
    0.49: '"*“”?s',
    0.53: "ckvxyzJ",
    0.57: "0123456789aeg#$_+<>=~^F€–−·",
    0.62: "bdhnopquELTYZPS",
    0.68: "ABKRVX&",
    0.74: "CDHNUw",
    0.79: "GOQ",
    0.92: "MWm%—",
    1.03: "@",
}
WIDTHS = {letter: width for width, letters in LATIN.items() for letter in letters}
BREAKS_AFTER = "·/,-"
CLOSING = re.compile("[’”]")
QUOTED = 0.9


@lru_cache(maxsize=20_000)
def width(text: str, bold: bool = False) -> float:
    """How wide a text is, in em."""
    return sum(map(_advance, text)) * (BOLD if bold else 1)


@lru_cache(maxsize=4_000)
def _advance(letter: str) -> float:
    known = WIDTHS.get(letter)
    if known is not None:
        return known
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 1 if east_asian_width(letter) in "WFA" else OTHER


def wrap(text: str, limit: float, bold: bool = False) -> list[str]:
    """A text in lines of at most `limit` em, broken between words; a word alone that is longer breaks inside. The lines
    are made about equally long where that costs no further line."""
    words = _words(text, limit, bold)
    lines = _fill(words, limit, bold)
    low, high = max((width(word, bold) for word in words), default=0), limit
    if len(lines) < 2 or low >= high:
        return lines
    for _round in range(6):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(words, middle, bold)) == len(lines) else (middle, high)
    return _fill(words, high, bold)


def wrap_items(items: Iterable[str], limit: float, between: str = " · ") -> list[str]:
    """Short texts one behind the other, in lines of at most `limit` em. An item breaks only where it is longer."""
    lines: list[str] = []
    for item in items:
        joined = f"{lines[-1]}{between}{item}" if lines else item
        if lines and width(joined) <= limit:
            lines[-1] = joined
        else:
            lines += wrap(item, limit)
    return lines


def _fill(words: Iterable[str], limit: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, bold) <= limit:
            lines[-1] = joined
        else:
            lines += _pieces(word, limit, bold)
    return lines


def _words(text: str, limit: float, bold: bool) -> list[str]:
    """The words of a text. A word of one letter stays with the next; a quoted name is one word, as long as it leaves
    room for more."""
    words: list[str] = []
    for word in text.split():
        whole = f"{words[-1]} {word}" if words else word
        quoted = words and words[-1].count("‘") + words[-1].count("“") > len(CLOSING.findall(words[-1]))
        short = words and len(words[-1].rpartition(" ")[2]) == 1
        if (quoted or short) and width(whole, bold) <= limit * QUOTED:
            words[-1] = whole
        else:
            words.append(word)
    return words


def _pieces(word: str, limit: float, bold: bool) -> list[str]:
    """A word that is longer than a line, in pieces that fit; broken after a sign such as `/` where there is one."""
    pieces = []
    while width(word, bold) > limit and len(word) > 1:
        fits = next((end for end in range(len(word) - 1, 0, -1) if width(word[:end], bold) <= limit), 1)
        after = max(word.rfind(sign, 0, fits) for sign in BREAKS_AFTER) + 1
        end = after if after > fits / 2 else fits
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]
