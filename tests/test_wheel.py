"""What a city gets: the wheel, installed into an empty environment far from the checkout."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from setuptools import find_packages

ROOT = Path(__file__).parent.parent
SOURCES = ("demosx", "guides", "examples", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
LEFT_OUT = re.compile(r"(^|/)(__pycache__|build|dist|[^/]*\.egg-info)(/|$)|\.pyc$|(^|/)\.")
PATIENCE = 30.0  # seconds


def run(*command: object, cwd: Path, **variables: str) -> str:
    """Run a command outside of the checkout, which must succeed; what it printed."""
    inherited = {
        name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "DEMOSX_"))
    }
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a clean copy of the sources."""
    source = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "build", "dist", "*.egg-info")
            shutil.copytree(ROOT / name, source / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, source / name)
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        source / "dist",
        source,
        cwd=source,
    )
    [built] = (source / "dist").glob("demosx-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment with nothing but the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    commands = folder / "venv" / "bin"
    run(commands / "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    return commands


def test_every_package_is_listed() -> None:
    text = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    listed = re.search(r"^packages =\n((?:    .+\n)+)", text, re.MULTILINE)
    assert listed is not None
    wanted = {*find_packages(str(ROOT), include=["demosx", "demosx.*"]), "demosx.guides", "demosx.examples"}
    assert set(listed[1].split()) == wanted


def test_every_file_is_inside(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {
        ("" if folder == "demosx" else "demosx/") + str(file.relative_to(ROOT))
        for folder in ("demosx", "guides", "examples")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and not LEFT_OUT.search(str(file.relative_to(ROOT)))
    }
    assert wanted - inside == set()
    assert inside - wanted == set()


def test_it_works_where_nothing_else_is(installed: Path, tmp_path: Path) -> None:
    assert "init" in run(installed / "demosx", "--help", cwd=tmp_path)
    run(installed / "demosx", "init", "city", "--yes", "--name", "한들시", cwd=tmp_path)
    site = tmp_path / "city"
    assert (
        run(installed / "demosx", "check", cwd=site, DEMOSX_LANGUAGE="en")
        .splitlines()[-1]
        .startswith("Errors: 0")
    )
    assert run(installed / "demosx", "upgrade", cwd=site, DEMOSX_LANGUAGE="en").startswith(
        "The database is up to"
    )
    process = subprocess.Popen(
        [installed / "demosx", "run", "--port", "0"], cwd=site, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "DEMOSX_LANGUAGE": "en"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address is not None
        page = fetch(address[0])
        assert "한들시" in page
        for sheet in re.findall(r'href="(/theme[^"]*\.css[^"]*)"', page):
            assert "{" in fetch(address[0] + sheet.replace("&amp;", "&"))
        assert "제안" in page
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def fetch(url: str) -> str:
    """A page in Korean, as soon as the server answers."""
    end = time.monotonic() + PATIENCE
    request = urllib.request.Request(url, headers={"Accept-Language": "ko"})
    while True:
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                assert answer.status == 200
                return str(answer.read().decode())
        except ConnectionError:
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)
