"""The command itself: fast, complete, and clear about what it cannot do."""

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from demosx import __version__
from demosx.cli import COMMANDS, commands
from demosx.commands.opening import Opener
from demosx.plugins import Plugin

from .calling import call, edit, ok

HEAVY = ("flask", "sqlalchemy", "pydantic", "jinja2", "babel", "gunicorn", "werkzeug")
SELDOM = (
    "alembic", "authlib", "huey", "icalendar", "joserfc", "mako", "OpenSSL", "psycopg", "python_calamine", "pywebpush",
    "redis", "requests", "urllib3", "webauthn", "xlsxwriter",
)  # fmt: skip


def test_help_loads_nothing_that_takes_time() -> None:
    code = (
        "import sys\nfrom demosx.cli import commands\n"
        "commands(['--help'], standalone_mode=False)\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"
    assert all(name in done.stdout for name in COMMANDS)


def test_a_small_site_loads_nothing_that_it_may_never_use(site: Path) -> None:
    """On SQLite, without providers and without a queue: each of these comes with whoever first needs it."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom demosx.app import create_app\nfrom demosx.config import load_site\n"
        f"create_app(load_site(Path({str(site)!r}), {{}}))\n"
        f"print('loaded:', [name for name in {SELDOM!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "loaded: []\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_what_help_says_of_a_command_is_what_the_command_says(name: str) -> None:
    command = commands.get_command(commands.make_context("demosx", ["version"]), name)
    assert command is not None
    assert command.name == name
    assert command.help == COMMANDS[name][1]
    assert ok(name, "--help").startswith(f"Usage: demosx {name}")


def test_version() -> None:
    assert ok("version") == f"DemosX {__version__}\n"


def test_outside_of_a_site_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("run", "serve", "check", "tick", "upgrade"):
        result = call(name)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr.startswith(f"demosx: There is no demosx.toml in {tmp_path}.")
        assert result.stderr.count("\n") == 1


def test_a_mistyped_command_or_option_is_usage(site: Path) -> None:
    assert call("srve").exit_code == 2
    assert "No such command 'srve'" in call("srve").stderr
    assert call("--site", site, "srve").exit_code == 2
    assert call("run", "--port", "many").exit_code == 2


def test_a_plugin_that_is_on_adds_its_commands(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    @click.pass_obj
    def lottery(opener: Opener) -> None:
        click.echo(f"drawn for {opener.site().name['en']}")

    plugin = Plugin(name="lottery", commands=(lottery,))
    point = SimpleNamespace(name="lottery", load=lambda: plugin)
    monkeypatch.setattr("demosx.plugins.installed", lambda: {"lottery": point})
    assert call("--site", site, "lottery").exit_code == 2
    edit(site / "demosx.toml", "plugins = []", 'plugins = ["lottery"]')
    assert ok("--site", site, "lottery") == "drawn for Handeul\n"


def test_a_broken_site_file_is_told_line_by_line(site: Path) -> None:
    (site / "demosx.toml").write_text("nmae = 3\nurl = 4\n", encoding="utf-8")
    result = call("--site", site, "tick")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "demosx: demosx.toml:1: error: `name` is missing.",
        "demosx.toml:1: error: There is no setting `nmae`. Did you mean `name`?",
        "demosx.toml:2: error: `url` must be an address that begins with http:// or https://.",
    ]


def test_a_database_that_is_not_there_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMOSX_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    for name in ("tick", "upgrade"):
        result = call("--site", site, name)
        assert result.exit_code == 1
        assert result.stderr.startswith("demosx: The database does not answer: ")
        assert "Traceback" not in result.stderr


def test_upgrading_twice_does_nothing_the_second_time(site: Path) -> None:
    assert ok("--site", site, "upgrade") == "The database is up to this version already. Nothing to do.\n"


def test_upgrading_an_empty_database_brings_it_up(site: Path) -> None:
    (site / "data" / "demosx.sqlite").unlink()
    result = call("--site", site, "tick")
    assert (result.exit_code, result.stderr) == (
        1, "demosx: The database is not up to this version yet. Please run: demosx upgrade\n"
    )  # fmt: skip
    assert "Done: " in ok("--site", site, "upgrade")
    assert ok("--site", site, "tick") == "Nothing was due.\n"


def test_the_installed_version_may_be_older_than_the_database(site: Path) -> None:
    import sqlite3

    with sqlite3.connect(site / "data" / "demosx.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    result = call("--site", site, "upgrade")
    assert result.exit_code == 1
    assert "does not know (from_the_future)" in result.stderr


def test_a_site_folder_can_move(site: Path, tmp_path: Path) -> None:
    shutil.move(site, tmp_path / "moved")
    assert ok("--site", tmp_path / "moved", "check").splitlines()[-1].startswith("Errors: 0")
