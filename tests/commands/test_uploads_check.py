"""What `demosx check` says of pictures and files."""

from pathlib import Path

import pytest

from demosx import testing
from demosx.commands.uploads_check import uploads


def codes(folder: Path) -> list[str]:
    """The codes of what is found on a site in this folder."""
    return [one.code for one in uploads(testing.invented_site(folder))]


def test_nothing_is_wrong_with_a_new_site(tmp_path: Path) -> None:
    assert codes(tmp_path) == []


def test_files_that_others_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "files"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    assert codes(tmp_path) == ["open_files"]
    folder.chmod(0o700)
    assert codes(tmp_path) == []


def test_a_machine_without_any_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demosx.commands.uploads_check.font_file", lambda: None)
    assert codes(tmp_path) == ["no_font"]
