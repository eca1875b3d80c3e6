"""A text that is not TOML made into one for the check, with every slip in it told on its own line.

The mended text has as many lines as the original. It is used for nothing but to find what else is wrong.
"""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..meanings import is_key
from .headers import mend_header
from .pairs import mend_pair
from .signs import mend_signs
from .slips import Slip, one_a_line, slip
from .statements import Statement, statements
from .tables import TORN, mend_tables

PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
MOST_TRIES = 20
STRAY_BRACKET = re.compile(r"\s*\[+\s*(?=[\w\"' ]+=\s*[\"'\[{\d])")
HEADERS = re.compile(
    r"\s*(?:[^\s\[#]{1,2}\[|\[|[^\s\w\[#])?\[?(?:stages|duties|rules|words|pauses|goes_to)[\w.]*\]{1,2}\s*(?:#.*)?$"
)
REASONS = {
    "Cannot mutate immutable namespace": (
        "중괄호로 묶은 표에는 덧붙일 수 없습니다",
        "a table in braces cannot be added to",
    ),
    "Cannot overwrite a value": ("이미 다른 값이 있습니다", "there is another value already"),
    "Cannot declare": ("이미 있는 표입니다", "that table is there already"),
    "Found invalid character": ("쓸 수 없는 글자가 있습니다", "there is a character that cannot stand here"),
    "Illegal character": ("쓸 수 없는 글자가 있습니다", "there is a character that cannot stand here"),
    "Too many brackets": ("괄호가 너무 여러 겹입니다", "there are too many brackets in brackets"),
}
OTHERWISE = ("읽을 수 없는 줄입니다", "this line cannot be read")


def parse(text: str) -> dict[str, Any]:
    """Read TOML, numbers exactly. Raises ValueError, also for numbers with thousands of digits."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError as error:
        raise ValueError("Too many brackets in brackets") from error


def mend(text: str) -> tuple[str, list[Slip]]:
    """A text that can be read, and what was wrong with the given one."""
    text, slips = mend_signs(text)
    text, found = _mend_statements(text)
    text, twice = mend_tables(text)
    text, rest = _leave_out(text)
    return text, one_a_line([*slips, *found, *twice, *rest])


def _mend_statements(text: str) -> tuple[str, list[Slip]]:
    """Each statement by itself. Where a header is lost, what stands below it is left out."""
    lines: list[str] = []
    slips: list[Slip] = []
    header, lost = "", False
    for one in statements(text):
        begins = _is_header(one.text) and not STRAY_BRACKET.match(one.text)
        better, found = (one.text, []) if one.empty or _reads(one.text) else _mend_one(one)
        slips += found
        if begins:
            header, lost = better, not better.strip()
        elif lost and not one.empty:
            better = ""
        lost = lost or (header.lstrip().startswith("[[") and any(slip.code == "loose_text" for slip in found))
        lines.append(better + "\n" * (one.height - better.count("\n")))
    return "\n".join(lines), slips


def unreadable(text: str) -> Slip:
    """Where and why the reader of TOML gives up, for a text in which nothing else is found."""
    why, line = _reason(text) or ("", 1)
    return slip("syntax", line, why=_told(why))


def _told(reason: str) -> Mapping[str, str]:
    """Why the reader of TOML gives up, in words."""
    ko, en = next((said for begins, said in REASONS.items() if reason.startswith(begins)), OTHERWISE)
    return {"ko": ko, "en": en}


def _reads(text: str) -> bool:
    return _reason(text) is None


def _reason(text: str) -> tuple[str, int] | None:
    """Why a text cannot be read, and on which of its lines; nothing where it can."""
    try:
        parse(text)
    except ValueError as error:
        place = PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        return PLACE.sub("", str(error)), line
    return None


def _mend_one(one: Statement) -> tuple[str, list[Slip]]:
    stray = STRAY_BRACKET.match(one.text)
    header = _is_header(one.text) and not stray
    text = one.text[stray.end() :] if stray else one.text
    better, slips = (mend_header if header else mend_pair)(text, one.line)
    slips = [slip("left_over", one.line, given="["), *slips] if stray else slips
    if better.strip() and _reads(better) and not _lost_key(better, slips, header):
        return better, slips
    why, line = _reason(one.text) or ("", 1)
    slips = slips or [slip("syntax", one.line + line - 1, why=_told(why))]
    return ("" if header else f'"{TORN}{one.line}" = 0'), slips


def _is_header(text: str) -> bool:
    """Whether a line is a header, perhaps one that lacks a bracket or has something before it."""
    return text.lstrip().startswith("[") or HEADERS.match(text) is not None


def _lost_key(better: str, slips: list[Slip], header: bool) -> bool:
    """Whether guesses have made a key that there is not: rather none than a wrong one."""
    guessed = len(slips) > 1 or any(one.guess or one.code == "no_equals" for one in slips)
    return not header and guessed and not is_key(better.partition(" ")[0])


def _leave_out(text: str) -> tuple[str, list[Slip]]:
    """What cannot be read even so is left out, line by line."""
    slips: list[Slip] = []
    lines = text.split("\n")
    while len(slips) < MOST_TRIES and (reason := _reason("\n".join(lines))):
        slips.append(slip("syntax", reason[1], why=_told(reason[0])))
        lines[reason[1] - 1] = ""
    return "\n".join(lines), slips
