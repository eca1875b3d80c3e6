"""The rules and scenarios that come along: in order, named in both languages, and rehearsed at every edge."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from demosx.app import create_app
from demosx.commands.rules_files import check_files
from demosx.commands.scenario_files import Tried, try_files
from demosx.core.security import new_secret
from demosx.core.settings import Site
from demosx.core.web import Application
from demosx.process import Event, Process, Vocabulary, load
from demosx.process.events import Fired
from demosx.process.nodes import Compare, Fact, Literal, walk
from tests.process.kinds import KINDS

EXAMPLES = Path(__file__).parent.parent / "examples"
PROCESSES = sorted((EXAMPLES / "processes").glob("*.toml"))
SCENARIOS = sorted((EXAMPLES / "scenarios").glob("*.toml"))
ABOUT = re.compile(r'"\.\./processes/([^"/]+)\.toml"')
COUNTS = ("supports", "participants")
ALLOWED_WARNINGS = {"pause_for_new"}
"""The rules of these places do ask for an age, whether or not a site can tell it."""


@pytest.fixture(scope="module")
def app() -> Application:
    """A site with nothing of its own, as the commands use it outside of a site folder."""
    return create_app(Site(name={"en": "-"}, secret_key=new_secret()))


@cache
def rules(file: Path) -> Process:
    return load(file.read_text(encoding="utf-8"), filename=file.name, kinds=KINDS, vocabulary=Vocabulary())


def scenarios_of(name: str) -> list[Path]:
    return [file for file in SCENARIOS if name in ABOUT.findall(file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_rules_are_in_order(app: Application, file: Path) -> None:
    assert {problem.code for problem in check_files(app, [file])} <= ALLOWED_WARNINGS


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_rules_are_called_the_same_everywhere(file: Path) -> None:
    """Their first lines name them in Korean and in English, with the name that people see."""
    korean, english = file.read_text(encoding="utf-8").splitlines()[:2]
    assert korean.startswith(f"# {rules(file).name['ko']}: ")
    assert english.startswith("# ")


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_scenarios_hold(app: Application, file: Path) -> None:
    [tried] = try_files(app, [file])
    assert tried.problems == ()
    assert tried.rehearsal is not None
    wrong = [difference for result in tried.rehearsal.results for difference in result.differences]
    assert wrong == []
    assert set(tried.rehearsal.scenario.name) == {"ko", "en"}


def thresholds(process: Process) -> Iterator[tuple[str, int]]:
    """The whole numbers of people that rules wait for, of at least two: the fact and the number."""
    for rule in process.every_rule:
        for part in walk(rule.when.node) if rule.when else ():
            if not isinstance(part, Compare) or part.sign != ">=" or not isinstance(part.right, Literal):
                continue
            if (
                isinstance(part.left, Fact)
                and part.left.name in COUNTS
                and isinstance(part.right.amount, int)
            ):
                yield part.left.name, part.right.amount


def counted(files: list[Path], fact: str) -> set[int]:
    """The numbers that scenarios set a count to."""
    found: set[int] = set()
    for file in files:
        for number in re.findall(rf"\b{fact} = ([\d_]+)", file.read_text(encoding="utf-8")):
            found.add(int(number.replace("_", "")))
    return found


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_scenarios_stand_just_below_at_and_above_every_number(file: Path) -> None:
    own = scenarios_of(file.stem)
    assert own
    for fact, number in thresholds(rules(file)):
        numbers = counted(own, fact)
        assert {number - 1, number} <= numbers and max(numbers) > number, f"{fact} >= {number}"


def happened(tried: Tried) -> Iterator[Event]:
    """Everything that happens in a scenario."""
    assert tried.rehearsal is not None
    yield from tried.rehearsal.filed
    for result in tried.rehearsal.results:
        yield from result.outcome.events


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_every_rule_fires_in_some_scenario(app: Application, file: Path) -> None:
    tried = try_files(app, scenarios_of(file.stem))
    fired = {event.rule for one in tried for event in happened(one) if isinstance(event, Fired)}
    assert [rule.key for rule in rules(file).every_rule if rule.key not in fired] == []


GUIDE = [EXAMPLES.parent / "guides" / "operate" / f"process-examples{end}.md" for end in ("", ".en")]


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_the_guide_quotes_the_files_as_they_are(page: Path) -> None:
    """What stands in the guide stands in a file, line for line, and every file stands in the guide."""
    text = page.read_text(encoding="utf-8")
    written = "\n".join(file.read_text(encoding="utf-8") for file in [*PROCESSES, *SCENARIOS])
    quoted = re.findall(r"^( *)```toml\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    assert quoted
    for indent, block in quoted:
        assert re.sub(f"(?m)^{indent}", "", block) in written
    assert [file.stem for file in PROCESSES if f"[{file.stem}](" not in text] == []
