"""`demosx process reference`: the page of a site, and anywhere."""

from pathlib import Path

import pytest

from .calling import ok


def test_it_is_written_in_the_language_of_the_site(site: Path) -> None:
    text = ok("--site", site, "process", "reference")
    assert text.startswith("# Process files: the dictionary") and "### `deliberation`" in text


def test_anywhere_else_it_is_written_in_the_language_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ok("process", "reference", "--lang", "ko", "-o", "page.md") == ""
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# 규칙 파일 사전")
