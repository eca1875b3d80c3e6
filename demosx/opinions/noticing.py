"""What the machine notices in an opinion: words of the site's list, many links, a contact. It judges nothing."""

import re
import unicodedata
from collections.abc import Iterable

from ..proposals.personal_data import found_in

_LINK = re.compile(r"(?:https?://|\bwww\.)", re.I)
_SOUND = re.compile(r"[\W_]+")
_CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")


def squeezed(text: str) -> str:
    """A text as it is compared: NFKC, without case, only its letters and figures."""
    return _SOUND.sub("", folded(text))


def folded(text: str) -> str:
    """A text in NFKC, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def noticed(text: str, words: Iterable[str], links: int) -> set[str]:
    """What there is to notice in a text, as in `OpinionHint.why`; `links` are so many that they are noticed."""
    found = set()
    if has_word(text, words):
        found.add("word")
    if len(_LINK.findall(folded(text))) >= links:
        found.add("links")
    if found_in(text):
        found.add("contact")
    return found


def has_word(text: str, words: Iterable[str]) -> bool:
    """Whether one of these words is in a text. One of Hangul or the like is found through spaces and signs and within
    other words; any other only where it stands alone, so that none is found within an innocent one."""
    plain, tight = folded(text), squeezed(text)
    for word in words:
        wanted = squeezed(word)
        if _CJK.search(wanted):
            if wanted in tight:
                return True
        elif wanted and re.search(rf"(?<!\w){re.escape(folded(word).strip())}(?!\w)", plain):
            return True
    return False
