"""Fit what a file says into a shape, and say what does not fit.

What does not fit is read as it was probably meant, or left out, so that the rest can be checked all the same: every
error is reported at once, and none of them twice.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from . import readings
from .explained import Meaning
from .fields import NamesField
from .lengths import FORM
from .problems import Fact, listed
from .source import Path
from .suggestions import similar


class Complaint(NamedTuple):
    """What is wrong with a value: a code, where (below what was fitted), facts for the sentence, and the value that was
    probably meant, if that is plain."""

    code: str
    path: Path
    facts: Mapping[str, Fact]
    meant: Any = None


Model = TypeVar("Model", bound=BaseModel)

TYPES: Mapping[str, Mapping[str, str]] = {
    "string": {"ko": "따옴표로 묶은 글", "en": "a text in quotes"},
    "int": {"ko": "따옴표 없는 정수", "en": "a whole number without quotes"},
    "bool": {"ko": "따옴표 없는 true 또는 false", "en": "true or false, without quotes"},
    "list": {"ko": "대괄호로 묶은 목록", "en": "a list in square brackets"},
    "dict": {"ko": "표", "en": "a table"},
    "date": {"ko": "따옴표 없는 날짜(2019-01-01)", "en": "a date without quotes (2019-01-01)"},
}
SAME_TYPE = {"tuple": "list", "mapping": "dict", "model": "dict", "decimal": "int", "float": "int"}
LIMITS: Mapping[str, Mapping[str, str]] = {
    "greater_than_equal": {"ko": "{ge} 이상이어야 합니다", "en": "it must be at least {ge}"},
    "greater_than": {"ko": "{gt}보다 커야 합니다", "en": "it must be more than {gt}"},
    "less_than_equal": {"ko": "{le} 이하여야 합니다", "en": "it must be at most {le}"},
    "less_than": {"ko": "{lt}보다 작아야 합니다", "en": "it must be less than {lt}"},
    "too_short": {"ko": "적어도 {min_length}개 있어야 합니다", "en": "there must be at least {min_length}"},
    "int_parsing_size": {"ko": "너무 큰 숫자입니다", "en": "it is too large a number"},
    "string_pattern_mismatch": {
        "ko": "쓸 수 있는 값이 아닙니다",
        "en": "it is none of the values that there are",
    },
    "too_long": {"ko": "많아야 {max_length}개입니다", "en": "there can be at most {max_length}"},
}
OTHERWISE = {"ko": "다른 값이어야 합니다", "en": "it must be another value"}
OWN_CODES = ("length", "reminder", "share", "names", "name_empty", "bad_key", "set_table", "set_value")
NAMES = TypeAdapter(NamesField)
HANGUL = re.compile("[가-힣]")
WRITTEN = {
    "length": readings.length, "reminder": readings.reminder, "share": readings.share, "bad_key": readings.key,
}  # fmt: skip
STAND_INS: Mapping[str, Any] = {
    "period": "1 day", "within": "1 day", "report_every": "1 day", "up_to": "1 day", "times": 1,
    "owner": ["operator"], "by": ["operator"], "name": {"en": "?"},
}  # fmt: skip
"""What stands for a value that was given but cannot be read, where without any the rest would seem wrong too."""


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a shape as they stand in a file."""
    return tuple(info.alias or name for name, info in model.model_fields.items())


def fit(model: type[Model], raw: object, fill: Mapping[str, Any]) -> tuple[Model | None, list[Complaint]]:
    """Fit a table of the file into a model.

    `fill` stands in for what is missing or does not fit. The model is None where even the rest does not fit.
    """
    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    complaints = _one_each(_complaint(model, raw, detail) for detail in details)
    if not isinstance(raw, Mapping):
        return None, complaints
    for rest in _rests(raw, complaints, fill):
        try:
            return model.model_validate(rest), complaints
        except ValidationError:
            continue
    return None, complaints


def fit_names(value: object, path: Path) -> tuple[dict[str, str], list[Complaint]]:
    """Fit a name by language; nothing where it is none."""
    try:
        return NAMES.validate_python(value), []
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
    complaint = _own(detail["type"], path, value, detail.get("ctx", {}))
    return complaint.meant or {}, [complaint]


def _one_each(complaints: Iterable[Complaint]) -> list[Complaint]:
    """One complaint for each place, since a value that may be of several types fails for each of them. What is wrong
    inside a table tells more than that it is one."""
    first: dict[Path, Complaint] = {}
    for one in complaints:
        first.setdefault(one.path, one)
    inside = {path[:end] for path in first for end in range(1, len(path))}
    return [one for path, one in first.items() if path not in inside or one.code != "wrong_type"]


def _rests(
    raw: Mapping[str, Any], complaints: list[Complaint], fill: Mapping[str, Any]
) -> Iterable[dict[str, Any]]:
    """A table without what does not fit, in ever ruder ways: as it was meant, without single entries, without whole
    keys."""
    wrong = [one.path for one in complaints if one.path]
    whole = {str(path[0]) for path in wrong}
    missing = {str(one.path[0]) for one in complaints if one.code == "missing_key" and len(one.path) == 1}
    spare = {**{key: value for key, value in STAND_INS.items() if key not in missing}, **fill}
    stand_ins = {key: spare[key] for key in whole if key in spare}
    meant = {
        str(one.path[0]): one.meant for one in complaints if len(one.path) == 1 and one.meant is not None
    }
    yield {**_without(raw, wrong), **stand_ins, **meant}
    yield {**{key: value for key, value in raw.items() if key not in whole}, **stand_ins}


def _without(raw: Mapping[str, Any], places: list[Path]) -> dict[str, Any]:
    """A table without the entries that do not fit: one entry of a table or list in it, or else the whole key."""
    rest = dict(raw)
    for first, *below in places:
        inner = rest.get(str(first))
        if below and isinstance(inner, Mapping):
            rest[str(first)] = {key: value for key, value in inner.items() if key != below[0]}
        elif below and isinstance(inner, list):
            bad = [place[1] for place in places if place[0] == first and len(place) > 1]
            rest[str(first)] = [one for number, one in enumerate(raw[str(first)]) if number not in bad]
        else:
            rest.pop(str(first), None)
    return rest


def _complaint(model: type[BaseModel], raw: object, detail: ErrorDetails) -> Complaint:
    path = _place(raw, detail)
    key, given, code = _key_of(path), detail["input"], detail["type"]
    limits = detail.get("ctx", {})
    if code in OWN_CODES:
        return _own(code, path, given, limits, detail["loc"][-1] == "[key]")
    if code == "missing":
        return Complaint("missing_key", path, {"key": key, "example": _example(model, path)})
    if code == "extra_forbidden":
        return Complaint("unknown_key", path, {"key": key, "similar": ""})
    if code == "literal_error":
        return _not_one_of(path, given, str(limits["expected"]))
    kind = code.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_datetime")
    kind = kind.removesuffix("_inexact").removesuffix("_exact")
    kind = SAME_TYPE.get(kind, kind)
    if kind in TYPES:
        return _wrong_type(model, path, kind, given)
    why = {lang: text.format_map(limits) for lang, text in LIMITS.get(code, {}).items()}
    return Complaint(
        "bad_value", path, {"key": key, "why": why or OTHERWISE, "example": _example(model, path)}
    )


def _place(raw: object, detail: ErrorDetails) -> Path:
    """Where in the file a value stands. What pydantic adds to tell the types of a choice apart is no part of it."""
    path: list[str | int] = []
    for part in detail["loc"]:
        if isinstance(raw, Mapping) and part in raw:
            raw = raw[part]
        elif isinstance(raw, list) and part in range(len(raw)):
            raw = raw[int(part)]
        elif detail["type"] != "missing":
            continue
        path.append(part)
    return tuple(path)


def _own(code: str, path: Path, given: Any, more: Mapping[str, Any], is_key: bool = False) -> Complaint:
    """What the fields of process files themselves find wrong, with a value or (`is_key`) with the key itself."""
    facts: dict[str, Fact] = {"key": _key_of(path), **more}
    right = ""
    if code == "length" and isinstance(given, str) and FORM.fullmatch(" ".join(given.split())):
        return Complaint("length_range", path, facts)
    if code in WRITTEN:
        given = given[0] if isinstance(given, list) and len(given) == 1 else given
        alone = isinstance(given, int) and code == "length"
        right = WRITTEN[code](f"{given} days" if alone else str(given))
    elif code == "names" and isinstance(given, str) and given.strip():
        names = {lang: given if lang == _language(given) else "…" for lang in ("ko", "en")}
        facts["right"] = _pair(path, _table(names))
        return Complaint(code, path, facts, {_language(given): given})
    if is_key or not right:
        return Complaint(code, path, {**facts, "similar": right})
    facts["right"] = _pair(path, json.dumps(right))
    return Complaint(code, path, facts, right)


def _wrong_type(model: type[BaseModel], path: Path, kind: str, given: Any) -> Complaint:
    facts: dict[str, Fact] = {"key": _key_of(path), "expected": TYPES[kind]}
    found = _as_meant(kind, given, _key_of(path))
    if found is None:
        return Complaint("wrong_type", path, {**facts, "example": _example(model, path)})
    right, value = found
    return Complaint("wrong_type", path, {**facts, "right": _pair(path, right)}, value)


def _as_meant(kind: str, given: Any, key: str) -> tuple[str, Any] | None:
    """A value in the type that was wanted, as it is written and as it is; None where nobody can tell."""
    if kind == "list" and isinstance(given, str) and given.strip():
        items = [item.strip() for item in given.split(",") if item.strip()]
        return json.dumps(items, ensure_ascii=False), items
    if kind == "string" and not isinstance(given, Mapping | list) and key != "when":
        text = str(given).lower() if isinstance(given, bool) else str(given)
        return json.dumps(text, ensure_ascii=False), text
    if kind == "int" and (number := readings.number(str(given))):
        return number, int(number)
    if kind == "bool" and (flag := readings.flag(str(given))):
        return flag, flag == "true"
    if kind == "date":
        day = given.date().isoformat() if isinstance(given, datetime) else readings.day(str(given))
        return (day, date.fromisoformat(day)) if day else None
    return None


def _not_one_of(path: Path, given: Any, expected: str) -> Complaint:
    words = expected.replace("'", "").replace(" or ", ", ")
    if words == "1":
        if str(given) in ("1", "1.0"):
            return Complaint(
                "wrong_type", path, {"key": "format", "expected": TYPES["int"], "right": "format = 1"}, 1
            )
        return Complaint("format", path, {"given": str(given)}, 1)
    near = similar(str(given), words.split(", "))
    facts = {"key": _key_of(path), "given": str(given), "allowed": listed(words.split(", ")), "similar": near}
    return Complaint("not_one_of", path, facts, near or None)


def _example(model: type[BaseModel], path: Path) -> str:
    """How the key of a shape is written, from its meaning."""
    for name, info in model.model_fields.items():
        if path and (info.alias or name) == path[0]:
            inner = [one for one in (info.annotation, *get_args(info.annotation)) if _is_model(one)]
            if inner and len(path) > 1:
                return _example(inner[0], path[1:])
            return next((one.example for one in info.metadata if isinstance(one, Meaning)), "")
    return ""


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _pair(path: Path, value: str) -> str:
    """A value with its key, as it is written; one in a list alone."""
    return f"{path[-1]} = {value}" if path and isinstance(path[-1], str) else value


def _table(names: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{lang} = {json.dumps(name, ensure_ascii=False)}' for lang, name in names.items())} }}"


def _language(text: str) -> str:
    return "ko" if HANGUL.search(text) else "en"


def _key_of(path: Path) -> str:
    """The name of the key that a place belongs to, for one in a list that of the list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")
