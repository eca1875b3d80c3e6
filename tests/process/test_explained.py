"""Every word of the language says in both languages what it means, with an example that the check passes."""

import re
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from demosx.process import Vocabulary, check, parse_condition
from demosx.process.common_facts import COMMON
from demosx.process.definition import ACTIONS, BUILT_IN_ENDS
from demosx.process.explained import MEANING, Meaning
from demosx.process.json_shape import node_of
from demosx.process.known_words import ENDS, NEEDS, PAUSES, RELATIONS, ROLES
from demosx.process.loading import read
from demosx.process.scope import scope_of
from demosx.process.shape import (
    DutyShape,
    ExtendShape,
    FreezeShape,
    Need,
    ProcessShape,
    RuleShape,
    StageShape,
)
from demosx.process.typing_check import ConditionCheck
from demosx.process.words import BUILT_IN

from .real_kinds import REAL_KINDS
from .snippets import BASE, added, in_table, whole

SITE = Vocabulary()
SHAPES = (ProcessShape, StageShape, DutyShape, RuleShape, ExtendShape, FreezeShape)
OPTIONS = tuple(kind.options for kind in REAL_KINDS.values())
HANGUL = re.compile("[가-힣]")
STAGE_OF = {
    "support": "support",
    "review": "agenda",
    "deliberation": "forum",
    "answer": "reply",
    "execution": "execution",
}


def said(model: type[BaseModel]) -> list[tuple[str, Any]]:
    """The keys of a model, each with what it means."""
    return [(key, node.get(MEANING)) for key, node in node_of(model).get("properties", {}).items()]


def examples(model: type[BaseModel]) -> pytest.MarkDecorator:
    """One run of a test for each key of a model."""
    return pytest.mark.parametrize(
        ("key", "meaning"), said(model), ids=[key for key, _meaning in said(model)]
    )


def in_order(meaning: Any) -> bool:
    return (
        isinstance(meaning, Meaning)
        and bool(HANGUL.search(meaning.ko))
        and not HANGUL.search(meaning.en or "가")
    )


def errors(source: str) -> list[str]:
    found = check(source, filename="t.toml", kinds=REAL_KINDS, vocabulary=SITE)
    return [problem.text("en") for problem in found if problem.level == "error"]


@pytest.mark.parametrize("model", [*SHAPES, *OPTIONS], ids=lambda model: str(model.__name__))
def test_every_key_says_what_it_means_and_shows_how_it_is_written(model: type[BaseModel]) -> None:
    assert [
        key for key, meaning in said(model) if not in_order(meaning) or not meaning or not meaning.example
    ] == []


@pytest.mark.parametrize("name", REAL_KINDS)
def test_every_kind_its_actions_and_its_facts_say_what_they_mean(name: str) -> None:
    kind = REAL_KINDS[name]
    assert in_order(kind.meaning)
    assert set(kind.meanings) == kind.offers | set(kind.facts)
    assert [word for word, meaning in kind.meanings.items() if not in_order(meaning)] == []


def test_every_built_in_word_says_what_it_means_and_has_a_name() -> None:
    assert set(NEEDS) == set(get_args(Need)) and set(ENDS) == set(BUILT_IN_ENDS)
    for words in (ROLES, RELATIONS, NEEDS, PAUSES, ENDS):
        assert [
            word for word, meaning in words.items() if not in_order(meaning) or word not in BUILT_IN
        ] == []
    assert [fact.name for fact in COMMON if not in_order(fact.meaning)] == []
    assert set(ACTIONS) <= set(RuleShape.model_fields)


def test_the_base_is_in_order() -> None:
    assert errors(BASE) == []


@examples(ProcessShape)
def test_an_example_of_a_key_of_the_file(key: str, meaning: Meaning) -> None:
    example = BASE if key in ("stages", "duties") else meaning.example  # these two are only headers
    assert errors(whole(example)) == []


@examples(StageShape)
def test_an_example_of_a_key_of_a_stage(key: str, meaning: Meaning) -> None:
    example = meaning.example
    assert errors(whole(example) if key == "rules" else in_table("stages.agenda", example)) == []


@examples(DutyShape)
def test_an_example_of_a_key_of_a_duty(key: str, meaning: Meaning) -> None:
    assert errors(in_table("duties.department_answer", meaning.example)) == []


@examples(RuleShape)
def test_an_example_of_a_key_of_a_rule(key: str, meaning: Meaning) -> None:
    usual = 'by = ["operator"]' if key in ACTIONS else 'by = ["operator"]\nmove = "agenda"'
    assert errors(added("[[stages.support.rules]]", usual, meaning.example)) == []


@examples(ExtendShape)
def test_an_example_of_a_key_of_an_extension(key: str, meaning: Meaning) -> None:
    usual = 'times = 2\nup_to = "9 days"\nby = ["lead"]'
    assert errors(added("[duties.department_answer.extend]", usual, meaning.example)) == []


@examples(FreezeShape)
def test_an_example_of_a_key_of_a_pause(key: str, meaning: Meaning) -> None:
    usual = 'from = 2026-04-04\nto = 2026-06-03\nreason = { ko = "선거", en = "Election" }'
    assert errors(added("[[pauses]]", usual, meaning.example)) == []


@pytest.mark.parametrize("name", REAL_KINDS)
def test_the_examples_of_a_kind(name: str) -> None:
    kind = REAL_KINDS[name]
    assert kind.meaning and errors(whole(kind.meaning.example)) == []
    for _key, meaning in said(kind.options):
        assert meaning and errors(in_table(f"stages.{STAGE_OF[name]}", meaning.example)) == []
    for action in kind.offers:
        assert errors(in_table(f"stages.{STAGE_OF[name]}", kind.meanings[action].example)) == []
    for fact in kind.facts:
        assert told(kind.meanings[fact].example, STAGE_OF[name]) == []


@pytest.mark.parametrize("fact", COMMON, ids=lambda fact: str(fact.name))
def test_an_example_of_a_fact_reads_it_and_can_be_read(fact: Any) -> None:
    stage = "agenda" if fact.name == "decision" else "support"
    name = fact.name.removesuffix("*")
    assert any(read.startswith(name) for read in parse_condition(fact.meaning.example).reads)
    assert told(fact.meaning.example, stage) == []


def told(condition: str, stage: str) -> list[str]:
    """What is wrong with a condition that stands in a stage."""
    source = whole('[[stages.support.rules]]\nby = ["lead"]\nmark = "budget"')
    source = source.replace("[stages.support]\n", "[stages.support]\nregion_minimum = 3\n", 1)
    draft = read(source, "t.toml", REAL_KINDS, SITE)
    process = draft.process
    assert process is not None
    scope = scope_of(process, process.stages[stage], REAL_KINDS, SITE)
    found: list[str] = []
    node = parse_condition(condition).node
    ConditionCheck(
        draft, process, process.stages[stage], scope, lambda code, **facts: found.append(code)
    ).whole(node)
    return found
