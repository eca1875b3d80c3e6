"""The JSON Schema for editors: it takes what the check takes, and refuses what it refuses, as far as a schema can."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from jsonschema import Draft7Validator
from pydantic import Field

from demosx.plugins import Options, StageKind
from demosx.process import Vocabulary
from demosx.process.explained import Meaning
from demosx.process.loading import read
from demosx.process.schema import process_schema

from .journeys import EXAMPLES
from .real_kinds import REAL_KINDS
from .test_check import MISTAKES, SEOUL, named
from .written import as_json, toml_file

SITE = Vocabulary()
SCHEMA = process_schema(REAL_KINDS, SITE, "en")
# What only the check can know: other parts of the file, the worth of a number, that a day stands in quotes, and which
# words and choices there are.
BEYOND = {
    "'2019-01-01'",
    '"3/2"',
    '"2/1"',
    "nan",
    "1e999999",
    'to = "2019-06-03"',
    '"Refer"',
    '"예 "',
    "laXter",
}
SHAPE = {
    "missing_key", "unknown_key", "not_one_of", "format", "wrong_type", "bad_value", "length", "reminder", "share",
    "names", "name_empty", "bad_key", "set_table", "set_value", "unknown_kind", "two_actions", "no_action",
    "unknown_role", "unknown_action",
}  # fmt: skip
WRONG = (7, Decimal("1.5"), True, [7], {}, {"x": 7})
READER = Draft7Validator(SCHEMA)


def refused(table: Mapping[str, Any], reader: Draft7Validator = READER) -> list[str]:
    return [error.message for error in reader.iter_errors(as_json(table))]


def test_it_is_a_schema_in_either_language() -> None:
    for lang in ("ko", "en"):
        Draft7Validator.check_schema(process_schema(REAL_KINDS, SITE, lang))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: str(path.stem))
def test_the_examples_pass(path: Path) -> None:
    assert refused(tomllib.loads(path.read_text(encoding="utf-8"))) == []


@named([row for row in MISTAKES["mistake"] if row["code"] in SHAPE])
def test_mistakes_of_shape_are_refused(row: dict[str, Any]) -> None:
    source = SEOUL.replace(row["old"], row["new"], 1)
    if any(part in row["new"] for part in BEYOND) or 'effective  = "' in source or not is_toml(source):
        return
    assert refused(tomllib.loads(source))


def is_toml(source: str) -> bool:
    try:
        tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return False
    return True


def full() -> dict[str, Any]:
    """A file in which every key of the language stands."""
    extend = {"times": 1, "up_to": "9 days", "by": ["lead"], "needs": ["reason"]}
    name = {"ko": "이름", "en": "Name"}
    rule = {
        "when": "days > 1",
        "by": ["lead"],
        "label": name,
        "needs": ["note"],
        "set": {"a": 1},
        "drop": ["d"],
    }
    owed = {
        "name": name, "owner": "lead", "within": "9 days", "needs": ["reason"], "remind": ["1 day before"],
        "public": True, "pause": ["hearing"], "extend": extend,
    }  # fmt: skip
    stage = {
        **owed, "period": "9 days", "allows": ["opine"], "opened_by": "lead", "shown_to": "link",
        "who": {"support": ["member"], "opine": "verified"},
        "minimum_age": 14, "report_every": "1 month", "count_within": "5 days", "rules": [{**rule, "move": "b"}],
    }  # fmt: skip
    return {
        "format": 1, "key": "t", "name": name, "first": "a", "opened_by": ["member"], "applies_to": "new",
        "effective": tomllib.loads("day = 2026-01-01")["day"], "who": ["member"], "minimum_age": 14,
        "goes_to": {"z": "a"}, "words": {"x": name}, "duties": {"d": {**owed, "outcomes": ["yes"]}},
        "pauses": [{"from": tomllib.loads("day = 2026-01-01")["day"], "to": tomllib.loads("day = 2026-01-02")["day"],
                    "reason": name, "stages": ["a"]}],
        "rules": [{**rule, "open": "d"}, {"end": "x"}, {"mark": "m"}, {"notify": "lead"}],
        "stages": {
            "a": {"kind": "support", **stage, "region_minimum": {"narae": 3}, "text_fixed_at": 20},
            "b": {"kind": "review", "name": name, "decides": ["x"], "quorum": "1/2", "majority": "2/3",
                  "dossier": True},
            "c": {"kind": "deliberation", "name": name, "choices": {"yes": name}, "form": "vote", "offline": True,
                  "ballot": "secret"},
            "e": {"kind": "answer", "name": name, "outcomes": ["accept"]},
            "f": {"kind": "execution", "name": name},
        },
    }  # fmt: skip


def changes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every single thing in a table replaced by something else, and a key too many in every table."""
    if path:
        yield from ((path, wrong) for wrong in WRONG)
    if isinstance(value, dict):
        yield (*path, "zzz"), 7
        for key, part in value.items():
            yield from changes(part, (*path, key))
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from changes(part, (*path, number))


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    table = full()
    place: Any = table
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return table


def complaints(table: Mapping[str, Any]) -> list[str]:
    """What the check finds wrong with the shape of a file."""
    draft = read(toml_file(table), "t.toml", REAL_KINDS, SITE)
    return [problem.text("en") for problem in draft.problems if not problem.code.startswith("condition_")]


def test_the_full_file_is_in_order() -> None:
    assert refused(full()) == [] and complaints(full()) == []


def test_schema_and_check_agree_on_unknown_keys_and_wrong_types() -> None:
    differing = [
        (path, value, found, said)
        for path, value in changes(full())
        for table in [changed(path, value)]
        for found, said in [(complaints(table), refused(table))]
        if bool(found) != bool(said)
    ]
    assert differing == [(("format",), True, [], differing[0][3])]  # to Python, 1 and true are the same


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *[("within", text) for text in (
            "30 days", "1 day", "0 days", "007 days", "30days", "30  days", " 2 weeks ", "2 working days",
            "2 weeks, first day counted", "2 weeks, rolled", "2 weeks, first day counted, rolled",
            "2 weeks, rolled, first day counted", "until 2026-12-31", "until 2026-12-31, rolled", "until tomorrow",
            "1.5 months", "thirty days", "30일", "",
        )],
        *[("remind", [text]) for text in (
            "5 days before", "1 working day after", "5 days", "before 5 days", "5 days, rolled before", "0 days after",
        )],
        *[("extend", {"times": 1, "by": "lead", "up_to": text}) for text in ("9 days", "until 2026-12-31")],
    ],
)  # fmt: skip
def test_times_are_read_alike(key: str, text: Any) -> None:
    table = changed(("duties", "d", key), text)
    assert bool(complaints(table)) == bool(refused(table))


@pytest.mark.parametrize("text", ["1/2", "2/3", "1/1", "half", "0.5", "1/2/3", "1 / 2", ""])
def test_shares_are_read_alike(text: str) -> None:
    table = changed(("stages", "b", "quorum"), text)
    assert bool(complaints(table)) == bool(refused(table))


def test_every_key_of_the_language_is_in_the_full_file() -> None:
    stages = full()["stages"]
    properties = SCHEMA["properties"]["stages"]["additionalProperties"]["properties"]
    assert set(properties) == {key for stage in stages.values() for key in stage}
    assert set(SCHEMA["properties"]) == set(full())
    assert set(SCHEMA["definitions"]["rule"]["properties"]) == {
        key for one in full()["rules"] for key in one
    } | {"move"}


def test_a_stage_may_say_only_what_its_kind_knows() -> None:
    table = full()
    table["stages"]["c"]["quorum"] = "1/2"
    assert refused(table) == ["Additional properties are not allowed ('quorum' was unexpected)"]


def test_whom_a_site_knows_and_how_it_calls_things_is_offered() -> None:
    site = Vocabulary(roles=("member", "juror"), languages=("ko", "vi"))
    schema = process_schema(REAL_KINDS, site, "ko")
    opened_by = schema["properties"]["opened_by"]
    assert opened_by["items"]["enum"] == ["member", "juror", "proposer", "department"]
    assert list(schema["properties"]["name"]["properties"]) == ["ko", "vi"]
    assert schema["properties"]["effective"]["description"].startswith("시행일입니다.")
    assert "`supports`" in schema["definitions"]["rule"]["properties"]["when"]["description"]
    small = {"format": 1, "key": "t", "name": {"vi": "T"}, "first": "a"}
    small["stages"] = {"a": {"kind": "execution", "name": {"vi": "A"}}}
    reader = Draft7Validator(schema)
    assert refused({**small, "opened_by": "juror"}, reader) == []
    assert len(refused({**small, "opened_by": "lead"}, reader)) == 1


class Costing(Options):
    ceiling: Annotated[int, Field(gt=0), Meaning("상한액입니다.", "The most it may cost.", "ceiling = 5")] = 5
    form: bool = False
    wild: Any = None


def test_a_kind_that_a_plugin_brings_is_known_with_its_options() -> None:
    costing = StageKind(name="costing", options=Costing, offers=frozenset({"estimate"}))
    reader = Draft7Validator(process_schema({**REAL_KINDS, "costing": costing}, SITE, "en"))
    table = full()
    stage = {"kind": "costing", "name": {"en": "Costs"}, "allows": ["estimate"], "ceiling": 9, "form": True}
    table["stages"]["f"] = stage
    assert refused(table, reader) == []
    for key, value in {"ceiling": 0, "form": "vote", "allows": ["vote"], "quorum": "1/2"}.items():
        table["stages"]["f"] = {**stage, key: value}
        assert len(refused(table, reader)) == 1, key


def test_editors_can_complete_it() -> None:
    """They look into `properties` and `anyOf`, and lose what stands beside `allOf` and `$ref`."""
    stage = SCHEMA["properties"]["stages"]["additionalProperties"]
    assert {"kind", "period", "quorum", "choices"} <= set(stage["properties"])
    assert stage["properties"]["kind"]["enum"] == list(REAL_KINDS)
    assert not any("allOf" in node or ("$ref" in node and len(node) > 1) for node in nodes(SCHEMA))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_key_is_explained(lang: str) -> None:
    schema = process_schema(REAL_KINDS, SITE, lang)
    stage = schema["properties"]["stages"]["additionalProperties"]
    duty = schema["properties"]["duties"]["additionalProperties"]
    pause, rule = schema["properties"]["pauses"]["items"], schema["definitions"]["rule"]
    for part in (schema, stage, duty, pause, rule, duty["properties"]["extend"]):
        assert [key for key, node in part["properties"].items() if not node.get("description")] == []


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for part in node.values():
            yield from nodes(part)
    elif isinstance(node, list):
        for part in node:
            yield from nodes(part)
