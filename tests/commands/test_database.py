"""Bringing a database up to date: all or nothing, with a branch for each plugin that has tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from demosx.app import create_app
from demosx.commands import database
from demosx.config import load_site
from demosx.core.db import db
from demosx.core.web import Application
from demosx.plugins import Plugin

REVISION = '''
"""{doc}"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {after!r}
branch_labels = {labels!r}
depends_on = {depends_on!r}


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    op.drop_table("{table}")
'''


@pytest.fixture
def app(site: Path) -> Iterator[Application]:
    """The application of a site whose database is up to date."""
    made = create_app(load_site(site, {}))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def plugin(app: Application, tmp_path: Path) -> Path:
    """A plugin that is on, with one revision; the folder of its revisions."""
    folder = tmp_path / "revisions"
    folder.mkdir()
    [head] = database.state(app).has
    write(folder, "extra_1", table="extra_one", labels=("extra",), depends_on=head)
    app.extensions["demosx_registry"].add(Plugin(name="extra", migrations=folder))
    return folder


def write(folder: Path, revision: str, *, table: str, upgrade: str = "", **links: object) -> None:
    """Put a revision into a folder."""
    make = f'op.create_table("{table}", sa.Column("id", sa.Integer, primary_key=True))'
    values = {"after": None, "labels": None, "depends_on": None, **links}
    text = REVISION.format(
        doc=f"Add {table}",
        revision=revision,
        table=table,
        upgrade=f"{make}\n    {upgrade or 'pass'}",
        **values,
    )
    (folder / f"{revision}.py").write_text(text, encoding="utf-8")


def rows(app: Application, query: str) -> list[object]:
    """What the database answers."""
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(sqlalchemy.text(query)).scalars())


def test_a_plugins_branch_is_run_once(app: Application, plugin: Path) -> None:
    assert [script.revision for script in database.state(app).needs] == ["extra_1"]
    assert [script.doc for script in database.upgrade(app)] == ["Add extra_one"]
    assert "extra_one" in database.tables(app)
    assert database.state(app).needs == ()
    assert database.upgrade(app) == ()


def test_a_newer_plugin_adds_only_what_is_new(app: Application, plugin: Path) -> None:
    database.upgrade(app)
    write(plugin, "extra_2", table="extra_two", after="extra_1")
    assert [script.revision for script in database.upgrade(app)] == ["extra_2"]
    assert {"extra_one", "extra_two"} <= set(database.tables(app))


def test_a_revision_that_breaks_leaves_everything_as_it_was(app: Application, plugin: Path) -> None:
    before = (database.tables(app), rows(app, "SELECT version_num FROM alembic_version"))
    write(plugin, "extra_2", table="extra_two", after="extra_1", upgrade="op.execute('SELECT nonsense')")
    with pytest.raises(sqlalchemy.exc.OperationalError):
        database.upgrade(app)
    assert (database.tables(app), rows(app, "SELECT version_num FROM alembic_version")) == before


def test_a_revision_that_leaves_rows_without_what_they_refer_to_is_undone(
    app: Application, plugin: Path
) -> None:
    write(plugin, "extra_2", table="extra_two", after="extra_1", upgrade="op.execute('DELETE FROM account')")
    with pytest.raises(RuntimeError, match="rows that refer to nothing"):
        database.upgrade(app)
    assert rows(app, "SELECT count(*) FROM account") == [1]
    assert "extra_two" not in database.tables(app)


def test_foreign_keys_hold_again_afterwards(app: Application, plugin: Path) -> None:
    database.upgrade(app)
    assert rows(app, "PRAGMA foreign_keys") == [1]


def test_a_plugin_that_is_off_again_is_told(app: Application, plugin: Path, site: Path) -> None:
    database.upgrade(app)
    without = create_app(load_site(site, {}))
    with pytest.raises(database.UnknownRevision, match="extra_1"):
        database.upgrade(without)
    with without.app_context():
        db.engine.dispose()
