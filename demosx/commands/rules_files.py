"""Process files on disk: finding them, and checking them with the words of a site or without one."""

from collections.abc import Iterable
from pathlib import Path

from ..core.web import Application
from ..journey.rules import registry, vocabulary
from ..process.check import check_data
from ..process.mending.foreign import LARGEST
from ..process.mending.text import parse
from ..process.problems import Problem, make_problem
from ..process.suggestions import similar


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
        key = parse(source).get("key")
    except ValueError:
        return None
    return key if isinstance(key, str) else None


def source_of(file: Path) -> str | None:
    """The text of a file; None if it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _check(file: Path) -> list[Problem]:
    shown = as_typed(file)
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        near = similar(file.stem, [other.stem for other in file.parent.glob("*.toml")])
        return [_unread(shown, "no_file", similar=str(Path(shown).with_name(f"{near}.toml")) if near else "")]
    except IsADirectoryError:
        return [_unread(shown, "folder", inside=str(Path(shown, "*.toml")))]
    except OSError as error:
        return [_unread(shown, "not_readable", why=error.strerror or "")]
    return check_data(data, filename=shown, kinds=registry().kinds, vocabulary=vocabulary())


def _unread(shown: str, code: str, **facts: str) -> Problem:
    """That there is nothing to read, in words."""
    return make_problem(shown, 0, code, "error", facts)


def as_typed(file: Path) -> str:
    """A path as somebody in the current folder would type it."""
    here = Path.cwd()
    whole = file.absolute()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(file)
