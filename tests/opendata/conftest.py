"""Running the command as somebody at a terminal does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from demosx.core.web import Application
from demosx.opendata.commands import import_group

DATA = Path(__file__).parent / "data"
RunImport = Callable[..., Result]


@pytest.fixture
def run_import(app: Application, monkeypatch: pytest.MonkeyPatch) -> RunImport:
    """Run `demosx import proposals FILE …` on the test's site, in English; a bare name is a file of the fixture."""
    monkeypatch.setenv("DEMOSX_LANGUAGE", "en")

    def run(file: str | Path, *options: str) -> Result:
        path = DATA / file if isinstance(file, str) else file
        return CliRunner().invoke(
            import_group, ["proposals", str(path), *options], obj=lambda: app, catch_exceptions=False
        )

    return run
