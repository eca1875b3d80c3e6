"""A site folder as `demosx init` makes it, fresh for each test; and a busy city whose rules change."""

import shutil
from pathlib import Path

import pytest

from tests.busy_fixtures import built, city

from .calling import ADMIN, ok

__all__ = ["built", "city"]


@pytest.fixture(scope="session")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that nobody changes; made once."""
    folder = tmp_path_factory.mktemp("made") / "city"
    ok(
        "init",
        folder,
        "--name",
        "Handeul",
        "--second-name",
        "한들시",
        "--language",
        "en",
        "--admin",
        ADMIN,
        "--yes",
    )
    return folder


@pytest.fixture
def site(new_site: Path, tmp_path: Path) -> Path:
    """A copy of it, in a folder of its own."""
    return Path(shutil.copytree(new_site, tmp_path / "site"))
