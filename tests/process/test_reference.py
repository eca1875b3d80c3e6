"""The reference page: it is what the program makes of its own definitions, and everything it shows is right."""

import re
from datetime import date
from string import Template
from typing import get_args

import pytest

from demosx.core.resources import shipped
from demosx.plugins import StageKind
from demosx.process import Vocabulary, parse_length
from demosx.process.lengths import FORM, Unit, parse_reminder
from demosx.process.reference import TEXTS, reference_page
from demosx.process.reference_days import LENGTHS, REMINDERS, WORKED
from demosx.process.reference_types import typed

from .real_kinds import REAL_KINDS
from .snippets import whole
from .test_explained import errors, told

PAGES = {"ko": "process-reference.md", "en": "process-reference.en.md"}
LANGUAGES = pytest.mark.parametrize("lang", PAGES)
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
COMPARED = re.compile(r"^[a-z][\w.]*( [-+*/] [\w.]+)? (>=|<=|==|!=|<|>) ")


def page(lang: str) -> str:
    return reference_page(REAL_KINDS, Vocabulary(), lang)


@LANGUAGES
def test_the_guide_has_the_page_as_it_would_be_made_now(lang: str) -> None:
    written = (shipped("guides/operate") / PAGES[lang]).read_text(encoding="utf-8")
    assert written == page(lang), f"demosx process reference --lang {lang} -o guides/operate/{PAGES[lang]}"


def test_both_languages_have_the_same_parts() -> None:
    parts = {lang: Template((TEXTS / f"reference.{lang}.md").read_text(encoding="utf-8")) for lang in PAGES}
    assert parts["ko"].get_identifiers() == parts["en"].get_identifiers()
    counts = {lang: [page(lang).count(sign) for sign in ("\n#", "\n|", "\n- ", "```")] for lang in PAGES}
    assert counts["ko"] == counts["en"]


@LANGUAGES
def test_every_piece_of_a_file_passes_the_check(lang: str) -> None:
    pieces = BLOCK.findall(page(lang))
    assert len(pieces) > 8
    assert [(piece, found) for piece in pieces if (found := errors(whole(piece)))] == []


@LANGUAGES
def test_every_condition_can_be_read_where_it_is_meant(lang: str) -> None:
    conditions = {code for code in CODE.findall(page(lang)) if COMPARED.match(code)} | {"not period_over"}
    assert len(conditions) > 20
    stages = ("support", "agenda", "forum")
    assert [one for one in conditions if all(told(one, stage) for stage in stages)] == []


@LANGUAGES
def test_every_link_within_the_page_leads_to_a_heading(lang: str) -> None:
    text = page(lang)
    headings = {re.sub(r"[^\w\- ]", "", line).strip().replace(" ", "-").lower()
                for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}  # fmt: skip
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_every_way_of_writing_a_length_is_shown_and_right() -> None:
    shown = [parse_length(meaning.example.strip('"')) for meaning in LENGTHS]
    assert {length.unit for length in shown} == set(get_args(Unit))
    suffixes = re.findall(r"\((, [a-z ]+)\)\?", FORM.pattern)
    assert all(any(suffix in meaning.example for meaning in LENGTHS) for suffix in suffixes)
    assert any(length.until for length in shown)
    assert {parse_reminder(meaning.example.strip('"')).before for meaning in REMINDERS} == {True, False}


def test_the_worked_examples_are_those_of_the_law() -> None:
    assert [one.last for one in WORKED] == [
        date(2019, 3, 3),
        date(2019, 3, 4),
        date(2024, 2, 29),
        date(2019, 2, 20),
        date(2019, 4, 2),
        date(2018, 10, 3),
        date(2019, 3, 5),
        date(2019, 3, 12),
    ]


def test_a_kind_that_says_nothing_of_itself_is_there_all_the_same() -> None:
    text = reference_page({"silent": StageKind(name="silent", offers=frozenset({"hum"}))}, Vocabulary(), "en")
    assert "### `silent`\n\n| What people can do | Meaning |\n| --- | --- |\n| `hum` |  |" in text


@pytest.mark.parametrize(
    ("node", "ko", "en"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9}, "1~9의 정수", "a whole number from 1 to 9"),
        ({"type": "integer", "minimum": 1}, "1 이상의 정수", "a whole number of at least 1"),
        ({"type": "integer", "maximum": 9}, "정수", "a whole number"),
        ({"enum": ["a", "b"]}, '`"a"`, `"b"` 가운데 하나', 'one of `"a"`, `"b"`'),
        ({"const": 1}, "`1`", "`1`"),
        ({"type": "array"}, "목록", "a list"),
        ({"type": "array", "items": {"type": "string"}}, "글의 목록", "a list, each a text"),
        ({"anyOf": [{"type": "number"}, {"type": "object"}]}, "숫자 또는 표", "a number, or a table"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}},
         "표: 이름표마다 `true` 또는 `false`", "a table: for each key `true` or `false`"),
        ({"type": "string", "format": "date"}, "날짜", "a date"),
        ({}, "아무 값", "any value"),
    ],
)  # fmt: skip
def test_types_are_said_in_plain_words(node: dict[str, object], ko: str, en: str) -> None:
    assert (typed(node, "ko"), typed(node, "en")) == (ko, en)
