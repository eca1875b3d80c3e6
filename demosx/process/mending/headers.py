"""Headers such as `[stages.support]` whose brackets or names are wrong."""

import json
import re

from ..suggestions import similar
from .slips import Slip, slip

HEADER = re.compile(
    r"\s*(?:(?P<stray>[^\s\[#]{1,2}(?=\[)|[^\s\w\[#]))?(?P<opens>\[*)(?P<inside>[^#]*?)(?P<closes>[\]})]*)\s*(?P<comment>#.*)?$"
)
BEHIND = re.compile(r"(?P<whole>\s*\[\[?[\w. -]+\]\]?)\s*(?P<rest>[^\]#]*)$")
BARE = re.compile(r"[A-Za-z0-9_-]+")
WRONG = re.compile(r"[^\w. -]")
LISTS = ("rules", "pauses")
"""Tables that there may be many of, so that their headers have two brackets."""
RUN_TOGETHER = re.compile(r"(stages|duties)[ _-]?(\w+)")
TABLES = ("stages", "duties", "words", "goes_to", *LISTS)


def quoted(name: str) -> str:
    """A name as a key of TOML: as it is, or in quotes."""
    return name if BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def mend_header(text: str, line: int) -> tuple[str, list[Slip]]:
    """A header that can be read, and what was wrong with it."""
    before = text.partition("#")[0].strip()
    behind = BEHIND.fullmatch(before)
    if behind and behind["rest"]:
        better, slips = mend_header(behind["whole"], line)
        return better, slips or [slip("left_over", line, given=behind["rest"])]
    found = HEADER.match(text)
    inside = WRONG.sub("", found["inside"]) if found else ""
    names = [name.strip() for name in inside.split(".")]
    if found is None or not all(names):
        return "", [slip("header_name", line, given=before[:40])]
    said = list(names)
    right = _right(names, len(found["opens"]))
    better = right if all(map(BARE.fullmatch, names)) else _with_quotes(right, names)
    if found["stray"] or WRONG.search(found["inside"]) or names != said:
        return better, [slip("header_signs", line, given=before[:60], right=right)]
    if (found["opens"], found["closes"]) not in (("[", "]"), ("[[", "]]")):
        return better, [slip("header_brackets", line, given=before[:60], right=right)]
    return _with_quotes(found["opens"] + found["closes"], names), []


def _right(names: list[str], opens: int) -> str:
    """The header that was meant."""
    if run := RUN_TOGETHER.fullmatch(names[0]):
        names[0:1] = [run[1], run[2]]
    if names[0] not in TABLES:
        names[0] = similar(names[0], TABLES) or names[0]
    if len(names) == 3 and names[0] == "stages":
        names[2] = similar(names[2], LISTS[:1]) or names[2]
    width = 2 if names[-1] in LISTS else min(opens, 2) or 1
    return "[" * width + ".".join(names) + "]" * width


def _with_quotes(brackets: str, names: list[str]) -> str:
    """A header of these names, in brackets as in another."""
    width = brackets.count("[")
    return "[" * width + ".".join(map(quoted, names)) + "]" * width
