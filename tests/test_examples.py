"""The examples of extensions as their users get them: wheels, installed beside ours where nothing else is."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .test_wheel import PATIENCE, ROOT, fetch, run, wheel  # noqa: F401 — `wheel` is a fixture

PLUGIN = ROOT / "examples" / "plugins" / "demosx-participatory-budget"
THEME = ROOT / "examples" / "themes" / "demosx-theme-harbour"
ENGLISH = {"DEMOSX_LANGUAGE": "en"}
PROPOSALS = """id,title,text,filed,supports
1,놀이터 그늘막,미끄럼틀이 뜨겁습니다.,2019-05-03,41
2,마을 도서관 의자,다리가 흔들립니다.,2019-05-04,12
"""


@pytest.fixture(scope="module")
def wheels(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:  # noqa: F811
    """Our wheel and those of the examples, each built from a clean copy of its sources."""
    folder = tmp_path_factory.mktemp("examples")
    for example in (PLUGIN, THEME):
        ignore = shutil.ignore_patterns("__pycache__", "build", "dist", "*.egg-info")
        copied = shutil.copytree(example, folder / example.name, ignore=ignore)
        run(
            sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, copied, cwd=folder
        )
    return [wheel, *sorted(folder.glob("*.whl"))]


@pytest.fixture(scope="module")
def commands(wheels: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment with nothing but the three wheels and what they need."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    pip = folder / "venv" / "bin" / "pip"
    run(pip, "install", "--quiet", "--disable-pip-version-check", *wheels, cwd=folder)
    return pip.parent


@pytest.fixture(scope="module")
def site(commands: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that has the plugin and the theme on, its process in force, and two proposals in it."""
    folder = tmp_path_factory.mktemp("city") / "site"
    run(commands / "demosx", "init", folder, "--yes", "--name", "한들시", cwd=folder.parent, **ENGLISH)
    switch_on(folder / "demosx.toml")
    assert "budget_0001" in run(commands / "demosx", "upgrade", "--yes", cwd=folder, **ENGLISH)
    shipped = run(
        commands / "python", "-c", "import demosx_participatory_budget as p; print(p.PROCESSES)", cwd=folder
    )
    shutil.copy(Path(shipped.strip()) / "budget.toml", folder / "processes")
    run(commands / "demosx", "process", "apply", "--yes", "processes/budget.toml", cwd=folder, **ENGLISH)
    (folder / "proposals.csv").write_text(PROPOSALS, encoding="utf-8")
    taken = run(
        commands / "demosx", "import", "proposals", "proposals.csv", "--process", "budget", "--live",
        "--as-of", "2019-05-20", cwd=folder, **ENGLISH,
    )  # fmt: skip
    assert "Imported: 2" in taken
    return folder


def switch_on(file: Path) -> None:
    """List the plugin and the theme in a site's file, as its operator would: in place of what is there."""
    text = file.read_text(encoding="utf-8")
    for key, value in (("plugins", '["participatory_budget"]'), ("theme", '"harbour"')):
        text, changed = re.subn(rf"(?m)^#?\s*{key}\s*=.*$", f"{key} = {value}", text, count=1)
        assert changed, f"{file.name} does not mention {key}"
    file.write_text(text, encoding="utf-8")


@contextmanager
def running(commands: Path, site: Path) -> Iterator[str]:
    """The address of the site while it is served."""
    process = subprocess.Popen(
        [commands / "demosx", "run", "--port", "0"], cwd=site, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **ENGLISH},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address is not None
        yield address[0]
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_the_site_checks_out(commands: Path, site: Path) -> None:
    checked = run(commands / "demosx", "check", cwd=site, **ENGLISH)
    assert checked.splitlines()[-1].startswith("Errors: 0")


def test_the_plugin_and_the_theme_are_seen(commands: Path, site: Path) -> None:
    with running(commands, site) as address:
        costs = fetch(f"{address}/costs")
        assert "제안에 드는 비용" in costs
        assert "놀이터 그늘막" in costs and "비용 산정" in costs
        assert "마을 도서관 의자" not in costs
        proposal = re.search(r'href="(/proposals/\d+)"', costs)
        assert proposal is not None
        assert "담당부서가 비용을 산정하고 있습니다" in fetch(address + proposal[1])
        home = fetch(f"{address}/")
        assert "드나드는 배처럼" in home
        assert "--accent: #16427a" in fetch(f"{address}/theme.css")
        [logo] = set(re.findall(r'src="(/theme/img/logo\.svg[^"]*)"', home))
        assert "#16427a" in fetch(address + logo)
        [sheet] = re.findall(r'href="(/theme/css/harbour\.css[^"]*)"', home)
        assert ".tide" in fetch(address + sheet)


def test_a_plugin_that_is_off_again_is_missed_by_name(commands: Path, site: Path) -> None:
    """Its rules and its tables are in use: the site says so instead of losing them."""
    file = site / "demosx.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('plugins = ["participatory_budget"]', "plugins = []"), encoding="utf-8")
    try:
        done = subprocess.run(
            [commands / "demosx", "upgrade", "--yes"], cwd=site, capture_output=True, text=True, check=False,
            env={**os.environ, **ENGLISH},
        )  # fmt: skip
    finally:
        file.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert "budget_0001" in done.stderr and "Traceback" not in done.stderr


def test_the_plugins_own_tests_pass(wheels: list[Path], tmp_path: Path) -> None:
    """They run with the tools of this environment, on the plugin as its wheel has it."""
    [plugin] = [file for file in wheels if "participatory_budget" in file.name]
    target = tmp_path / "installed"
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        target,
        plugin,
        cwd=tmp_path,
    )
    tests = shutil.copytree(
        PLUGIN / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__")
    )
    path = os.pathsep.join([str(target), str(ROOT)])
    done = run(
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests, cwd=tmp_path, PYTHONPATH=path
    )
    assert " passed" in done
