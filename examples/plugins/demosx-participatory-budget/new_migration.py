"""Write a migration from what has changed in the models since the last one: python new_migration.py "Add …" """

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from demosx_participatory_budget import plugin

from demosx import testing
from demosx.commands import database
from demosx.core.db import db

AFTER = "0001"
"""The revision of DemosX whose tables our first one refers to."""


def place(known: ScriptDirectory) -> dict[str, Any]:
    """Where the new revision belongs: behind our last one, or at the beginning of our own branch."""
    branches = {label for script in known.walk_revisions() for label in script.branch_labels}
    if plugin.name in branches:
        return {"head": f"{plugin.name}@head"}
    return {"head": "base", "splice": True, "branch_label": plugin.name, "depends_on": AFTER}


def main(message: str) -> None:
    """Bring an empty database up to the last revision, and write what it lacks."""
    with TemporaryDirectory() as folder:
        app = testing.application(Path(folder), plugins=[plugin.name])
        config = database.config(app)
        database.upgrade(app)
        with app.app_context():
            where = place(ScriptDirectory.from_config(config))
            command.revision(config, message, autogenerate=True, version_path=str(plugin.migrations), **where)
            db.engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
