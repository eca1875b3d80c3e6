"""`demosx process draw`: a file becomes a picture or a list, or its errors are told."""

import xml.etree.ElementTree as ET
from pathlib import Path

from .calling import call, edit, ok

EXAMPLES = Path(__file__).parents[2] / "examples" / "processes"
SEOUL = EXAMPLES / "seoul-2019.toml"


def test_a_picture_in_the_site_s_language_and_names(site: Path) -> None:
    edit(
        site / "demosx.toml",
        "[limits]",
        '[roles.planning_panel]\nname = { en = "Board of citizens" }\n[limits]',
    )
    drawn = ok("--site", site, "process", "draw", site / "processes" / "citizen.toml")
    root = ET.fromstring(drawn)
    assert root.get("lang") == "en" and root.get("width") == "210mm"
    assert "Board of citizens decides within 90 days" in drawn
    assert "시민제안" in ok("--site", site, "process", "draw", "--lang", "ko", SEOUL)


def test_without_a_site_it_speaks_the_language_of_the_terminal() -> None:
    assert "Citizen proposal" in ok("process", "draw", SEOUL)


def test_a_file_is_written_and_written_over(tmp_path: Path) -> None:
    file = tmp_path / "process.svg"
    file.write_text("something else", encoding="utf-8")
    assert ok("process", "draw", SEOUL, "-o", file) == ""
    assert ET.parse(file).getroot().get("height") == "297mm"


def test_a_narrow_picture() -> None:
    box = ET.fromstring(ok("process", "draw", "--narrow", SEOUL)).get("viewBox", "").split()
    assert box[2] == "317" and float(box[3]) > 1000


def test_a_list() -> None:
    told = ok("process", "draw", "--list", "--lang", "ko", SEOUL)
    assert told.startswith(
        "시민제안\n2019. 1. 1.부터 접수한 건에 적용\n시작할 수 있는 사람: 회원\n\n1. 제안 (공감)\n"
    )
    assert "   - 공감 500명 이상이면 → 2. 의제 선정\n" in told


def test_warnings_do_not_stand_in_the_picture(tmp_path: Path) -> None:
    file = tmp_path / "citizen.toml"
    text = SEOUL.read_text(encoding="utf-8").replace(', en = "Agenda setting"', "")
    file.write_text(text, encoding="utf-8")
    assert "warning" in call("process", "check", file).output
    ET.fromstring(ok("process", "draw", file))


def test_a_file_with_errors_is_not_drawn(tmp_path: Path) -> None:
    wrong, picture = tmp_path / "wrong.toml", tmp_path / "process.svg"
    wrong.write_text(
        SEOUL.read_text(encoding="utf-8").replace('move = "agenda"', 'move = "agend"', 1), encoding="utf-8"
    )
    result = call("process", "draw", wrong, "-o", picture)
    assert result.exit_code == 1
    assert "Did you mean `agenda`?" in result.stderr
    assert not picture.exists()
