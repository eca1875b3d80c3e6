"""Scenario files on disk: finding them, reading them with the words of a site or without one, and running them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os.path import normpath
from pathlib import Path

from ..config_problems import problem
from ..core.permissions import book_of
from ..core.terminal import N_
from ..core.web import Application
from ..journey.rules import calendar, registry, vocabulary
from ..process.check import examine
from ..process.definition import Process
from ..process.problems import Problem
from ..process.simulate import NoRules, Rehearsal, Setting, read, rehearse
from ..process.suggestions import similar
from .rules_files import as_typed

PERMISSIONS = {
    "withdraw": "journey:override",
    "override": "journey:override",
    "pause": "duty:pause_all",
    "hand_over": "duty:hand_over",
    "merge": "proposal:merge",
}
"""The permission behind each act that the file of the rules gives to nobody in particular."""


NOT_UTF_8 = {"ko": "UTF-8이 아닙니다", "en": "it is not UTF-8"}


@dataclass(frozen=True)
class Tried:
    """What became of a scenario file: its problems, and the rehearsal where it could be read."""

    file: str
    problems: tuple[Problem, ...]
    rehearsal: Rehearsal | None = None

    @property
    def holds(self) -> bool:
        """Whether everything is as expected."""
        return self.rehearsal is not None and self.rehearsal.holds


def scenario_files(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and those ending in `.toml` of the folders, by name. Each once."""
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(sorted(path.glob("*.toml")) if path.is_dir() else [path])
    return list(found)


@dataclass
class Shelf:
    """Process files, each read once, however many scenarios are about it."""

    app: Application
    read: dict[Path, tuple[Process | None, list[Problem]]] = field(default_factory=dict)

    def rules(self, path: Path, written: str) -> Process:
        """The rules of a file; `written` is how the scenario names it. Raises NoRules."""
        whole = path.absolute()
        if whole not in self.read:
            self.read[whole] = self._examine(path, written)
        process, problems = self.read[whole]
        errors = sum(found.level == "error" for found in problems)
        if process is None or errors:
            raise NoRules("process_wrong", named=as_typed(path), errors=errors)
        return process

    def _examine(self, path: Path, written: str) -> tuple[Process | None, list[Problem]]:
        try:
            source = path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            near = similar(path.stem, [other.stem for other in path.parent.glob("*.toml")])
            meant = f"{near}.toml" if near else ""
            raise NoRules("no_such_process", named=written, similar=meant) from error
        except UnicodeDecodeError as error:
            raise NoRules("process_unreadable", named=written, why=NOT_UTF_8) from error
        except OSError as error:
            raise NoRules("process_unreadable", named=written, why=error.strerror or "") from error
        return examine(source, filename=as_typed(path), kinds=registry().kinds, vocabulary=vocabulary())


def try_files(app: Application, files: Iterable[Path]) -> list[Tried]:
    """Read and run scenario files. The rules that they share are read once."""
    with app.app_context():
        shelf, rights = Shelf(app), rights_of(app)
        return [_try(file, shelf, rights) for file in files]


def _try(file: Path, shelf: Shelf, rights: Mapping[str, frozenset[str]]) -> Tried:
    name = as_typed(file)
    try:
        source = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return Tried(
            name, (problem(name, 1, "encoding", N_("This file is not in UTF-8. Please save it as UTF-8.")),)
        )

    def rules(written: str) -> Process:
        return shelf.rules(Path(normpath(file.parent / written)), written)

    kinds, words = registry().kinds, vocabulary()
    scenario, problems = read(source, name, Setting(kinds, words, calendar(), rules))
    if scenario is None:
        return Tried(name, tuple(problems))
    return Tried(name, tuple(problems), rehearse(scenario, kinds, rights, frozenset(words.facts)))


def rights_of(app: Application) -> dict[str, frozenset[str]]:
    """Which roles may do what the rules give to nobody in particular, by the permissions of this site."""
    roles = book_of(app).roles
    return {
        act: frozenset(role for role, permissions in roles.items() if permission in permissions)
        for act, permission in PERMISSIONS.items()
    }
