"""What `demosx check` says of the checks that a site lists."""

from pathlib import Path

from demosx import testing
from demosx.commands import site_check
from demosx.journey.rules import vocabulary

FILE = "[verification]\nchecks = [{}]\n"


def said(folder: Path, *names: str) -> list[tuple[str, int]]:
    quoted = ",\n".join(f'"{name}"' for name in names)
    (folder / "demosx.toml").write_text(FILE.format(quoted), encoding="utf-8")
    app = testing.application(folder, verification={"checks": names})
    return [(one.code, one.line) for one in site_check.verification(app.extensions["demosx_site"], app)]


def test_names_that_are_not_there_are_errors_on_their_line(tmp_path: Path) -> None:
    assert said(tmp_path) == []
    assert said(tmp_path, "code", "residents") == []
    assert said(tmp_path, "code", "residnts") == [("no_check", 3)]


def test_checks_by_which_one_person_could_be_verified_twice_are_warned_of(tmp_path: Path) -> None:
    assert said(tmp_path, "code", "claim") == [("several_sorts", 2)]


def test_a_site_without_a_check_has_no_verified_people(tmp_path: Path) -> None:
    for checks, nobody in (((), {"verified"}), (("code",), set())):
        app = testing.application(tmp_path, verification={"checks": checks})
        with app.app_context():
            assert vocabulary().unreachable == nobody
