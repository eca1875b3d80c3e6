"""Whatever the rules refuse, people are told why in a sentence."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import demosx.process
from demosx.journey.refusals import SENTENCES, in_words
from demosx.journey.rules import process_of, version_for
from demosx.journey.travel import refused
from demosx.process.acts import NotPossible

HEART = Path(demosx.process.__file__).parent
PLACE = re.compile(r"%\((\w+)\)s")


def words_of(node: ast.AST) -> set[str]:
    """The texts in an expression."""
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def codes_in(path: Path) -> set[str]:
    """The codes with which the engine refuses: those written where it is raised, and those given to the names that
    stand there, in a tuple of code and key or as `code`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    raised = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NotPossible"
    ]
    found = {word for node in raised for word in words_of(node)}
    if any(isinstance(node, ast.Name) for node in raised):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                found |= words_of(node.value)
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                found |= words_of(node.elts[0])
    return found


def test_every_code_of_the_engine_has_its_sentence() -> None:
    codes = {code for path in HEART.glob("*.py") for code in codes_in(path)}
    assert {"paused_already", "waits_for_duty", "not_paused", "no_length", "stage_gone", "duty_gone"} <= codes
    assert codes == SENTENCES.keys()


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_each_sentence_is_filled_and_in_the_reader_s_language(app: Flask, lang: str) -> None:
    process = process_of(version_for("citizen").id)
    facts = {"until": date(2019, 3, 4), "first_day": date(2019, 3, 4), "reason": "transfer", "up_to": "60 days",
             "name": "department_answer", "duty": "department_answer", "duties": ("department_answer",),
             "stage": "support", "key": "support", "end": "expired", "value": "refer",
             "missing": ("reason",)}  # fmt: skip
    with force_locale(lang):
        for code, sentence in SENTENCES.items():
            told = str(refused(process, NotPossible(code, **facts)))
            assert "%(" not in told and "_" not in told, code
            assert bool(re.search("[가-힣]", told)) == (lang == "ko"), told
            assert set(PLACE.findall(str(sentence))) <= facts.keys(), code


def test_facts_are_told_in_words(app: Flask) -> None:
    process = process_of(version_for("citizen").id)
    with force_locale("ko"):
        _, facts = in_words(
            process, NotPossible("too_long", up_to="60 days", known=("supplement", "transfer"))
        )
        assert facts == {"up_to": "60일", "known": "보완 요청, 다른 부서로 이관"}
        _, facts = in_words(
            process, NotPossible("frozen", reason={"ko": "선거", "en": "Election"}, stage="support")
        )
        assert facts == {"reason": "선거", "stage": "제안"}
        _, facts = in_words(process, NotPossible("unknown_reason", known=()))
        assert facts == {"known": "없음"}
