"""Quotes in lists and tables that do not pair, found item by item."""

import json
import re

from .slips import Slip, slip

TEXT = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
SOUND = re.compile(rf"(?P<text>(?<!\w)(?:{TEXT})(?!\w))|(?P<comment>#.*)|[^\"'#]")
PAIRED = re.compile(rf"(?:{TEXT})(?=\s*(?:[,\]}})#=:]|$))")
STRUCTURE = re.compile(r"[\[\]{}(),=:\s]")
ITEM = re.compile(r"[^\[\]{}(),=:]+")
COMMENT = re.compile(r"\s#.*$")


def mend_quotes(text: str, line: int) -> tuple[str, list[Slip]]:
    """Each line with its quotes in pairs, and a slip for each where they were not."""
    lines, slips = [], []
    for number, one in enumerate(text.split("\n"), line):
        better, broken = (one, []) if _sound(one) else _mend_line(one)
        lines.append(better)
        slips += [slip("open_quote", number, given=given, right=right) for given, right in broken[:1]]
    return "\n".join(lines), slips


def _sound(line: str) -> bool:
    at = 0
    while at < len(line):
        found = SOUND.match(line, at)
        if found is None:
            return False
        at = found.end()
    return True


def _mend_line(line: str) -> tuple[str, list[tuple[str, str]]]:
    """The line, and each item that lacked a quote with what it becomes."""
    out: list[str] = []
    broken: list[tuple[str, str]] = []
    at = 0
    while at < len(line):
        found = STRUCTURE.match(line, at) or PAIRED.match(line, at)
        if found:
            out.append(found[0])
        elif found := ITEM.match(line, at):
            item = COMMENT.sub("", found[0]).strip()
            if '"' in item or "'" in item:
                right = json.dumps(item.strip("\"' ").replace('"', "'"), ensure_ascii=False)
                broken.append((item, right))
                item = right
            out.append(item)
            if COMMENT.search(found[0]):
                break
        at = found.end() if found else at + 1
    return "".join(out), broken
