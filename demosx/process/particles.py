"""Korean particles, which follow the sound that a word ends with: `이` or `가`, `을` or `를`, `과` or `와`."""

import re

SHARE = re.compile(r"(\d+)/\d+$")
CLOSED_DIGITS = "013678"
CLOSED_SIGNS = "lmn"
QUIET = "’”'\") 」』>"
HANGUL = range(ord("가"), ord("힣") + 1)
RIEUL = 8
"""The consonant ㄹ at the end of a syllable, after which `로` stands."""


def closed(text: str) -> bool:
    """Whether a word ends with a consonant, as it is read aloud: closing quotes are not read, and of a share such as
    `2/3` the 2 is read last."""
    if share := SHARE.search(text):
        return share[1][-1] in CLOSED_DIGITS
    last = next((letter for letter in reversed(text) if letter not in QUIET), "")
    if last and ord(last) in HANGUL:
        return (ord(last) - HANGUL.start) % 28 > 0
    return last != "" and last.lower() in CLOSED_DIGITS + CLOSED_SIGNS


def subject_of(text: str) -> str:
    """A word as the subject: `결정이`, `결과가`."""
    return text + ("이" if closed(text) else "가")


def object_of(text: str) -> str:
    """A word as the object: `50명을`, `자료를`."""
    return text + ("을" if closed(text) else "를")


def with_of(text: str) -> str:
    """A word to which another is joined: `공감과`, `투표와`."""
    return text + ("과" if closed(text) else "와")


def towards(text: str) -> str:
    """A word as where something leads: `토론으로`, `종료로`, `서울로`."""
    last = next((letter for letter in reversed(text) if letter not in QUIET), "")
    flows = last != "" and ord(last) in HANGUL and (ord(last) - HANGUL.start) % 28 == RIEUL
    return text + ("으로" if closed(text) and not flows else "로")
