"""Every scenario that comes with the package holds, and every number in the rules of every place is rehearsed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil, floor
from pathlib import Path

import pytest

from demosx.app import create_app
from demosx.commands.scenario_files import Tried, rights_of, try_files
from demosx.core.settings import Site
from demosx.core.web import Application
from demosx.process import Process, State, Value
from demosx.process.definition import Rule
from demosx.process.events import Event, Moved
from demosx.process.nodes import Compare, Fact, walk
from demosx.process.outlook import calendar_facts
from demosx.process.scope import given_types
from demosx.process.simulate import Rehearsal, Result, Step, rehearse
from demosx.process.simulate.counts import SAME, number
from demosx.process.simulate.telling import differences

EXAMPLES = Path(__file__).parents[2] / "examples"
PROCESSES = sorted((EXAMPLES / "processes").glob("*.toml"))
SCENARIOS = sorted((EXAMPLES / "scenarios").glob("*.toml"))
MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
KNOWN_BY_ITSELF = {"open_duties", "unchecked_batches"}


@cache
def app() -> Application:
    """An application without a site of its own."""
    return create_app(Site(name={"en": "-"}, secret_key="-" * 40))


@cache
def tried() -> dict[Path, Tried]:
    """What became of every scenario, as in a folder without a site."""
    return dict(zip(SCENARIOS, try_files(app(), SCENARIOS), strict=True))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario_holds(file: Path) -> None:
    found = tried()[file]
    assert [problem.text("en") for problem in found.problems] == []
    assert found.rehearsal is not None
    assert differences(found.rehearsal, "en") == []
    assert len(found.rehearsal.results) == len(found.rehearsal.scenario.steps)


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_looking_at_it_more_often_changes_nothing(file: Path) -> None:
    found = tried()[file].rehearsal
    assert found is not None
    once = found.scenario
    instants = [once.filed_at, *(step.at for step in once.steps)]
    looks = [
        Step(0, 0, before + (after - before) * third / 3)
        for before, after in pairwise(instants)
        for third in (1, 2)
    ]
    often = replace(once, steps=tuple(sorted([*once.steps, *looks], key=lambda step: step.at)))
    kinds = app().extensions["demosx_registry"].kinds
    again = rehearse(often, kinds, rights_of(app()), frozenset())
    assert happened(again) == happened(found)


def happened(rehearsal: Rehearsal) -> list[Event]:
    """All that has happened in a rehearsal, in order."""
    return [*rehearsal.filed, *(event for result in rehearsal.results for event in result.outcome.events)]


@cache
def by_rules() -> dict[Path, list[Rehearsal]]:
    """The rehearsals of each process file."""
    found = defaultdict(list)
    for file, one in tried().items():
        if one.rehearsal is not None:
            found[(file.parent / one.rehearsal.scenario.rules).resolve()].append(one.rehearsal)
    return found


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_every_process_is_rehearsed(file: Path) -> None:
    assert by_rules()[file.resolve()]


Threshold = tuple[str | None, str, int]
"""A stage (None for every stage), a fact, and a number of it that must have been there."""


def around(sign: str, number: Fraction | int) -> tuple[int, ...]:
    """The whole numbers on both sides of a comparison, between which it becomes true or false."""
    match sign:
        case ">=" | "<":
            return ceil(number) - 1, ceil(number)
        case ">" | "<=":
            return floor(number), floor(number) + 1
    return (ceil(number),)


def thresholds(process: Process, rule: Rule, population: int) -> Iterator[Threshold]:
    """What must be rehearsed for the numbers that a rule compares facts with."""
    own = given_types(process).keys()
    for node in walk(rule.when.node) if rule.when else ():
        if not isinstance(node, Compare):
            continue
        for sign, fact, limit in (
            (node.sign, node.left, node.right),
            (MIRRORED[node.sign], node.right, node.left),
        ):
            value = limit.value({"population": population})
            if (
                isinstance(fact, Fact)
                and fact.name not in own | KNOWN_BY_ITSELF
                and isinstance(value, int | Fraction)
            ):
                name = SAME.get(fact.name, fact.name)
                yield from ((rule.scope, name, n) for n in around(sign, value) if n >= 0)


def seen(rehearsal: Rehearsal) -> Iterator[Threshold]:
    """Every number that a fact had while the rules of a stage were read; without a stage as well."""
    scenario = rehearsal.scenario
    stage = scenario.process.first
    found = [(stage, scenario.facts)]
    before: State | None = None
    for result in rehearsal.results:
        entered = [event.visit.stage for event in result.outcome.events if isinstance(event, Moved)]
        stages = {stage, *entered[:1], result.outcome.state.visit.stage}
        found += [(one, result.step.facts) for one in stages]
        found += [
            (state.visit.stage, days(result, state)) for state in (before, result.outcome.state) if state
        ]
        before, stage = result.outcome.state, result.outcome.state.visit.stage
    for one, facts in found:
        for name, value in facts.items():
            if not isinstance(value, str | bool):
                yield from ((where, SAME.get(name, name), int(value)) for where in (one, None))


def days(result: Result, state: State) -> Mapping[str, Value]:
    """How long a proposal has been in a stage when a step comes."""
    now = result.outcome.now
    if state.visit.stage not in now.process.stages:
        return {}
    facts = calendar_facts(now.process, state, result.step.at, now.calendar)
    return {name: facts[name] for name in ("days", "days.ever") if name in facts}


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_every_threshold_is_rehearsed_just_below_and_at_it(file: Path) -> None:
    rehearsals = by_rules()[file.resolve()]
    there = {one for rehearsal in rehearsals for one in seen(rehearsal)}
    populations = {number(rehearsal.scenario.steady.get("population", 0)) for rehearsal in rehearsals} - {
        0
    } or {0}
    process = rehearsals[0].scenario.process
    missing = []
    for rule in process.every_rule:
        lacking = [set(thresholds(process, rule, population)) - there for population in populations]
        missing += [(rule.key, fact, n) for _stage, fact, n in sorted(min(lacking, key=len), key=str)]
    assert missing == []
