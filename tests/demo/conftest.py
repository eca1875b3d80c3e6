"""The demonstration city, made by its command: once for all tests, on a day that is pinned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demosx.app import create_app
from demosx.config import load_site
from demosx.core import clock
from demosx.core.db import db
from demosx.core.web import Application
from tests.commands.calling import ok

NOW = datetime(2026, 3, 15, 3, 20, tzinfo=UTC)
"""A Sunday."""


@dataclass
class Made:
    """The site's folder, the application over it, and what the command printed."""

    folder: Path
    app: Application
    printed: str


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The city in Korean. Nobody changes it."""
    folder = tmp_path_factory.mktemp("demo") / "city"
    with clock.pinned(NOW):
        printed = ok("demo", folder, "--language", "ko", "--yes")
    app = create_app(load_site(folder))
    yield Made(folder, app, printed)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def city(made: Made) -> Iterator[Made]:
    """The same, with the application at hand and at the moment at which it was made."""
    with made.app.app_context(), clock.pinned(NOW):
        yield made
