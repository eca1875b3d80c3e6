"""What is wrong with a scenario file, noted while it is read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..mending.slips import Slip
from ..mending.tables import AGAIN, TORN
from ..problems import Fact, Problem, listed, make_problem
from ..source import Path, SourceMap
from ..suggestions import similar
from ..words import Names
from .called import CALLED
from .messages import HINTS, MESSAGES
from .values import Misfit, Reader


@dataclass
class Notes:
    """The file's name, its lines, and every problem so far. Nothing more is said of the lines in `guessed`; `names` are
    what people call the keys that may stand in the file."""

    filename: str
    lines: SourceMap = field(default_factory=SourceMap)
    problems: list[Problem] = field(default_factory=list)
    guessed: set[int] = field(default_factory=set)
    names: dict[str, Names] = field(default_factory=lambda: dict(CALLED))

    def error(self, code: str, path: Path, /, **facts: Fact) -> None:
        """Note an error at a place of the file."""
        self._note(self.lines.line(path), code, "error", facts)

    def warn(self, code: str, path: Path, /, **facts: Fact) -> None:
        """Note something to think about."""
        self._note(self.lines.line(path), code, "warning", facts)

    def slipped(self, slips: Iterable[Slip]) -> None:
        """Note slips of the pen. Of a line that could only be guessed nothing more is said."""
        for one in slips:
            self._note(one.line, one.code, "error", one.facts)
            self.guessed |= {one.line} if one.guess else set()

    def _note(
        self, line: int, code: str, level: Literal["error", "warning"], facts: Mapping[str, Fact]
    ) -> None:
        if line not in self.guessed:
            problem = make_problem(self.filename, line, code, level, facts, MESSAGES, HINTS)
            self.problems.append(problem)

    def place(self, table: Path, name: str) -> Path:
        """Where a name with dots stands in a table: as one key, or as one table in another."""
        return (*table, name) if (*table, name) in self.lines.lines else (*table, *name.split("."))

    def unknown(self, code: str, path: Path, known: Collection[str], /, **facts: Fact) -> None:
        """Note a word that leads nowhere, the fact in question being the last; suggest the one that is closest."""
        given = str(list(facts.values())[-1])
        self.error(code, path, known=listed(known), similar=similar(given, known, self.names), **facts)

    def fields(
        self, path: Path, raw: Mapping[str, Any], readers: Mapping[str, Reader], *needed: str
    ) -> dict[str, Any]:
        """The values of a table as they are read, without those that do not fit."""
        found: dict[str, Any] = {}
        torn = any(key.startswith(TORN) for key in raw)
        for key, value in raw.items():
            if key.startswith(TORN) or AGAIN in key:
                continue
            if key not in readers:
                self.unknown("scenario_key", (*path, key), list(readers), key=key)
                continue
            try:
                found[key] = readers[key](value)
            except Misfit as misfit:
                self.error(misfit.code, (*path, key), key=key, **misfit.facts)
        for key in needed:
            if key not in raw and not torn:
                self.error("missing_key", path, key=key)
        return found
