"""Rehearse a story in a test: rules and steps as text, without a file."""

from collections.abc import Mapping

from demosx.process import Calendar, Problem, Process, Vocabulary
from demosx.process.simulate import NoRules, Rehearsal, Scenario, Setting, read, rehearse
from tests.process.journeys import KOREA, example
from tests.process.journeys import read as read_process
from tests.process.kinds import KINDS

TOP = 'process = "rules.toml"\nfiled = 2019-02-01\n'
RIGHTS = {
    "withdraw": frozenset({"lead"}),
    "override": frozenset({"lead"}),
    "pause": frozenset({"operator", "official", "lead"}),
    "hand_over": frozenset({"operator", "official", "lead"}),
    "merge": frozenset({"operator", "official", "lead"}),
}


def setting(
    files: Mapping[str, str] | None = None, calendar: Calendar = KOREA, vocabulary: Vocabulary | None = None
) -> Setting:
    """A setting whose process files are these texts; `rules.toml` is that of Seoul in 2019 unless they say so."""

    def rules(path: str) -> Process:
        if files and path in files:
            return read_process(files[path])
        if path != "rules.toml":
            raise NoRules("no_such_process", named=path)
        return example("seoul-2019")

    return Setting(KINDS, vocabulary or Vocabulary(), calendar, rules)


def problems(text: str, files: Mapping[str, str] | None = None) -> list[Problem]:
    """What is wrong with a scenario, or may not be meant."""
    return read(text, "story.toml", setting(files))[1]


def scenario(text: str, files: Mapping[str, str] | None = None, top: str = TOP) -> Scenario:
    """A scenario without errors; what is always the same stands above it."""
    found, wrong = read(top + text, "story.toml", setting(files))
    assert found is not None, [problem.text("en") for problem in wrong]
    return found


def play(text: str, files: Mapping[str, str] | None = None, top: str = TOP) -> Rehearsal:
    """Rehearse a story."""
    return rehearse(scenario(text, files, top), KINDS, RIGHTS, frozenset())


def unmet(rehearsal: Rehearsal) -> list[tuple[int, str, object, object]]:
    """Everything that is not as expected: the step's number, what, expected, got."""
    return [
        (result.step.number, one.what, one.expected, one.got)
        for result in rehearsal.results
        for one in result.differences
    ]


def refusals(rehearsal: Rehearsal) -> list[str | None]:
    """By step, why an act was refused."""
    found = [result.outcome.refusal for result in rehearsal.results]
    return [refusal.code if refusal else None for refusal in found]
