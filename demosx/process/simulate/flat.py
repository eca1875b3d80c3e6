"""Facts as they stand in a file: with dots in quotes (`"votes.yes" = 5`), or one table in another."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..source import Path


def flatten(raw: Mapping[str, Any], before: Path = ()) -> Iterator[tuple[str, Path, Any]]:
    """Every fact by its whole name, with its place in the table and its value."""
    for key, value in raw.items():
        place = (*before, key)
        if isinstance(value, Mapping):
            yield from flatten(value, place)
        else:
            yield ".".join(map(str, place)), place, value
