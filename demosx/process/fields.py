"""The types of values in a process file. Stage kinds use them for their own options too.

Each type carries its form: how such a value is written, for editors and for the reference page.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, InstanceOf
from pydantic_core import PydanticCustomError

from .explained import FORM as FORM_MARK
from .explained import Form, Node
from .lengths import FORM, UNTIL, Length, LengthError, Reminder, parse_length, parse_reminder

KEY = re.compile(r"[a-z][a-z0-9_]{0,49}")
SHARE = re.compile(r"(\d{1,4})/(\d{1,4})")


def _length(value: Any) -> Length:
    if isinstance(value, Length):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("length", "not a length of time", {"given": str(value)})
    try:
        return parse_length(value)
    except LengthError as error:
        raise PydanticCustomError("length", "not a length of time", {"given": value}) from error


def _duration(value: Any) -> Length:
    """A length that is counted, and does not end on a day of the calendar."""
    length = _length(value)
    if length.until:
        raise PydanticCustomError("length", "not a length of time", {"given": str(value)})
    return length


def _reminder(value: Any) -> Reminder:
    if isinstance(value, Reminder):
        return value
    try:
        return parse_reminder(str(value))
    except LengthError as error:
        raise PydanticCustomError("reminder", "not a reminder", {"given": str(value)}) from error


def _share(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    found = SHARE.fullmatch(value) if isinstance(value, str) else None
    if found is None or not 0 < int(found[1]) <= int(found[2]):
        raise PydanticCustomError("share", "not a share", {"given": str(value)})
    return Fraction(int(found[1]), int(found[2]))


def _names(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or not value:
        raise PydanticCustomError("names", "not a name by language", {})
    for lang, name in value.items():
        if not isinstance(name, str) or not name.strip():
            raise PydanticCustomError("name_empty", "an empty name", {"lang": str(lang)})
    return dict(value)


def _reason(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return value
    return _names(value)


def _people(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _who(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {action: _people(roles) for action, roles in value.items()}
    return _people(value)


def _key(value: str) -> str:
    if not KEY.fullmatch(value):
        raise PydanticCustomError("bad_key", "not a key", {"given": value})
    return value


def _given(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise PydanticCustomError("set_table", "not a table of facts", {})
    for name, what in value.items():
        if not KEY.fullmatch(name):
            raise PydanticCustomError("bad_key", "not a key", {"given": name})
        if not isinstance(what, bool | int | Decimal | str) or not _sensible(what):
            raise PydanticCustomError("set_value", "not a number, word or yes/no", {"fact": name})
    return dict(value)


def _sensible(value: bool | int | Decimal | str) -> bool:
    """Whether a number is one to count with: finite, and with no more than 30 digits before or behind the point."""
    return not isinstance(value, Decimal) or (value.is_finite() and abs(value.adjusted()) <= 30)


def _pattern(pattern: str, after: str = "") -> str:
    """A pattern of ours as editors read it: for the whole text, with room around it, digits of ASCII only, and a
    number that is not nothing."""
    spaced = pattern.replace(r"\d{1,6}", "0*[1-9][0-9]{0,5}").replace(r"\d", "[0-9]").replace(" ", r"\s+")
    return rf"^\s*{spaced}{after}\s*$"


def _text(pattern: str) -> Node:
    return {"type": "string", "pattern": pattern}


PLAIN_LENGTH = FORM.pattern.partition("(, ")[0]
NAME = _text(r"\S")
KEY_TEXT = _text(f"^{KEY.pattern}$")
GIVEN = {"type": ["number", "string", "boolean"]}

LENGTH = Form("기간", "a length of time", _text(_pattern(FORM.pattern)))
LENGTH_OR_DAY = Form(
    "기간 또는 마지막 날",
    "a length of time, or its last day",
    _text(f"{_pattern(FORM.pattern)}|{_pattern(UNTIL.pattern)}"),
)
REMINDER = Form("알림 시점", "a reminder", _text(_pattern(PLAIN_LENGTH, r"\s+(before|after)")))
SHARE_FORM = Form("비율", "a share", _text(f"^{SHARE.pattern}$".replace(r"\d", "[0-9]")))
NAMES = Form(
    "언어별 이름",
    "a name by language",
    {"type": "object", "minProperties": 1, "additionalProperties": NAME},
)
REASON = Form(
    "`[words]`의 낱말 또는 언어별 이름",
    "a word of `[words]`, or a name by language",
    {"anyOf": [NAME, {**NAMES.schema, FORM_MARK: NAMES}]},
)
PEOPLE = Form(
    "사람 하나 또는 목록",
    "one kind of people, or a list",
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
)
ROLES = Form("역할 하나 또는 목록", "one role, or a list", PEOPLE.schema)
WHO = Form(
    "역할 하나 또는 목록, 또는 할 수 있는 일마다 역할을 적은 표",
    "one role, or a list; or a table of roles by what people can do",
    {"anyOf": [*PEOPLE.schema["anyOf"], {"type": "object", "additionalProperties": PEOPLE.schema}]},
)
KEY_FORM = Form("이름표", "a key", KEY_TEXT)
GIVEN_FORM = Form(
    "사실과 값의 표",
    "a table of facts and values",
    {"type": "object", "propertyNames": KEY_TEXT, "additionalProperties": GIVEN},
)
CONDITION = Form("조건", "a condition", _text(r"\S"))
STAGE = Form("단계의 이름표", "the key of a stage", {"type": "string"})
DUTY = Form("할 일의 이름표", "the key of a duty", {"type": "string"})

LengthField = Annotated[InstanceOf[Length], BeforeValidator(_duration), LENGTH]
"""A length of time: `"30 days"`."""
LengthOrDayField = Annotated[InstanceOf[Length], BeforeValidator(_length), LENGTH_OR_DAY]
"""A length of time, or the last day itself: `"until 2025-03-31"`."""
ReminderField = Annotated[InstanceOf[Reminder], BeforeValidator(_reminder), REMINDER]
"""A reminder: `"5 days before"`."""
ShareField = Annotated[InstanceOf[Fraction], BeforeValidator(_share), SHARE_FORM]
"""A share of a whole: `"2/3"`, more than nothing and at most all."""
NamesField = Annotated[dict[str, str], BeforeValidator(_names), NAMES]
"""A name by language: `{ ko = "…", en = "…" }`."""
ReasonField = Annotated[str | dict[str, str], BeforeValidator(_reason), REASON]
"""Why: a word of the file, or names by language."""
PeopleField = Annotated[list[str], BeforeValidator(_people), PEOPLE]
"""People: one of the keys, or a list that means any of them."""
RolesField = Annotated[list[str], BeforeValidator(_people), ROLES]
"""Roles, without those that only a single proposal knows: its proposer and its department."""
WhoField = Annotated[list[str] | dict[str, list[str]], BeforeValidator(_who), WHO]
"""Roles for everything that people can do, or roles by what they do: `{ vote = ["verified"] }`."""
KeyField = Annotated[str, AfterValidator(_key), KEY_FORM]
"""A key: small letters, digits and `_`, a letter first, at most 50."""
GivenField = Annotated[dict[str, Any], BeforeValidator(_given), GIVEN_FORM]
"""Facts that a rule sets: numbers, words, yes/no."""
ConditionField = Annotated[str, CONDITION]
"""A condition: `"supports >= 50"`. It is read later, with its own errors."""
StageField = Annotated[str, STAGE]
"""The key of a stage of the file."""
DutyField = Annotated[str, DUTY]
"""The key of a duty of the file."""
