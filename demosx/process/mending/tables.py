"""Tables and keys that stand twice, and headers with wrong brackets, in a text whose lines can be read."""

import re

from ..source import Path, keys_at
from .slips import Slip, slip
from .statements import Statement, statements

NAMED = ("stages", "duties")
LISTS = ("rules", "pauses")
TORN = "#"
"""Begins the key that stands, in the mended text, for a line of which nothing could be made."""
RUN_TOGETHER = re.compile(r"(\w+?)[ _X-]?rules", re.IGNORECASE)
AGAIN = "##"
"""Stands behind the name of a table that is there a second time, in the mended text."""


def mend_tables(text: str) -> tuple[str, list[Slip]]:
    """The text without what stands twice."""
    book = _Book()
    lines = [book.entry(one) for one in statements(text)]
    return "\n".join(lines), book.slips


class _Book:
    """Which tables and keys there are so far, and where."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self.here: Path = ()
        self.skipped: Path | None = None
        self.torn: Path | None = None

    def entry(self, one: Statement) -> str:
        """Take a statement in. Returns it, or as many empty lines."""
        if one.empty:
            return one.text
        kept = self.header(one) if one.text.lstrip().startswith("[") else self.pair(one)
        return kept + "\n" * (one.height - kept.count("\n"))

    def header(self, one: Statement) -> str:
        text = one.text.strip()
        many = text.startswith("[[")
        names, _ = keys_at(text, 2 if many else 1)
        if many and len(names) == 2 and (run := RUN_TOGETHER.fullmatch(str(names[1]))):
            return self.run_together(one, f"[[{names[0]}.{run[1]}.rules]]")
        if self.skipped and names[: len(self.skipped)] == self.skipped and len(names) > len(self.skipped):
            return ""
        self.skipped = None
        wanted = _many(names, many)
        written = text[2 if many else 1 :].partition("]")[0]
        if wanted != many:
            right = f"[[{written}]]" if wanted else f"[{written}]"
            self.slips.append(
                slip("header_brackets", one.line, given=text.partition("#")[0].strip(), right=right)
            )
        path = self.whole(names)
        if wanted:
            self.counts[path] = self.counts.get(path, -1) + 1
            self.here = (*path, self.counts[path])
            return f"[[{written}]]"
        self.here = path
        if path in self.lines:
            self.slips.append(slip("table_twice", one.line, table=written, line=self.lines[path]))
            if len(names) == 1:
                return f'["{names[0]}{AGAIN}{one.line}"]'
            self.skipped = names
            return ""
        self.lines[path] = one.line
        return f"[{written}]"

    def run_together(self, one: Statement, right: str) -> str:
        """`[[stages.agendarules]]`, with a dot or more missing."""
        given = one.text.partition("#")[0].strip()
        self.slips.append(slip("header_signs", one.line, given=given, right=right))
        return self.header(Statement(one.line, right))

    def whole(self, names: Path) -> Path:
        """A path that goes on in the last of several tables of the same name."""
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            path = (*path, self.counts[path]) if path in self.counts else path
        return (*path, names[-1])

    def pair(self, one: Statement) -> str:
        if self.skipped:
            return ""
        names, _ = keys_at(one.text, 0)
        path = (*self.here, *names)
        if str(names[0]).startswith(TORN):
            self.torn = self.here
        if path in self.lines and self.torn == self.here:
            return ""
        if path in self.lines:
            self.slips.append(
                slip("key_twice", one.line, key=".".join(map(str, names)), line=self.lines[path])
            )
            return ""
        self.lines[path] = one.line
        return one.text


def _many(names: Path, many: bool) -> bool:
    """Whether there may be many tables of this name."""
    if names[-1] in LISTS:
        return True
    named = len(names) == 2 and names[0] in NAMED
    return many and not named and names not in (("words",), ("goes_to",), *((name,) for name in NAMED))
