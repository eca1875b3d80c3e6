"""The text of a process file as tables and values, also where it is not quite TOML."""

from typing import Any

from .foreign import foreign
from .slips import Slip
from .tables import LISTS, NAMED
from .text import mend, parse


def read_toml(text: str) -> tuple[dict[str, Any] | None, str, list[Slip]]:
    """What a text holds, the text that was read (mended, with as many lines), and what is wrong with its form. Nothing
    is read of a file of another sort."""
    if other := foreign(text):
        return None, text, [other]
    raw = _parsed(text)
    if raw is not None and not _wrong_brackets(raw):
        return raw, text, []
    better, slips = mend(text)
    return _parsed(better), better, slips


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return parse(text)
    except ValueError:
        return None


def _wrong_brackets(raw: dict[str, Any]) -> bool:
    """Whether a table stands where there may be many, or many where there may be one."""
    if any(isinstance(raw.get(name), dict) for name in LISTS):
        return True
    for name in NAMED:
        tables = raw.get(name)
        if isinstance(tables, list):
            return bool(tables) and isinstance(tables[0], dict)
        for table in tables.values() if isinstance(tables, dict) else ():
            if isinstance(table, list) and table and isinstance(table[0], dict):
                return True
            if isinstance(table, dict) and isinstance(table.get("rules"), dict):
                return True
    return isinstance(raw.get("words"), list) and bool(raw["words"])
