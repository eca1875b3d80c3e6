"""The rules that a site can begin with: each makes a site that is in order, answers, and rehearses what it says."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from demosx.cli import commands
from demosx.commands import templates
from demosx.config import load_site
from demosx.core.db import db

from .calling import call, ok

EVERY = templates.names()


@pytest.mark.parametrize("name", EVERY)
def test_a_site_from_every_template_is_in_order_and_answers(name: str, tmp_path: Path) -> None:
    from demosx.app import create_app

    folder = tmp_path / "city"
    ok("init", folder, "--template", name, "--yes")
    assert ok("--site", folder, "check").splitlines()[-1].startswith("Errors: 0")
    app = create_app(load_site(folder, {}))
    client = app.test_client()
    for address in ("/", "/how", "/proposals"):
        assert client.get(address).status_code == 200
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("name", EVERY)
def test_its_scenarios_hold_in_the_new_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, text in templates.files(name).items():
        file = tmp_path / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = ok("process", "simulate", "scenarios")
    assert "otherwise" not in said and "hold" in said


def test_rules_are_called_by_their_key_and_citizens_are_not_alone() -> None:
    assert [name for name in templates.files("gwangju-2019") if name.startswith("processes/")] == [
        "processes/citizen.toml",
        "processes/agency.toml",
    ]
    assert [name for name in templates.files("uk-parliament") if name.startswith("processes/")] == [
        "processes/petition.toml"
    ]


def test_only_scenarios_of_these_rules_come_along() -> None:
    files = templates.files("gyeonggi-2023")
    assert "scenarios/gyeonggi-2023-10000.toml" in files
    assert "scenarios/gyeonggi-2023-under-way.toml" not in files, "it needs the rules of 2019 too"
    assert '"../processes/petition.toml"' in files["scenarios/gyeonggi-2023-10000.toml"]


@pytest.mark.parametrize("name", EVERY)
def test_every_template_says_what_it_is_in_both_languages(name: str) -> None:
    assert re.search("[가-힣]", templates.about(name, "ko"))
    assert re.match("[A-Z][ -~]+$", templates.about(name, "en"))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_help_lists_them(language: str) -> None:
    shown = CliRunner().invoke(commands, ["init", "--help"], env={"DEMOSX_LANGUAGE": language}).stdout
    said = " ".join(shown.split())
    for name in EVERY:
        assert f"{name} {templates.about(name, language)}" in said


def test_an_unknown_one_is_told_the_known_ones_and_the_nearest(tmp_path: Path) -> None:
    result = call("init", tmp_path / "city", "--template", "soul-2019", "--yes")
    assert result.exit_code == 1
    assert "did you mean “seoul-2019”?" in result.stderr
    assert "madrid" in result.stderr and "petition-act" in result.stderr
    assert "did you mean" not in call("init", tmp_path / "city", "--template", "oslo", "--yes").stderr


def test_a_file_of_ones_own_comes_without_scenarios(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(templates.rules_text("uk-parliament"), encoding="utf-8")
    said = ok("init", tmp_path / "city", "--template", own, "--yes")
    assert "simulate" not in said and "processes/petition.toml" in said
    assert not (tmp_path / "city" / "scenarios").exists()
