"""Writing a table as TOML, on one line, and as the readers of JSON Schema see it."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def toml(value: Any) -> str:
    """A value as it stands in a file."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(part) for part in value) + "]"
    if isinstance(value, date | Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def toml_file(table: Mapping[str, Any]) -> str:
    """A whole file."""
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in table.items())


def as_json(value: Any) -> Any:
    """The same for a JSON Schema, which knows days only as texts."""
    if isinstance(value, Mapping):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
