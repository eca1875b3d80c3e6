"""The types of values in a process file. Stage kinds use them for their own options too."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, InstanceOf
from pydantic_core import PydanticCustomError

from .lengths import Length, LengthError, Reminder, parse_length, parse_reminder

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


LengthField = Annotated[InstanceOf[Length], BeforeValidator(_length)]
"""A length of time: `"30 days"`."""
ReminderField = Annotated[InstanceOf[Reminder], BeforeValidator(_reminder)]
"""A reminder: `"5 days before"`."""
ShareField = Annotated[InstanceOf[Fraction], BeforeValidator(_share)]
"""A share of a whole: `"2/3"`, more than nothing and at most all."""
NamesField = Annotated[dict[str, str], BeforeValidator(_names)]
"""A name by language: `{ ko = "…", en = "…" }`."""
ReasonField = Annotated[str | dict[str, str], BeforeValidator(_reason)]
"""Why: a word of the file, or names by language."""
PeopleField = Annotated[list[str], BeforeValidator(_people)]
"""People: one of the keys, or a list that means any of them."""
KeyField = Annotated[str, AfterValidator(_key)]
"""A key: small letters, digits and `_`, a letter first, at most 50."""
GivenField = Annotated[dict[str, Any], BeforeValidator(_given)]
"""Facts that a rule sets: numbers, words, yes/no."""
