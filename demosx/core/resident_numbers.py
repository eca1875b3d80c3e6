"""Telling what is shaped like a resident registration number, so that it is never taken: not stored, not logged, not
shown again, also not as a hash (Korea: 개인정보 보호법 제24조의2).

The check digit of the numbers is not looked at: those given since October 2020 have none.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from .errors import InvalidInput

_BETWEEN = r"[\W_]{0,4}"  # what people put between digits: spaces, hyphens, dots
_THIRTEEN = re.compile(rf"(?<!\d)(?=(?:18|19|20)?(\d(?:{_BETWEEN}\d){{12}})(?!\d))")
_THIRTEEN_WHOLE = re.compile(rf"(?<!\d)(?:18|19|20)?(\d(?:{_BETWEEN}\d){{12}})(?!\d)")
_GAP = r"[\W_]{1,4}"
_WRITTEN = re.compile(
    rf"(?<!\d)(?:(?:18|19|20)(?=\d{{6}}{_GAP}))?"
    rf"(?:\d{{6}}|\d\d([ .\-/]{{1,2}})\d\d\1\d\d)[\W_]{{0,4}}(?:\d{{7}}|\d{{1,3}}{_GAP}\d{{4,6}})(?!\d)"
    rf"|(?<!\d)\d({_GAP})\d(?:\2\d){{11}}(?!\d)"
)
MANY_WORDS = 60  # letters from which on a field holds prose, in which days and sums stand beside each other
DOTS = "●●●●●●-●●●●●●●"
_CENTURIES = dict.fromkeys("1256", 1900) | dict.fromkeys("3478", 2000)  # of who lives: 9 and 0 were the 1800s


class ResidentNumberRefused(InvalidInput):
    """What was typed looks like a resident registration number. It was not kept."""

    message = _l(
        "This looks like a resident registration number. We may not take it, and have not kept it. "
        "Please type something else."
    )


def holds_resident_number(text: str) -> bool:
    """Whether thirteen digits in `text` begin with a birthday and a digit for century and sex, as such numbers do;
    whatever stands between the digits, and in whatever digits they are written."""
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return any(_born(found.group(1)) for found in _THIRTEEN.finditer(seen))


def hold_resident_number(texts: Sequence[str]) -> bool:
    """Whether one of several texts that belong together holds one, or two of them hold a half each."""
    if any(map(holds_resident_number, texts)):
        return True
    plain = [text.strip() for text in texts]
    births = [text for text in plain if len(text) == 6 and text.isdecimal()]
    behind = [text for text in plain if len(text) == 7 and text.isdecimal()]
    return any(holds_resident_number(birth + rest) for birth in births for rest in behind)


def refuse_resident_numbers(*texts: str | None) -> None:
    """Raise ResidentNumberRefused where the texts hold what looks like one."""
    if hold_resident_number([text for text in texts if text]):
        raise ResidentNumberRefused()


def form_holds_resident_number(fields: Sequence[str]) -> bool:
    """Whether what some form has sent holds one: in a field with many words as people write them, in the others in
    whatever shape."""
    return any(written_in(field) for field in fields if len(field) > MANY_WORDS) or hold_resident_number(
        [field for field in fields if len(field) <= MANY_WORDS]
    )


def without_resident_numbers(text: str) -> str:
    """The text as it may be shown again: with dots in the place of every number that is shaped so."""
    if not holds_resident_number(text):
        return text
    shown = _THIRTEEN_WHOLE.sub(lambda found: DOTS if _born(found[1]) else found[0], text)
    return DOTS if holds_resident_number(shown) else shown


def written_in(text: str) -> list[tuple[int, int]]:
    """From which letter to which a text of many words holds one as people write them: a birthday and seven digits, or
    thirteen digits with the same sign between all of them.

    `holds_resident_number` takes any thirteen digits with something between them. In a field for one thing that is
    right; in prose it would take the days on which a law was changed for one (“2008. 3. 14., 2012. 1. 26.”).
    """
    folded, places = _folded(text)
    found = (hit.span() for hit in _WRITTEN.finditer(folded) if _whole(hit.group()))
    return [(places[start], places[end - 1] + 1) for start, end in found]


def prose_without_resident_numbers(text: str) -> str:
    """A text of many words as it may be shown again: with dots in the place of each."""
    for start, end in reversed(written_in(text)):
        text = f"{text[:start]}{DOTS}{text[end:]}"
    return text


def refuse_in_prose(*texts: str | None) -> None:
    """Raise ResidentNumberRefused where one of the texts holds one as people write them."""
    if any(written_in(text) for text in texts if text):
        raise ResidentNumberRefused()


def _folded(text: str) -> tuple[str, list[int]]:
    """A text with digits and signs as ASCII has them, without what is not seen, and where each letter comes from."""
    letters = [(c, at) for at, letter in enumerate(text) for c in unicodedata.normalize("NFKC", letter)]
    seen = [(c, at) for c, at in letters if unicodedata.category(c) != "Cf"]
    return "".join(c for c, _at in seen), [at for _c, at in seen]


def _whole(found: str) -> bool:
    digits = "".join(c for c in found if c.isdecimal())
    return len(digits) in (13, 15) and _born(digits[-13:])


def _born(found: str) -> bool:
    digits = "".join(str(int(c)) for c in found if c.isdecimal())
    century = _CENTURIES.get(digits[6])
    if century is None:
        return False
    try:
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True
