"""Characters that only look right, replaced by the ones that are meant, outside of texts in quotes and comments."""

import re

from ..problems import listed
from ..signs import DOUBLE, INVISIBLE, SINGLE, meant, named
from .slips import Slip, slip

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
LONG = ('"""', "'''")
ENDS_HERE = re.compile(r"\s*([,\]}#]|$)")


def mend_signs(text: str) -> tuple[str, list[Slip]]:
    """The text with ordinary characters, and a slip for each line that had others. Long texts in three quotes stay
    as they are."""
    mended, slips = [], []
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        began_inside = inside
        inside = _still_inside(line, inside)
        if began_inside or inside or (line.isascii() and not CONTROL.search(line)):
            mended.append(line)
            continue
        better, strange = _mend_line(line)
        mended.append(better)
        if strange:
            slips.append(_slip(number, strange))
    return "\n".join(mended), slips


def _still_inside(line: str, inside: str) -> str:
    """The three quotes that are open at the end of a line, if any are."""
    at = 0
    while True:
        found = [(line.find(quotes, at), quotes) for quotes in ([inside] if inside else LONG)]
        there = [one for one in found if one[0] >= 0]
        if not there:
            return inside
        place, quotes = min(there)
        inside, at = ("" if inside else quotes), place + 3


def _slip(line: int, strange: list[str]) -> Slip:
    signs = list(dict.fromkeys(strange))
    if all(INVISIBLE.match(sign) or CONTROL.match(sign) for sign in signs):
        return slip("invisible_sign", line, signs=listed(map(named, signs)))
    right = dict.fromkeys(meant(sign) for sign in signs if not INVISIBLE.match(sign))
    return slip("strange_sign", line, signs=listed(map(named, signs)), meant=listed(right))


def _mend_line(line: str) -> tuple[str, list[str]]:
    strange = CONTROL.findall(line)
    line = CONTROL.sub(" ", line)
    while True:
        better, found, unclosed = _walk(line)
        closing = _curly_end(line, unclosed) if unclosed is not None else None
        if closing is None:
            return better, [*strange, *found]
        strange.append(line[closing])
        line = line[:closing] + meant(line[closing]) + line[closing + 1 :]


def _curly_end(line: str, start: int) -> int | None:
    """Where a text that begins with a straight quote ends with a curly one."""
    for at in range(start + 1, len(line)):
        if line[at] != line[start] == meant(line[at]) and ENDS_HERE.match(line, at + 1):
            return at
    return None


def _walk(line: str) -> tuple[str, list[str], int | None]:
    """The line with ordinary characters, those that were replaced, and where a straight quote was left open."""
    out: list[str] = []
    strange: list[str] = []
    closing, opened = "", 0
    for at, sign in enumerate(line):
        if closing:
            ends = sign in closing and (at == 0 or line[at - 1] != "\\")
            out.append(closing[0] if ends else sign)
            strange += [sign] if ends and sign != closing[0] else []
            closing = "" if ends else closing
            continue
        ordinary = meant(sign)
        strange += [sign] if ordinary != sign else []
        out.append(ordinary)
        if ordinary == "#":
            return "".join(out) + line[at + 1 :], strange, None
        if ordinary in ('"', "'") and ordinary:
            alike = DOUBLE if ordinary == '"' else SINGLE
            closing, opened = ordinary + (alike if sign != ordinary else ""), at
    straight = closing and line[opened] == closing[0]
    return "".join(out), strange, opened if straight else None
