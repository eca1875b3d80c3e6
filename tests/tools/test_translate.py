"""The command that keeps the catalogues in step, on a small program of its own."""

import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent
PROGRAM = """
from flask_babel import gettext as _, ngettext
print(_("Hello"), _("%(n)s left", n=3), ngettext("%(num)s person", "%(num)s people", 2))
"""
PAGE = "<h1>{{ _('A title') }}</h1>{% trans %}Read this{% endtrans %}"


@pytest.fixture
def translate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The command, with a program of one module and one page."""
    spec = importlib.util.spec_from_file_location("translate", ROOT / "tools" / "translate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "translate", module)
    spec.loader.exec_module(module)
    package = tmp_path / "program"
    (package / "templates").mkdir(parents=True)
    (package / "code.py").write_text(PROGRAM, encoding="utf-8")
    (package / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(module, "PACKAGE", package)
    monkeypatch.setattr(module, "CATALOGUES", package / "translations")
    return module


def run(translate: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str, given: object = None) -> int:
    """Call the command as the shell would."""
    monkeypatch.setattr(sys, "argv", ["translate.py", *arguments])
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(given) if given is not None else ""))
    result: int = translate.main()
    return result


WORDS = {
    "Hello": "안녕하세요",
    "%(n)s left": "%(n)s 남음",
    "%(num)s person": ["%(num)s명"],
    "A title": "제목",
    "Read this": "이것을 읽으세요",
}


def test_what_is_missing_can_be_filled_in_and_is_then_complete(
    translate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(translate, monkeypatch, "--missing") == 0
    missing = json.loads(capsys.readouterr().out)
    assert missing == {key: [""] if isinstance(text, list) else "" for key, text in WORDS.items()}
    assert run(translate, monkeypatch, given=WORDS) == 0
    assert run(translate, monkeypatch, "--check") == 0
    assert translate.read("ko") == WORDS
    assert translate.read("en")["%(num)s person"] == ["%(num)s person", "%(num)s people"]


def test_a_second_run_changes_no_file(translate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    run(translate, monkeypatch, given=WORDS)
    files = sorted(translate.CATALOGUES.rglob("messages.*"))
    before = [file.read_bytes() for file in files]
    assert run(translate, monkeypatch) == 0
    assert len(files) == 4 and [file.read_bytes() for file in files] == before


def test_an_incomplete_or_stale_catalogue_is_refused(
    translate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(translate, monkeypatch, given={key: text for key, text in WORDS.items() if key != "Hello"})
    assert run(translate, monkeypatch, "--check") == 1
    assert "not translated: 'Hello'" in capsys.readouterr().out
    run(translate, monkeypatch, given=WORDS)
    (translate.PACKAGE / "code.py").write_text("print()", encoding="utf-8")
    assert run(translate, monkeypatch, "--check") == 1
    assert "ko: messages.po is out of date" in capsys.readouterr().out


def test_another_placeholder_is_refused(
    translate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(translate, monkeypatch, given={**WORDS, "%(n)s left": "%(m)s 남음"})
    assert run(translate, monkeypatch, "--check") == 1
    assert "other placeholders: '%(n)s left' -> '%(m)s 남음'" in capsys.readouterr().out


def test_words_that_the_program_does_not_have_are_left_out_and_said(
    translate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(translate, monkeypatch, given={**WORDS, "Helo": "x"}) == 1
    assert "not in the program, so left out: 'Helo'" in capsys.readouterr().err
    assert "Helo" not in translate.read("ko")


def test_a_page_that_cannot_be_read_costs_no_translation(
    translate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(translate, monkeypatch, given=WORDS)
    (translate.PACKAGE / "templates" / "page.html").write_text("{{ _('A title' }}", encoding="utf-8")
    assert run(translate, monkeypatch) == 1
    assert "page.html" in capsys.readouterr().err
    assert translate.read("ko") == WORDS
    assert run(translate, monkeypatch, "--check") == 1
