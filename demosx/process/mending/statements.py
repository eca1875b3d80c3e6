"""A text in TOML cut into its statements, also where quotes and brackets in it are broken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADER = re.compile(r"\s*\[\[?\s*[^\W\d][^\[\]\"'=,]*\]{0,2}\s*(#.*)?$")
PAIR = re.compile(r"\s*[^\W\d][\w.-]*\s*[=:]")
SKIPPED = re.compile(r"\s*(#.*)?$")
LONG = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'.*?\'{3,5}', re.DOTALL)
PIECE = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|(?P<broken>["\'].*)|(?P<comment>#.*)|(?P<opens>[\[{])|(?P<closes>[\]}])'
)


@dataclass(frozen=True)
class Statement:
    """Lines that belong together. `line` is the first one's number, from 1. `empty`: nothing but a comment."""

    line: int
    text: str
    empty: bool = False

    @property
    def height(self) -> int:
        """How many line ends are in it."""
        return self.text.count("\n")


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text, comments and empty lines too, so that nothing of it is left out."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        empty = SKIPPED.match(lines[at]) is not None
        end = at + 1 if empty or lines[at].lstrip().startswith("[") else _end(lines, at)
        yield Statement(at + 1, "\n".join(lines[at:end]), empty)
        at = end


def _end(lines: list[str], start: int) -> int:
    """The line behind a statement's last: where its long text and its brackets are closed, or, where they never are,
    where the next statement begins."""
    end = _long_text_end(lines, start)
    if end > start + 1:
        return end
    depth, braces = _opened(lines[start]), "{" in lines[start] and "[" not in lines[start]
    while depth > 0 and end < len(lines) and not HEADER.match(lines[end]):
        if not braces and PAIR.match(lines[end]):
            break
        depth += _opened(lines[end])
        end += 1
    if depth > 0 and braces:
        return start + 1
    while SKIPPED.match(lines[end - 1]):
        end -= 1
    return end


def _long_text_end(lines: list[str], start: int) -> int:
    """The line behind a text in three quotes that begins here, if one does and it is closed somewhere."""
    begins = min((at for at in map(lines[start].find, ('"""', "'''")) if at >= 0), default=-1)
    if begins < 0:
        return start + 1
    found = LONG.match("\n".join([lines[start][begins:], *lines[start + 1 :]]))
    return start + 1 + (found[0].count("\n") if found else 0)


def _opened(line: str) -> int:
    """How many more brackets a line opens than it closes."""
    if "[" not in line and "{" not in line and "]" not in line and "}" not in line:
        return 0
    pieces = [found.lastgroup for found in PIECE.finditer(line)]
    return pieces.count("opens") - pieces.count("closes")
