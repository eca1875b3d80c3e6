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
            ["benchmarks.pages", "--sizes", "20", "30", "--rounds", "1"],
            ["home", "search, rare word", "proposal"],
        ),
        (["benchmarks.imports", "--rows", "30", "--live-rows", "25"], ["kept as over", "under way"]),
        (
            ["benchmarks.notifications", "--people", "30", "--letters", "10"],
            ["notices written", "digests sent"],
        ),
        (["benchmarks.startup", "--rounds", "1"], ["demosx --help", "create_app()"]),
        (
            ["benchmarks.memory", "--proposals", "20", "--workers", "1"],
            ["create_app()", "worker 1, after the pages"],
        ),
        (["benchmarks.sign_in", "--at-once", "3", "--rounds", "1"], ["signing in", "the page of signing in"]),
    ],
)
def test_a_benchmark_prints_its_table(command: list[str], rows: list[str]) -> None:
    done = _run(*command)
    assert done.returncode == 0, done.stderr
    for row in rows:
        assert f"\n{row} " in done.stdout


def test_a_city_is_made_of_copies_whose_numbers_are_right_and_measured(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'city.sqlite'}"
    filling = [
        "benchmarks.city",
        "--base",
        "10",
        "--proposals",
        "40",
        "--supports",
        "400",
        "--opinions",
        "80",
    ]
    stopped = _run(*filling, "--minutes", "0", "--database", address)
    assert stopped.returncode == 0, stopped.stderr
    filled = _run(*filling, "--database", address)
    assert filled.returncode == 0, filled.stderr
    rows = dict(line.split(": ") for line in filled.stdout.splitlines())
    assert int(rows["proposal"]) >= 40
    assert int(rows["support"].replace(",", "")) >= 400
    assert "copy 6 of 6" in filled.stderr
    assert "copy 1 of" not in filled.stderr
    again = _run(*filling, "--database", address)
    assert "filled already" in again.stderr
    done = _run("benchmarks.acts", "--rounds", "3", "--database", address)
    assert done.returncode == 0, done.stderr
    for row in ("filing a proposal", "giving a support", "third tick, whole"):
        assert f"\n{row} " in done.stdout


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
