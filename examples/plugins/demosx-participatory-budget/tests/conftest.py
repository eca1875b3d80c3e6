"""An invented city with the plugin on, and its process in force."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from demosx_participatory_budget import PROCESSES
from flask.testing import FlaskClient

from demosx import testing
from demosx.core.db import db
from demosx.core.web import Application


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    """The site, with its context pushed."""
    app = testing.application(tmp_path, plugins=["participatory_budget"])
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
        testing.apply_examples([str(PROCESSES / "budget.toml")])
        yield app
        db.session.remove()


@pytest.fixture
def client(app: Application) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()
