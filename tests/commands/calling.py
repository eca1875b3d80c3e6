"""What the tests of the command share: calling it, and a site folder made by it."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from demosx.cli import commands

ADMIN = "admin@city.example"


def call(*arguments: object, given: str = "") -> Result:
    """Run the command in this process, in English; the result has exit_code, stdout and stderr."""
    environment = {"DEMOSX_LANGUAGE": "en", "DEMOSX_SITE": None}
    return CliRunner().invoke(
        commands, [str(argument) for argument in arguments], input=given, env=environment, prog_name="demosx"
    )


def ok(*arguments: object, given: str = "") -> str:
    """Run the command, which must succeed; what it printed."""
    result = call(*arguments, given=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def start(*arguments: object) -> subprocess.Popen[str]:
    """Run the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "demosx", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DEMOSX_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"},
        cwd=Path(__file__).parent.parent.parent,
    )


def edit(file: Path, old: str, new: str) -> None:
    """Change a file as somebody with an editor would."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
