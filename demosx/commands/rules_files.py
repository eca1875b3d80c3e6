"""Process files on disk: finding them, and checking them with the words of a site or without one."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from ..config_problems import problem
from ..core.terminal import N_
from ..core.web import Application
from ..journey.rules import registry, vocabulary
from ..process.check import check
from ..process.problems import Problem


def of_site(folder: Path) -> list[Path]:
    """The process files of a site folder, by name."""
    return sorted((folder / "processes").glob("*.toml"))


def check_files(app: Application, files: Iterable[Path]) -> list[Problem]:
    """What is wrong with each file, or may not be meant."""
    with app.app_context():
        return [found for file in files for found in _check(file)]


def key_of(source: str) -> str | None:
    """The key of the process that a file is about; None if that cannot be read."""
    try:
        key = tomllib.loads(source).get("key")
    except tomllib.TOMLDecodeError:
        return None
    return key if isinstance(key, str) else None


def _check(file: Path) -> list[Problem]:
    shown = as_typed(file)
    try:
        source = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return [problem(shown, 1, "encoding", N_("This file is not in UTF-8. Please save it as UTF-8."))]
    return check(source, filename=shown, kinds=registry().kinds, vocabulary=vocabulary())


def as_typed(file: Path) -> str:
    """A path as somebody in the current folder would type it."""
    here = Path.cwd()
    whole = file.absolute()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(file)
