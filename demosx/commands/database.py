"""The database's shape: which revisions it has, and bringing it to the newest ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import inspect

from ..core.db import db, writing
from ..core.terminal import _
from ..core.web import Application
from ..plugins import Registry
from .cannot import CannotDo

OURS = Path(__file__).resolve().parent.parent / "migrations"


class UnknownRevision(CannotDo):
    """The database has been migrated by something that is not here now."""


@dataclass(frozen=True)
class State:
    """What a database has, and what it still needs: revisions in the order in which they will run."""

    has: tuple[str, ...]
    needs: tuple[Script, ...]


def config(app: Application) -> Config:
    """Alembic's configuration for a site: our own revisions, and those of the plugins that are on."""
    registry: Registry = app.extensions["demosx_registry"]
    folders = [OURS / "versions", *(p.migrations for p in registry.plugins if p.migrations)]
    made = Config(str(OURS / "alembic.ini"))
    made.set_main_option("script_location", _escaped(OURS))
    made.set_main_option("version_locations", "\n".join(map(_escaped, folders)))
    return made


def state(app: Application) -> State:
    """Compare a database with the revisions there are. Changes nothing. Raises UnknownRevision."""
    scripts = ScriptDirectory.from_config(config(app))
    with app.app_context(), db.engine.connect() as connection:
        has = MigrationContext.configure(connection).get_current_heads()
    known = {script.revision for script in scripts.walk_revisions()}
    unknown = [revision for revision in has if revision not in known]
    if unknown:
        raise UnknownRevision(
            _("The database has changes that this installation does not know (%(revisions)s): a plugin that was on is "
              "off, or a newer version was here. List the plugin again in demosx.toml, or install that version.",
              revisions=", ".join(unknown))
        )  # fmt: skip
    return State(has, tuple(_needed(scripts, has)))


def upgrade(app: Application) -> Sequence[Script]:
    """Run every revision that a database still needs, all or none; the ones that were run."""
    needs = state(app).needs
    if needs:
        with app.app_context():
            writing()
            try:
                command.upgrade(config(app), "heads")
            finally:
                writing(False)
    return needs


def remove(app: Application) -> None:
    """Take everything out that revisions have made: for an installation that failed half-way."""
    with app.app_context():
        writing()
        try:
            command.downgrade(config(app), "base")
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
        finally:
            writing(False)


def tables(app: Application) -> list[str]:
    """The names of the tables that a database holds."""
    with app.app_context():
        return inspect(db.engine).get_table_names()


def _needed(scripts: ScriptDirectory, has: tuple[str, ...]) -> list[Script]:
    done = {script.revision for script in scripts.iterate_revisions(has, "base")} if has else set()
    missing = [script for script in scripts.walk_revisions("base", "heads") if script.revision not in done]
    return missing[::-1]


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
