"""`demosx process simulate`: scenarios on disk, one or many, in a site folder or without one."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from demosx.cli import commands
from demosx.process.simulate.reading import EXPECT, STEP, TOP
from demosx.process.simulate.reading_acts import BESIDE, VERBS
from demosx.process.simulate.refusals import REFUSALS

from .calling import call, edit, ok

EXAMPLES = Path(__file__).parents[2] / "examples"
RULES = EXAMPLES / "processes" / "seoul-2019.toml"
STORY = f"""process = "{RULES}"
population = 9_700_000
filed = 2019-02-01

[[steps]]
on    = 2019-02-10
facts = {{ supports = 50 }}
expect = {{ stage = "support", duties = ["department_answer"], due = {{ department_answer = 2019-03-04 }} }}

[[steps]]
on    = 2019-02-20
act   = {{ by = "department", complete = "department_answer", outcome = "decline" }}
expect = {{ stage = "support", duties = [] }}

[[steps]]
on    = 2019-03-04
expect = {{ ended = "answered", ended_on = 2019-03-04 }}
"""


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario that holds, in the current folder."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "story.toml"
    file.write_text(STORY, encoding="utf-8")
    return file


def test_a_scenario_that_holds_is_one_line(story: Path) -> None:
    assert ok("process", "simulate", "story.toml") == "story.toml: all 3 steps hold.\n"


def test_every_difference_is_a_line_and_the_exit_code_is_1(story: Path) -> None:
    edit(story, "2019-03-04 } }", "2019-03-02 } }")
    edit(story, 'stage = "support", duties = []', 'stage = "agenda", duties = []')
    result = call("process", "simulate", "story.toml")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "story.toml:8: step 1 (2019-02-10): due day Department's answer (`department_answer`): "
        "expected 2019-03-02, got 2019-03-04.",
        "story.toml:13: step 2 (2019-02-20): stage: expected Agenda setting (`agenda`), got Proposal (`support`).",
        "story.toml: 2 of 3 steps go otherwise.",
    ]


def test_what_could_not_be_rehearsed_is_said(story: Path) -> None:
    edit(story, 'by = "department"', 'by = "official"')
    result = call("process", "simulate", "story.toml")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-2:] == [
        "story.toml: 1 of 3 steps go otherwise.",
        "1 further steps could not be rehearsed.",
    ]


def test_a_wrong_file_does_not_run(story: Path) -> None:
    edit(story, "duties = []", 'duties = ["referal"]')
    edit(story, '"decline"', '"declien"')
    result = call("process", "simulate", "story.toml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "story.toml:12: error: The duty `department_answer` has no outcome `declien`. Did you mean `decline`?",
        "story.toml:13: error: There is no duty `referal`. Did you mean `referral`?",
    ]


def test_the_process_file_is_looked_for_from_the_scenario(story: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "citizen.toml").write_bytes(RULES.read_bytes())
    edit(story, str(RULES), "../rules/citizen.toml")
    (tmp_path / "stories").mkdir()
    story.rename(tmp_path / "stories" / "story.toml")
    assert "all 3 steps hold" in ok("process", "simulate", "stories")


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("rules/citzen.toml", "There is no process file `rules/citzen.toml`. Did you mean `citizen.toml`?"),
        ("rules/nothing.toml", "There is no process file `rules/nothing.toml`. The path begins where"),
        ("rules", "The process file `rules` cannot be read: Is a directory."),
        ("rules/latin.toml", "The process file `rules/latin.toml` cannot be read: it is not UTF-8."),
        (
            "rules/wrong.toml",
            "The process file `rules/wrong.toml` has 1 errors. Run `demosx process check rules/wrong",
        ),
    ],
)
def test_rules_that_cannot_be_used(story: Path, tmp_path: Path, named: str, says: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "citizen.toml").write_bytes(RULES.read_bytes())
    (tmp_path / "rules" / "latin.toml").write_bytes("name = 'café'".encode("latin-1"))
    wrong = RULES.read_text(encoding="utf-8").replace('move = "method"', 'move = "metod"')
    (tmp_path / "rules" / "wrong.toml").write_text(wrong, encoding="utf-8")
    edit(story, str(RULES), named)
    result = call("process", "simulate", "story.toml")
    assert result.exit_code == 1
    assert f"story.toml:1: error: {says}" in result.stderr


def test_a_scenario_that_is_not_utf_8(story: Path) -> None:
    story.write_bytes("name = 'café'".encode("latin-1"))
    result = call("process", "simulate", "story.toml")
    assert result.exit_code == 1
    assert "story.toml:1: error: This file is not in UTF-8." in result.stderr


def test_folders_and_files_are_summed_up_each_once(story: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    for name in ("b.toml", "a.toml"):
        (tmp_path / "more" / name).write_text(STORY, encoding="utf-8")
    edit(tmp_path / "more" / "b.toml", '"answered"', '"expired"')
    result = call("process", "simulate", "more", "story.toml", "more/a.toml")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "more/a.toml: all 3 steps hold.",
        "more/b.toml:17: step 3 (2019-03-04): end: expected Expired (`expired`), got Answered (`answered`).",
        "more/b.toml: 1 of 3 steps go otherwise.",
        "story.toml: all 3 steps hold.",
        "Scenarios: 3, of which hold: 2",
    ]


def test_a_folder_without_scenarios_holds_nothing(story: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = call("process", "simulate", "empty")
    assert (result.exit_code, result.stderr) == (1, "There is no scenario here.\n")


def test_the_whole_story_can_be_told(story: Path) -> None:
    lines = ok("process", "simulate", "-v", "story.toml").splitlines()
    assert lines[0] == "# story.toml"
    assert "2019-02-10  step 1  supporters 50" in lines
    assert lines[-1] == "story.toml: all 3 steps hold."


def test_the_same_as_data(story: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text(STORY.replace("steps", "step"), encoding="utf-8")
    edit(story, '"answered"', '"expired"')
    result = call("process", "simulate", "--json", "story.toml", "wrong.toml")
    assert result.exit_code == 1
    ran, wrong = json.loads(result.stdout)
    assert (ran["file"], ran["holds"], ran["problems"], ran["process"]) == (
        "story.toml",
        False,
        [],
        "citizen",
    )
    assert [step["holds"] for step in ran["steps"]] == [True, True, False]
    assert (wrong["file"], wrong["holds"], wrong["steps"]) == ("wrong.toml", False, [])
    assert [problem["code"] for problem in wrong["problems"]] == ["missing_key", "scenario_key"]
    assert wrong["problems"][0]["message"].keys() == {"ko", "en"}
    assert json.loads(ok("process", "simulate", "--json", EXAMPLES / "scenarios" / "seoul-2019-answer.toml"))[
        0
    ]["holds"]


def test_in_a_site_folder_its_calendar_roles_and_permissions_hold(site: Path, story: Path) -> None:
    edit(story, "2019-03-04 } }", "2019-03-05 } }")
    assert call("--site", site, "process", "simulate", story).exit_code == 1
    edit(site / "demosx.toml", "add = []", "add = [2019-03-04]")
    ok("--site", site, "process", "simulate", story)

    pressed = 'act = { by = "clerk", move = "agenda" }\nexpect = { stage = "agenda" }\n'
    story.write_text(STORY.split("[[steps]]")[0] + "[[steps]]\non = 2019-02-10\n" + pressed, encoding="utf-8")
    assert "There is no role `clerk`" in call("--site", site, "process", "simulate", story).stderr
    clerk = '[roles.clerk]\nname = { ko = "서기", en = "Clerk" }\npermissions = ["journey:press"]\n[limits]'
    edit(site / "demosx.toml", "[limits]", clerk)
    refused = call("--site", site, "process", "simulate", story).stdout
    assert "`clerk` may not do this; it is for: Lead (`lead`)." in refused
    edit(site / "demosx.toml", '"journey:press"', '"journey:override"')
    ok("--site", site, "process", "simulate", story)


GUIDES = Path(__file__).parents[2] / "guides" / "operate"


@pytest.mark.parametrize(("guide", "lang"), [("rehearsal.md", "ko"), ("rehearsal.en.md", "en")])
def test_the_example_of_the_guide_goes_as_it_says(site: Path, guide: str, lang: str) -> None:
    blocks = re.findall(r"```(?:toml)?\n(.*?)```", (GUIDES / guide).read_text(encoding="utf-8"), re.DOTALL)
    example, _command, holds, differs, story, mistaken = (block.strip() for block in blocks)
    file = site / "scenarios" / "answer.toml"
    file.parent.mkdir(exist_ok=True)

    def say(text: str, *options: str) -> str:
        file.write_text(text, encoding="utf-8")
        arguments = ["--site", str(site), "process", "simulate", *options, str(file)]
        said = CliRunner().invoke(commands, arguments, env={"DEMOSX_LANGUAGE": lang}).output
        return said.replace(str(site / "scenarios"), "scenarios")

    assert say(example).strip() == holds
    assert say(example.replace("2019-03-04 } }", "2019-03-02 } }")).strip() == differs
    assert re.sub(r"\d+(?=번째 줄)|(?<=line )\d+", "36", say(example, "-v")).count(story) == 1
    assert (
        say(example.replace('complete = "department_answer"', 'complete = "department_answr"')).strip()
        == mistaken
    )


def test_the_guide_names_every_word_of_a_scenario() -> None:
    words = {*TOP, *STEP, *EXPECT, *VERBS, *BESIDE, *REFUSALS} - {"steps"}
    for guide in ("rehearsal.md", "rehearsal.en.md"):
        text = (GUIDES / guide).read_text(encoding="utf-8")
        named = set(re.findall(r"`\[?(\w+)", text)) | set(re.findall(r"`[^`]*?, (\w+) =", text))
        assert words <= named, words - named
