"""The benchmarks run; how long things take is not for tests."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("command", "rows"),
    [
        (
            ["benchmarks.pages", "--sizes", "40", "60", "--rounds", "1"],
            ["home", "search, rare word", "proposal"],
        ),
        (["benchmarks.imports", "--rows", "30", "--live-rows", "25"], ["kept as over", "under way"]),
        (["benchmarks.startup", "--rounds", "1"], ["demosx --help", "create_app()"]),
    ],
)
def test_a_benchmark_prints_its_table(command: list[str], rows: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for row in rows:
        assert f"\n{row} " in done.stdout
