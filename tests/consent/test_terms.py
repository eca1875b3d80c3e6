"""Texts with days: which holds, which is announced, what is asked, and what is wrong with the files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from demosx.consent import terms
from demosx.consent.models import PRIVACY, SENSITIVE, TERMS
from demosx.core import clock
from demosx.core.settings import site
from demosx.core.web import Application
from tests.visiting import Person

WHEN = datetime(2026, 11, 25, 14, 59, tzinfo=UTC)  # a minute before midnight in Seoul


@pytest.fixture
def folder(app: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the texts, where the wall clock shows the evening of 25 November."""
    monkeypatch.setattr(clock, "wall", lambda: WHEN)
    monkeypatch.setitem(app.extensions, "demosx_site", site().model_copy(update={"folder": tmp_path}))
    (tmp_path / terms.FOLDER).mkdir()
    return tmp_path / terms.FOLDER


def write(folder: Path, name: str, words: str = "# 이용약관\n\n## 제1조\n\n약속입니다.") -> None:
    (folder / name).write_text(words, encoding="utf-8")


def test_without_texts_an_account_and_political_opinions_are_asked_about(folder: Path) -> None:
    assert terms.asked() == {PRIVACY: "", SENSITIVE: ""}


def test_a_version_holds_from_its_day_in_the_citys_calendar(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("terms-2026-01-01.ko.md", "terms-2026-11-26.ko.md", "privacy-2026-11-25.ko.md"):
        write(folder, name)
    assert terms.asked() == {TERMS: "2026-01-01", PRIVACY: "2026-11-25", SENSITIVE: "2026-11-25"}
    assert str(terms.coming(TERMS)) == "2026-11-26"
    monkeypatch.setattr(clock, "wall", lambda: WHEN.replace(hour=15, minute=0))
    assert terms.asked()[TERMS] == "2026-11-26"
    assert terms.coming(TERMS) is None


def test_a_text_is_read_by_everybody_with_its_other_versions(app: Application, folder: Path) -> None:
    write(folder, "terms-2026-01-01.ko.md", "# 옛 약관\n\n옛말 <script>alert(1)</script>")
    write(folder, "terms-2026-11-25.ko.md")
    write(folder, "terms-2027-01-01.ko.md", "# 새 약관\n\n새말")
    visitor = Person(app)
    now = visitor.open("/terms")
    assert now.title == "이용약관"
    now.shows("약속입니다.", "2026. 11. 25.", "2027. 1. 1.", "2026. 1. 1.")
    assert "제1조" in [heading.text for heading in now.root.all("h3")]
    old = visitor.open("/terms/2026-01-01")
    old.shows("옛말", "이전 내용")
    assert "<script>alert" not in old.html
    visitor.open("/terms/2027-01-01").shows("새말", "예고")
    for wrong in ("2026-02-30", "2025-01-01", "x", "..%2f..%2fdemosx.toml"):
        visitor.open(f"/terms/{wrong}", status=404)
    assert any(link.attributes["href"] == "/terms" for link in visitor.open("/").root.all("a"))


def test_a_text_without_a_translation_is_shown_in_the_other_language(app: Application, folder: Path) -> None:
    write(folder, "privacy-2026-11-25.ko.md", "# 처리방침\n\n본문")
    page = Person(app, language="en").open("/privacy")
    page.shows("본문", "There is no translation", "article 23")
    assert page.root.one(id="sensitive")


def test_what_is_wrong_with_the_files_is_found(folder: Path) -> None:
    for name in ("terms-2026-01-01.ko.md", "terms-2026-01-01.en.md", "privacy-2026-13-45.ko.md",
                 "terms-2026-02-01.en.md", "약관.md"):  # fmt: skip
        write(folder, name)
    write(folder, "privacy-2026-01-01.ko.md", " \n")
    found = dict(terms.slips(site()))
    assert found == {
        "privacy-2026-13-45.ko.md": "day", "terms-2026-02-01.ko.md": "ko", "약관.md": "name",
        "privacy-2026-01-01.ko.md": "empty",
    }  # fmt: skip
    assert [str(day) for day in terms.versions(TERMS)] == ["2026-01-01", "2026-02-01"]
