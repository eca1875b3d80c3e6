"""`demosx process schema`: written for a site, and anywhere."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.process.written import as_json

from .calling import call, edit, ok


def test_it_is_written_for_the_site_and_in_its_language(site: Path) -> None:
    edit(site / "demosx.toml", 'languages = ["en", "ko"]', 'languages = ["ko"]')
    file = site / "processes" / "process.schema.json"
    assert ok("--site", site, "process", "schema", "-o", file) == ""
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert schema["title"] == "DemosX 규칙 파일"
    assert list(schema["properties"]["name"]["properties"]) == ["ko"]


def test_anywhere_else_it_is_printed_in_the_language_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert json.loads(ok("process", "schema"))["title"] == "DemosX process file"
    assert json.loads(ok("process", "schema", "--lang", "ko"))["title"] == "DemosX 규칙 파일"


def test_a_file_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    result = call("process", "schema", "-o", tmp_path / "missing" / "s.json")
    assert result.exit_code != 0 and "missing" in result.stderr and "Traceback" not in result.stderr


def test_a_new_site_has_it_beside_its_rules_which_say_where_it_is(site: Path) -> None:
    written = json.loads((site / "processes" / "process.schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(ok("--site", site, "process", "schema"))
    rules = sorted((site / "processes").glob("*.toml"))
    assert len(rules) == 2
    for file in rules:
        text = file.read_text(encoding="utf-8")
        assert text.startswith("#:schema ./process.schema.json\n")
        assert not list(Draft7Validator(written).iter_errors(as_json(tomllib.loads(text))))
