"""Types and defaults of a process file in plain words, as the reference page says them."""

import json
from collections.abc import Mapping
from typing import Any

from .explained import FORM, Form, Node

PLAIN: Mapping[str, Mapping[str, str]] = {
    "string": {"ko": "글", "en": "a text"},
    "integer": {"ko": "정수", "en": "a whole number"},
    "number": {"ko": "숫자", "en": "a number"},
    "boolean": {"ko": "`true` 또는 `false`", "en": "`true` or `false`"},
    "object": {"ko": "표", "en": "a table"},
    "array": {"ko": "목록", "en": "a list"},
    "date": {"ko": "날짜", "en": "a date"},
    "any": {"ko": "아무 값", "en": "any value"},
}
OR = {"ko": " 또는 ", "en": ", or "}


def typed(node: Node, lang: str) -> str:
    """What may stand as a value, in words."""
    form = node.get(FORM)
    if isinstance(form, Form):
        return form.text(lang)
    if "anyOf" in node:
        return OR[lang].join(typed(part, lang) for part in node["anyOf"])
    if words := _words(node):
        return _one_of(words, lang)
    if node.get("type") == "array":
        return _list(node.get("items", {}), lang)
    if node.get("type") == "integer":
        return _whole_number(node, lang)
    if values := _values(node):
        inner = typed(values, lang)
        return f"표: 이름표마다 {inner}" if lang == "ko" else f"a table: for each key {inner}"
    return PLAIN[str(node.get("format") or node.get("type") or "any")][lang]


def default_of(node: Node) -> str | None:
    """What holds where a key is left out, as it would be written; None where nothing does."""
    return code(node["default"]) if "default" in node else None


def code(value: Any) -> str:
    """A value as it stands in a file."""
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _one_of(words: list[Any], lang: str) -> str:
    listed = ", ".join(code(word) for word in words)
    if len(words) == 1:
        return listed
    return f"{listed} 가운데 하나" if lang == "ko" else f"one of {listed}"


def _words(node: Node) -> list[Any]:
    return [node["const"]] if "const" in node else list(node.get("enum", ()))


def _values(node: Node) -> Node | None:
    """What the values of a table with keys of one's own are, where the model says it."""
    if node.get("type") != "object" or "properties" in node:
        return None
    patterns = list(node.get("patternProperties", {}).values())
    values = patterns[0] if patterns else node.get("additionalProperties")
    return values if isinstance(values, dict) and values else None


def _list(items: Node, lang: str) -> str:
    if words := _words(items):
        listed = ", ".join(code(word) for word in words)
        return f"{listed}의 목록" if lang == "ko" else f"a list of {listed}"
    if not items:
        return PLAIN["array"][lang]
    inner = typed(items, lang)
    return f"{inner}의 목록" if lang == "ko" else f"a list, each {inner}"


def _whole_number(node: Node, lang: str) -> str:
    least, most, plain = node.get("minimum"), node.get("maximum"), PLAIN["integer"][lang]
    if least is None:
        return plain
    if most is None:
        return f"{least} 이상의 {plain}" if lang == "ko" else f"{plain} of at least {least}"
    return f"{least}~{most}의 {plain}" if lang == "ko" else f"{plain} from {least} to {most}"
