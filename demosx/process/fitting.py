"""Fit what a file says into a shape, and say what does not fit.

What does not fit is left out, so that the rest can be checked all the same and every error is reported at once.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .problems import Fact, similar
from .shape import ExtendShape
from .source import Path

Complaint = tuple[str, Path, Mapping[str, Fact]]
"""What is wrong with a value: a code, where (below what was fitted), and facts for the sentence."""

Model = TypeVar("Model", bound=BaseModel)

TYPES: Mapping[str, Mapping[str, str]] = {
    "string": {"ko": "따옴표로 묶은 글", "en": "a text in quotes"},
    "int": {"ko": "따옴표 없는 정수", "en": "a whole number without quotes"},
    "bool": {"ko": "따옴표 없는 true 또는 false", "en": "true or false, without quotes"},
    "list": {"ko": "대괄호로 묶은 목록", "en": "a list in square brackets"},
    "tuple": {"ko": "대괄호로 묶은 목록", "en": "a list in square brackets"},
    "dict": {"ko": "표", "en": "a table"},
    "mapping": {"ko": "표", "en": "a table"},
    "model": {"ko": "표", "en": "a table"},
    "date": {"ko": "따옴표 없는 날짜(2019-01-01)", "en": "a date without quotes (2019-01-01)"},
}
OWN_CODES = ("length", "reminder", "share", "names", "name_empty", "bad_key", "set_table", "set_value")


def fit(
    model: type[Model], raw: object, fill: Mapping[str, Any], known: Iterable[str] = ()
) -> tuple[Model | None, list[Complaint]]:
    """Fit a table of the file into a model.

    `fill` stands in for what is missing or does not fit, `known` are further keys to suggest for an unknown one. The
    model is None where even the rest does not fit.
    """
    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    names = [*model.model_fields, *known]
    complaints = [_complaint(detail, names) for detail in details]
    if not isinstance(raw, Mapping):
        return None, complaints
    rest = _without(raw, [path for _, path, _ in complaints])
    missing = {key: value for key, value in fill.items() if key not in rest}
    try:
        return model.model_validate({**rest, **missing}), complaints
    except ValidationError:
        return None, complaints


def _without(raw: Mapping[str, Any], places: list[Path]) -> dict[str, Any]:
    """A table without the entries that do not fit: one entry of a table in it, or else the whole key."""
    rest = dict(raw)
    for first, *below in (place for place in places if place):
        inner = rest.get(str(first))
        if below and isinstance(inner, Mapping):
            rest[str(first)] = {key: value for key, value in inner.items() if key != below[0]}
        else:
            rest.pop(str(first), None)
    return rest


def _complaint(detail: ErrorDetails, names: list[str]) -> Complaint:
    code, facts = detail["type"], detail.get("ctx", {})
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    last = str(path[-1]) if path else ""
    given = str(detail["input"])
    if code in OWN_CODES:
        return code, path, {"key": last, **facts}
    if code == "missing":
        return "missing_key", path, {"key": last}
    if code == "extra_forbidden":
        near = similar(last, names if len(path) == 1 else ExtendShape.model_fields)
        return "unknown_key", path, {"key": last, "similar": near}
    if code == "literal_error":
        return _not_one_of(path, given, str(facts["expected"]))
    kind = code.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_datetime")
    if kind in TYPES:
        return "wrong_type", path, {"key": _key_of(path), "expected": TYPES[kind]}
    return "bad_value", path, {"key": _key_of(path), "why": detail["msg"]}


def _not_one_of(path: Path, given: str, expected: str) -> Complaint:
    if path == ("format",):
        return "format", path, {"given": given}
    words = expected.replace("'", "").replace(" or ", ", ")
    near = similar(given, words.split(", "))
    return "not_one_of", path, {"key": _key_of(path), "given": given, "allowed": words, "similar": near}


def _key_of(path: Path) -> str:
    """The name of the key that a place belongs to, for one in a list that of the list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")
