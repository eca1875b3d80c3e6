"""The reference page: every word of the language, made from the same definitions that check the files.

The prose stands in `texts/`, with a name in braces wherever a table goes.
"""

from collections.abc import Mapping
from pathlib import Path
from string import Template

from . import known_words
from .definition import ACTIONS
from .json_shape import node_of
from .kinds import Kind
from .reference_days import LENGTHS, REMINDERS, form_table, worked_table
from .reference_tables import (
    fact_table,
    fact_words,
    headers,
    key_table,
    kinds_text,
    meaning_table,
    word_table,
)  # fmt: skip
from .shape import DutyShape, ExtendShape, FreezeShape, ProcessShape, RuleShape, StageShape
from .vocabulary import Vocabulary

TEXTS = Path(__file__).parent / "texts"
TABLES = ("stages", "rules", "duties", "words", "goes_to", "pauses")
"""The keys of a file that are written as tables of their own, below the others."""


def reference_page(kinds: Mapping[str, Kind], vocabulary: Vocabulary, lang: str) -> str:
    """The page in Markdown, for these kinds of stages."""
    text = (TEXTS / f"reference.{lang}.md").read_text(encoding="utf-8")
    return Template(text).substitute(_keys(lang), **_words(vocabulary, lang), kinds=kinds_text(kinds, lang))


def _keys(lang: str) -> dict[str, str]:
    file, rule = node_of(ProcessShape), node_of(RuleShape)
    return {
        "file_keys": key_table(file, lang, [key for key in file["properties"] if key not in TABLES]),
        "file_tables": headers(file, TABLES, lang),
        "stage_keys": key_table(node_of(StageShape), lang),
        "duty_keys": key_table(node_of(DutyShape), lang),
        "rule_actions": key_table(rule, lang, ACTIONS),
        "rule_keys": key_table(rule, lang, [key for key in rule["properties"] if key not in ACTIONS]),
        "extend_keys": key_table(node_of(ExtendShape), lang),
        "freeze_keys": key_table(node_of(FreezeShape), lang),
    }


def _words(vocabulary: Vocabulary, lang: str) -> dict[str, str]:
    return {
        "facts": fact_table(lang),
        "fact_words": fact_words(vocabulary, lang),
        "length_forms": form_table(LENGTHS, lang),
        "reminder_forms": form_table(REMINDERS, lang),
        "worked": worked_table(lang),
        "people": meaning_table({**known_words.ROLES, **known_words.RELATIONS}, lang),
        "needs": meaning_table(known_words.NEEDS, lang),
        "pause_reasons": meaning_table(known_words.PAUSES, lang),
        "ends": meaning_table(known_words.ENDS, lang),
        "words": word_table(lang),
    }
