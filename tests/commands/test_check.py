"""`demosx check` and `demosx process`: rules and settings are looked over, applied and shown."""

import json
from pathlib import Path

import pytest

from .calling import call, edit, ok


def test_a_new_site_has_no_errors(site: Path) -> None:
    result = call("--site", site, "check")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "demosx.toml:26: warning: `population` is 0, so rules that read it never hold.",
        "Errors: 0, warnings: 1",
    ]


def test_every_error_of_settings_and_rules_at_once(site: Path) -> None:
    edit(site / "demosx.toml", "[limits]", '[roles.official]\npermissions = ["desk:se"]\n[limits]')
    edit(site / "processes" / "citizen.toml", 'move = "agenda"', 'move = "agend"')
    edit(site / "processes" / "agency.toml", "format", "formatt")
    result = call("--site", site, "check")
    assert result.exit_code == 1
    text = result.stderr
    assert "There is no permission `desk:se`. Did you mean `desk:see`?" in text
    assert "processes/citizen.toml:" in text and "`agenda`" in text
    assert "processes/agency.toml:" in text


def test_plugins_and_themes_that_are_not_installed(site: Path) -> None:
    edit(site / "demosx.toml", "plugins = []", 'plugins = ["lottery"]')
    edit(site / "demosx.toml", 'theme = "default"', 'theme = "defualt"')
    result = call("--site", site, "check")
    assert result.exit_code == 1
    assert "The plugin “lottery” is not installed." in result.stderr
    assert "The theme “defualt” is not installed. Did you mean `default`?" in result.stderr


def test_checks_of_who_people_are(site: Path) -> None:
    edit(site / "demosx.toml", "#checks = []", 'checks = ["code", "residnts", "claim"]')
    result = call("--site", site, "check")
    assert result.exit_code == 1
    assert "There is no check of who people are called “residnts”. Did you mean `residents`?" in result.stderr
    assert "one person could be verified once by each" in result.stdout
    edit(site / "demosx.toml", '"residnts", "claim"', '"residents"')
    assert "verified" not in call("--site", site, "check").output


def test_rules_that_ask_for_verified_people_on_a_site_without_a_check(site: Path) -> None:
    edit(
        site / "processes" / "citizen.toml",
        "[stages.support]",
        '[stages.support]\nwho = { support = ["verified"] }',
    )
    warned = "Nobody can be `verified`: the site has no check of who people are."
    assert warned in call("--site", site, "check").output
    assert warned in call("--site", site, "process", "check", site / "processes" / "citizen.toml").output
    applied = call("--site", site, "process", "apply", "--yes", site / "processes" / "citizen.toml")
    assert (applied.exit_code, warned in applied.output) == (0, True)
    edit(site / "demosx.toml", "#checks = []", 'checks = ["code"]')
    assert warned not in call("--site", site, "check").output


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("http://127.0.0.1:8000", "http://city.example", "The address begins with http://"),
        ("http://127.0.0.1:8000", "https://city.example", "Mail is not sent"),
        ('transport = "file"', 'transport = "smtp"', "`mail.sender` is empty"),
    ],
)
def test_what_is_unwise_is_a_warning(site: Path, old: str, new: str, warning: str) -> None:
    edit(site / "demosx.toml", old, new)
    result = call("--site", site, "check")
    assert result.exit_code == 0
    assert warning in result.stdout


def test_a_public_demonstration_is_warned_of(site: Path) -> None:
    edit(site / "demosx.toml", "demo = false", "demo = true")
    assert "must not be a demonstration" not in ok("--site", site, "check")
    edit(site / "demosx.toml", "http://127.0.0.1:8000", "https://city.example")
    assert "must not be a demonstration" in ok("--site", site, "check")


def test_secrets_that_others_can_read_are_warned_of(site: Path) -> None:
    (site / "data" / "secrets.toml").chmod(0o644)
    assert "Others on this machine can read this file. Please run: chmod 600" in ok("--site", site, "check")


def test_a_changed_file_is_reminded_of_applied_and_shown(site: Path) -> None:
    file = site / "processes" / "citizen.toml"
    first = file.read_text(encoding="utf-8")
    edit(file, "supports >= 50", "supports >= 30")
    edit(file, "2019-01-01", "2119-01-01")
    assert "This file has not been applied as it is." in ok("--site", site, "check")

    said = ok("--site", site, "process", "apply", file, "--yes")
    assert "Citizen proposal, version 2: holds from 2119-01-01 for new proposals." in said
    assert "This file has not been applied as it is." not in ok("--site", site, "check")
    assert ok("--site", site, "process", "show", "citizen", "--version", "2") == file.read_text(
        encoding="utf-8"
    )
    assert ok("--site", site, "process", "show", "citizen") == first, "until then the first version holds"
    listed = ok("--site", site, "process", "show").splitlines()
    assert "citizen: Citizen proposal" in listed
    assert any(line.startswith("    2  from 2119-01-01, applied ") for line in listed)


def test_applying_asks_first(site: Path) -> None:
    file = site / "processes" / "citizen.toml"
    edit(file, "supports >= 50", "supports >= 30")
    result = call("--site", site, "process", "apply", file, given="n\n")
    assert result.exit_code == 1
    assert "Apply it? [y/N]" in result.stdout
    assert call("--site", site, "process", "show", "citizen", "--version", "2").exit_code == 1
    assert call("--site", site, "process", "apply", file, given="y\n").exit_code == 0
    ok("--site", site, "process", "show", "citizen", "--version", "2")


def test_the_same_file_is_not_applied_twice(site: Path) -> None:
    result = call("--site", site, "process", "apply", site / "processes" / "citizen.toml", "--yes")
    assert result.exit_code == 1
    assert result.stderr.startswith("demosx: ")
    assert call("--site", site, "process", "show", "citizen", "--version", "2").exit_code == 1


def test_a_wrong_file_is_not_applied(site: Path) -> None:
    file = site / "processes" / "citizen.toml"
    edit(file, 'move = "agenda"', 'move = "agend"')
    result = call("--site", site, "process", "apply", file, "--yes")
    assert result.exit_code == 1
    assert "`agend" in result.stderr


def test_showing_what_is_not_there(site: Path) -> None:
    result = call("--site", site, "process", "show", "citzen")
    assert (result.exit_code, result.stderr) == (
        1, "demosx: There is no process “citzen”; there are: agency, citizen.\n"
    )  # fmt: skip
    result = call("--site", site, "process", "show", "citizen", "--version", "9")
    assert (result.exit_code, result.stderr) == (1, "demosx: There is no version 9 of “citizen”.\n")


def test_rules_can_be_checked_without_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_bytes((site / "processes" / "citizen.toml").read_bytes())
    bad.write_text(good.read_text(encoding="utf-8").replace("period_over", "periodover"), encoding="utf-8")
    assert ok("process", "check", "good.toml") == "The rules are in order.\n"
    result = call("process", "check", "good.toml", "bad.toml")
    assert result.exit_code == 1
    assert result.stderr.startswith("bad.toml:")
    as_data = call("process", "check", "--json", "bad.toml")
    assert as_data.exit_code == 1
    problems = json.loads(as_data.stdout)
    assert {problem["file"] for problem in problems} == {"bad.toml"}
    assert any(problem["level"] == "error" and problem["line"] > 1 for problem in problems)
    assert all(problem["message"].keys() == {"ko", "en"} for problem in problems)
    assert json.loads(call("process", "check", "--json", "good.toml").stdout) == []


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    good = (site / "processes" / "citizen.toml").read_text(encoding="utf-8")
    bad = good.replace('move = "forum"', 'move = "forun"')
    line = bad[: bad.index('"forun"')].count("\n") + 1
    Path("good.toml").write_text(good, encoding="utf-8-sig", newline="\r\n")
    Path("bad.toml").write_text(bad, encoding="utf-8")
    Path("ansi.toml").write_bytes(bad.encode("cp949", "replace"))
    Path("unicode.toml").write_bytes(bad.encode("utf-16"))
    Path("odd.toml").write_bytes(b"# \xff\xfe\xff\x00" * 9)
    Path("document.toml").write_bytes(b"PK\x03\x04" + b"\0" * 99)
    Path("large.toml").write_bytes(b"#" * 3_000_000)
    Path("empty.toml").write_bytes(b"")
    Path("folder").mkdir()
    saved = "Save it again and choose the encoding UTF-8."
    files = "good goood bad ansi unicode odd document large empty".split()
    result = call("process", "check", *(f"{name}.toml" for name in files), "folder")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "goood.toml: error: There is no such file. Did you mean `good.toml`?",
        f"bad.toml:{line}: error: There is no stage `forun`. Did you mean `forum`?",
        f"ansi.toml:2: error: This file is not saved as UTF-8 (CP949(ANSI)). {saved}",
        f"ansi.toml:{line}: error: There is no stage `forun`. Did you mean `forum`?",
        f"unicode.toml:1: error: This file is not saved as UTF-8 (UTF-16). {saved}",
        f"unicode.toml:{line}: error: There is no stage `forun`. Did you mean `forum`?",
        "odd.toml:1: error: This is no text at all, not a plain text file. Save it as plain text, with a text editor.",
        "document.toml:1: error: This is a Word, Excel or HWPX document, or a ZIP file, not a plain text file. "
        "Save it as plain text, with a text editor.",
        "large.toml:1: error: This file is too large (at most 2 MB).",
        "empty.toml:1: error: This file is empty. It is easiest to begin with a copy of another process file.",
        "folder: error: This is a folder, not a file. Name the files in it: `folder/*.toml`.",
    ]
    assert result.stdout == "Errors: 11, warnings: 0\n"


def test_the_same_as_data_has_a_shape_to_rely_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    good = (site / "processes" / "citizen.toml").read_text(encoding="utf-8")
    Path("bad.toml").write_text(good.replace("[duties.referral]", "[duties.result]"), encoding="utf-8")
    result = call("process", "check", "--json", "bad.toml", "missing.toml")
    assert result.exit_code == 1
    renamed, missing = json.loads(result.stdout)
    assert set(renamed) == {"file", "line", "level", "code", "message", "hint", "also"}
    assert (renamed["code"], renamed["also"]) == ("unknown_duty", [renamed["line"] + 3])
    assert set(renamed["message"]) == set(renamed["hint"]) == {"ko", "en"}
    assert missing == {
        "file": "missing.toml", "line": 0, "level": "error", "code": "no_file",
        "message": {"ko": "그런 파일이 없습니다.", "en": "There is no such file."}, "hint": {}, "also": [],
    }  # fmt: skip


def test_a_site_is_checked_also_where_a_file_cannot_be_read(site: Path) -> None:
    (site / "processes" / "old.toml").mkdir()
    (site / "processes" / "ansi.toml").write_bytes("name = 이름".encode("cp949"))
    result = call("--site", site, "check")
    assert result.exit_code == 1
    assert "old.toml: error: This is a folder" in result.stderr
    assert "ansi.toml:1: error: This file is not saved as UTF-8" in result.stderr


def test_a_site_knows_its_own_roles(site: Path) -> None:
    edit(site / "demosx.toml", "[limits]", '[roles.clerk]\nname = { ko = "서기", en = "Clerk" }\n[limits]')
    file = site / "processes" / "citizen.toml"
    edit(file, 'opened_by  = ["member"]', 'opened_by  = ["clerk"]')
    assert ok("--site", site, "process", "check", file).splitlines()[-1] == "The rules are in order."
