"""Characters that look like the ones of a process file but are others: full-width, curly, or not visible at all.

Korean and Japanese input methods, word processors and messengers put them in.
"""

import re
import unicodedata

DOUBLE = "“”„‟″〝〞«»「」『』《》＂"
SINGLE = "‘’‚‛′＇`´"
LOOKALIKES = {
    **dict.fromkeys(DOUBLE, '"'),
    **dict.fromkeys(SINGLE, "'"),
    **dict.fromkeys("–—−―‐‑‒﹣", "-"),
    **dict.fromkeys("，、﹐", ","),
    **dict.fromkeys("〔【", "["),
    **dict.fromkeys("〕】", "]"),
    **dict.fromkeys("：﹕∶", ":"),
    "。": ".",
}
"""What is meant by each; the full-width forms of ASCII besides, which Unicode knows."""
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
NOTHING = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
INVISIBLE = re.compile(f"[{SPACES}{NOTHING}]")
SPACE = re.compile(f"[{SPACES}]")


def meant(sign: str) -> str:
    """The ordinary character that one looks like; itself where it looks like none. What is invisible becomes a
    space or nothing."""
    if sign.isascii():
        return sign
    if INVISIBLE.match(sign):
        return " " if SPACE.match(sign) else ""
    if sign in LOOKALIKES:
        return LOOKALIKES[sign]
    return unicodedata.normalize("NFKC", sign) if "！" <= sign <= "～" else sign


def plain(text: str) -> str:
    """A text with every such character replaced by the one that is meant."""
    return text if text.isascii() else "".join(map(meant, text))


def named(sign: str) -> str:
    """A character as a sentence can show it: an invisible one by its number."""
    return f"U+{ord(sign):04X}" if INVISIBLE.match(sign) or not sign.isprintable() else sign
