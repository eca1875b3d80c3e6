"""What is wrong with a scenario file, noted while it is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..problems import Fact, Problem, listed, make_problem
from ..source import Path, SourceMap
from ..suggestions import similar
from .messages import HINTS, MESSAGES
from .values import Misfit, Reader


@dataclass
class Notes:
    """The file's name, its lines, and every problem so far."""

    filename: str
    lines: SourceMap = field(default_factory=SourceMap)
    problems: list[Problem] = field(default_factory=list)

    def error(self, code: str, path: Path, /, **facts: Fact) -> None:
        """Note an error at a place of the file."""
        line = self.lines.line(path)
        self.problems.append(make_problem(self.filename, line, code, "error", facts, MESSAGES, HINTS))

    def warn(self, code: str, path: Path, /, **facts: Fact) -> None:
        """Note something to think about."""
        line = self.lines.line(path)
        self.problems.append(make_problem(self.filename, line, code, "warning", facts, MESSAGES, HINTS))

    def place(self, table: Path, name: str) -> Path:
        """Where a name with dots stands in a table: as one key, or as one table in another."""
        return (*table, name) if (*table, name) in self.lines.lines else (*table, *name.split("."))

    def unknown(self, code: str, path: Path, known: Collection[str], /, **facts: Fact) -> None:
        """Note a word that leads nowhere, the fact in question being the last; suggest the one that is closest."""
        given = str(list(facts.values())[-1])
        self.error(code, path, known=listed(known), similar=similar(given, known), **facts)

    def fields(
        self, path: Path, raw: Mapping[str, Any], readers: Mapping[str, Reader], *needed: str
    ) -> dict[str, Any]:
        """The values of a table as they are read, without those that do not fit."""
        found: dict[str, Any] = {}
        for key, value in raw.items():
            if key not in readers:
                self.unknown("scenario_key", (*path, key), list(readers), key=key)
                continue
            try:
                found[key] = readers[key](value)
            except Misfit as misfit:
                self.error(misfit.code, (*path, key), key=key, **misfit.facts)
        for key in needed:
            if key not in raw:
                self.error("missing_key", path, key=key)
        return found
