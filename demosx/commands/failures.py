"""What a command cannot do, said in a line; anything else is a fault of ours and keeps its traceback."""

import click
from sqlalchemy.exc import NoSuchModuleError, OperationalError, ProgrammingError

from ..config import NoSite, SiteErrors
from ..core.errors import DomainError
from ..core.terminal import _, language
from ..plugins import PluginMissing
from ..process.problems import ProcessErrors
from ..themes import ThemeMissing
from .cannot import CannotDo

NO_TABLE = ("no such table", "no such column", "does not exist")


class Failure(click.ClickException):
    """The command could not do what was asked. Shown as one line; the exit code is 1."""

    def show(self, file: object = None) -> None:
        """Write the line to where errors go."""
        click.echo(f"demosx: {self.message}", err=True)


def known() -> tuple[type[Exception], ...]:
    """The errors that people can do something about."""
    return (
        CannotDo, DomainError, NoSite, SiteErrors, ProcessErrors, PluginMissing, ThemeMissing,
        OperationalError, ProgrammingError, NoSuchModuleError, ModuleNotFoundError, PermissionError,
    )  # fmt: skip


def explain(error: Exception) -> str:
    """What happened, and what to do about it."""
    if isinstance(error, DomainError):
        return _domain(error)
    if isinstance(error, ProcessErrors):
        return "\n".join(problem.text(language()) for problem in error.problems)
    if isinstance(error, (OperationalError, ProgrammingError)):
        return _database(error)
    if isinstance(error, ModuleNotFoundError):
        return _missing_module(error)
    if isinstance(error, PermissionError):
        return _("This may not be read or written here: %(file)s", file=error.filename)
    return str(error)


def _domain(error: DomainError) -> str:
    """In the language of the terminal: here the application is closed, and lazy sentences are as they were written."""
    return _(str(error.message), **error.facts)


def _database(error: OperationalError | ProgrammingError) -> str:
    why = str(error.orig).strip().splitlines()[0]
    if any(words in why for words in NO_TABLE):
        return _("The database is not up to this version (%(why)s). Please run: demosx upgrade", why=why)
    if isinstance(error, ProgrammingError):
        raise error
    return _("The database does not answer: %(why)s", why=why)


def _missing_module(error: ModuleNotFoundError) -> str:
    if (error.name or "").startswith("psycopg"):
        return _("For PostgreSQL please install: pip install 'demosx[postgres]'")
    raise error
