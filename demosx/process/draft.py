"""What could be read of a process file so far, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from .definition import Process, Rule
from .fitting import Complaint
from .kinds import Kind
from .logic import Truth, truth
from .mending.slips import Slip
from .naming import Naming
from .problems import Fact, Problem, make_problem
from .source import Path, SourceMap
from .vocabulary import Vocabulary

HEADERS_LOST = frozenset({"header_name", "loose_text", "table_twice"})
"""Slips by which what stands below may belong elsewhere."""


@dataclass
class Draft:
    """What could be read of a file, and what is wrong with it so far.

    - `faithful`: whether nothing is read as something else than it says.
    - `lines`, `paths`: where things stand; a rule by its key.
    - `unread`, `doubtful`: the rules whose condition could not be read, or names something that is not there.
    - `unsure`: the stages and duties whose kind, options or outcomes could not be read.
    - `misfits`: the places whose value did not fit, and what they are in.
    - `mended`: whether the text itself is no TOML.
    - `guessed`: the lines of which nothing more is to be said.
    - `lost`: the stages (None: outside of them) of which some rule could not be read at all, so that nothing can be
      said of what they lack. `holes`: the tables of which some key could not.
    - `headless`: what may have lost its header: a stage, a duty, a rule. `stray`: stages that are nothing but rules.
    - `misnamed`: the keys that no stage or duty can have, with those under which they are read.
    - `ownerless`: the stages of which it has been told that nobody owns them.
    - `mistyped`: the words that a condition may have meant by another, or that are mistyped themselves.
    """

    filename: str
    kinds: Mapping[str, Kind]
    vocabulary: Vocabulary
    faithful: bool = False
    lines: SourceMap = field(default_factory=SourceMap)
    process: Process | None = None
    problems: list[Problem] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    lost: set[str | None] = field(default_factory=set)
    guessed: set[int] = field(default_factory=set)
    mended: bool = False
    headless: set[str] = field(default_factory=set)
    misfits: set[Path] = field(default_factory=set)
    holes: set[Path] = field(default_factory=set)
    stray: dict[str, Path] = field(default_factory=dict)
    ownerless: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    mistyped: set[str] = field(default_factory=set)
    _truths: dict[str, Truth] = field(default_factory=dict)
    misnamed: dict[str, str] = field(default_factory=dict)

    def error(self, code: str, path: Path, **facts: Fact) -> None:
        """Note an error at a place of the file."""
        self._note(self.lines.line(path), code, "error", facts)

    def warn(self, code: str, path: Path, **facts: Fact) -> None:
        """Note something to think about."""
        self._note(self.lines.line(path), code, "warning", facts)

    def slipped(self, slips: Iterable[Slip]) -> None:
        """Note slips of the pen."""
        for one in slips:
            self._note(one.line, one.code, "error", one.facts)
            if one.guess:
                self.guessed.add(one.line)
            if one.code in HEADERS_LOST:
                self.headless |= {"stage", "duty", "rule"}
                self.lost.add(None)

    def complain(self, base: Path, complaints: Iterable[Complaint]) -> None:
        """Note what did not fit below a place."""
        for one in complaints:
            if one.code == "missing_key" and base + one.path[:-1] in self.holes:
                continue
            place = base + one.path
            self.error(one.code, place, **one.facts)
            self.misfits |= {place[:end] for end in range(1, len(place) + 1)}

    def _note(
        self, line: int, code: str, level: Literal["error", "warning"], facts: Mapping[str, Fact]
    ) -> None:
        if line not in self.guessed:
            self.problems.append(make_problem(self.filename, line, code, level, facts))

    @cached_property
    def naming(self) -> Naming:
        """Finds which stage or duty of the process is meant. To be asked once the process has been read."""
        assert self.process is not None
        return Naming(self.process, self.misnamed)

    def truth(self, rule: Rule) -> Truth:
        """When a rule's condition is true, found once."""
        if rule.key not in self._truths:
            self._truths[rule.key] = truth(rule.when)
        return self._truths[rule.key]

    @property
    def complete(self) -> bool:
        """Whether every rule could be read, so that what none of them does is worth a word."""
        return not self.lost and not self.unread and not self.doubtful
