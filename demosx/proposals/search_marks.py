"""What was looked for, shown where it stands: in a title, and in a few words out of a text. All of it is escaped."""

import re
import unicodedata
from itertools import islice

from markupsafe import Markup, escape

from ..core.text import plain
from .search_asked import Asked
from .search_words import CJK, is_cjk

LENGTH = 140
BEFORE = 40
MOST_PLACES = 300


def pattern(asked: Asked) -> re.Pattern[str]:
    """What finds the words in a text as it was written: spaces between syllables do not matter."""
    return re.compile(
        "|".join(_way(word) for word in sorted(asked.stems, key=len, reverse=True)), re.IGNORECASE
    )


def loose_pattern(asked: Asked) -> re.Pattern[str]:
    """The same for what was found by similar words: also beginnings and ends of words, such as “쓰레기” and “수거” of
    “쓰레기수거”, or “은행나무” of “은행나무가”."""
    parts = {part for word in asked.stems for part in (word, *_ends(word))}
    return re.compile("|".join(_way(part) for part in sorted(parts, key=len, reverse=True)), re.IGNORECASE)


def marked_title(title: str, wanted: re.Pattern[str]) -> Markup:
    """A title with the words in <mark>."""
    return _marked(unicodedata.normalize("NFC", title), wanted)


def excerpt(text: str, wanted: re.Pattern[str]) -> Markup:
    """A few words of a text around the place where most of the words stand together; empty where none does."""
    line = unicodedata.normalize("NFC", plain(text, len(text) + 1))
    places = [found.span() for found in islice(wanted.finditer(line), MOST_PLACES)]
    if not places:
        return Markup("")
    start = max(
        0, max(places, key=lambda place: (_words_from(places, place[0], line), -place[0]))[0] - BEFORE
    )
    if start:
        start = line.find(" ", start, start + BEFORE // 2) + 1 or start
    cut = line[start : start + LENGTH]
    before, after = "… " if start else "", " …" if start + LENGTH < len(line) else ""
    return Markup("{}{}{}").format(before, _marked(cut, wanted), after)


def _way(word: str) -> str:
    way = r"\s?".join(map(re.escape, word)) if is_cjk(word) else re.escape(word)
    return rf"(?<!\w){way}" if len(word) == 1 or not is_cjk(word) else way


def _ends(word: str) -> list[str]:
    if CJK.fullmatch(word) is None:
        return []
    sizes = range(2, len(word))
    return [part for size in sizes for part in (word[:size], word[-size:])]


def _words_from(places: list[tuple[int, int]], start: int, line: str) -> int:
    """How many different words stand within an excerpt that begins here."""
    return len({line[a:b].casefold() for a, b in places if start <= a and b <= start + LENGTH - BEFORE})


def _marked(text: str, wanted: re.Pattern[str]) -> Markup:
    parts, end = [], 0
    for found in wanted.finditer(text):
        parts.append(escape(text[end : found.start()]))
        parts.append(Markup("<mark>{}</mark>").format(found.group()))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
