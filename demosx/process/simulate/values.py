"""What the values of a scenario may be, as they stand in the file."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..kinds import Value
from ..lengths import Length, LengthError, parse_length
from .messages import EXPECTED

Reader = Callable[[Any], Any]
NEAR = (1000, 9000)


class Misfit(Exception):
    """A value that does not fit; `code` and `facts` make the sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def wrong(kind: str) -> Misfit:
    """That a value is of the wrong type; `kind` says of which it should be."""
    return Misfit("wrong_type", expected=EXPECTED[kind])


def word(value: Any) -> str:
    """A word in quotes."""
    if not isinstance(value, str) or not value.strip():
        raise wrong("word")
    return value


def words(value: Any) -> tuple[str, ...]:
    """A word, or a list of words."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
        raise wrong("words")
    return tuple(listed)


def word_set(value: Any) -> frozenset[str]:
    """Words in any order."""
    return frozenset(words(value))


def day(value: Any) -> date:
    """A date without a time."""
    if not _is_day(value):
        raise wrong("day")
    return value


def _require_near(value: date) -> None:
    """What happens must leave room for lengths of time before and after it."""
    if not NEAR[0] <= value.year <= NEAR[1]:
        raise Misfit("day_far", first=NEAR[0], last=NEAR[1])


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def days(value: Any) -> tuple[date, ...]:
    """A list of dates."""
    if not isinstance(value, list) or not all(_is_day(one) for one in value):
        raise wrong("days")
    return tuple(value)


def instant(value: Any) -> date | datetime:
    """A date, or a date with a time."""
    if not isinstance(value, date):
        raise wrong("instant")
    _require_near(value)
    return value


def count(value: Any) -> int:
    """A whole number that is not below nothing."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise wrong("count")
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise wrong("flag")
    return value


def length(value: Any) -> Length:
    """A length of time."""
    if not isinstance(value, str):
        raise wrong("word")
    try:
        return parse_length(value)
    except LengthError as error:
        raise Misfit("length", given=value) from error


def table(value: Any) -> Mapping[str, Any]:
    """A table."""
    if not isinstance(value, Mapping):
        raise wrong("table")
    return value


def tables(value: Any) -> list[Mapping[str, Any]]:
    """A table, or a list of tables."""
    listed = [value] if isinstance(value, Mapping) else value
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        raise wrong("tables")
    return listed


def text(value: Any) -> Mapping[str, str]:
    """A text, or one by language. A text alone stands for every language."""
    if isinstance(value, str) and value.strip():
        return {"": value}
    if not isinstance(value, Mapping) or not value or not all(isinstance(one, str) for one in value.values()):
        raise wrong("text")
    return dict(value)


def days_by_name(value: Any) -> Mapping[str, date]:
    """Days by the names of duties."""
    if not isinstance(value, Mapping) or not all(_is_day(one) for one in value.values()):
        raise wrong("days_by_name")
    for one in value.values():
        _require_near(one)
    return dict(value)


def dues(value: Any) -> Mapping[str, date | str | bool]:
    """Days by the names of duties; `"paused"` or false for one that has none."""
    if not isinstance(value, Mapping):
        raise wrong("dues")
    if not all(one is False or one == "paused" or _is_day(one) for one in value.values()):
        raise wrong("dues")
    return dict(value)


def word_or_no(value: Any) -> str | bool:
    """A word, or false for none."""
    if value is not False and not (isinstance(value, str) and value.strip()):
        raise wrong("word_or_no")
    return value


def word_or_yes(value: Any) -> str | bool:
    """A word, or true for any."""
    if value is not True and not (isinstance(value, str) and value.strip()):
        raise wrong("word_or_yes")
    return value


def day_or_now(value: Any) -> date | bool:
    """A day, or true for today."""
    if value is not True and not _is_day(value):
        raise wrong("day_or_now")
    if value is not True:
        _require_near(value)
    return value


def span(value: Any) -> Mapping[str, date] | bool:
    """A first and a last day, or one of them; false for none."""
    if value is False:
        return False
    if not isinstance(value, Mapping) or not value or set(value) - {"first", "last"}:
        raise wrong("span")
    if not all(_is_day(one) for one in value.values()):
        raise wrong("span")
    return dict(value)


def buttons(value: Any) -> Mapping[str, tuple[str, ...]]:
    """Buttons by role."""
    if not isinstance(value, Mapping):
        raise wrong("buttons")
    return {role: words(listed) for role, listed in value.items()}


def fact(value: Any) -> Value:
    """A number, a word or a yes/no. A day becomes a word, as conditions read it."""
    if _is_day(value):
        return str(value.isoformat())
    if isinstance(value, Decimal) and not value.is_finite():
        raise wrong("fact")
    if not isinstance(value, bool | int | Decimal | str):
        raise wrong("fact")
    return value
