"""What is kept of a person, room by room: what the page about one's own data says and gives, and what is forgotten.

Every table that names an account has to be in one holding; a test walks the tables. Plugins add theirs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select

from ..core.db import db

Words = Mapping[Any, Any] | Callable[[Any], str]


def rows(query: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
    """What a query finds, as `export` gives it: plain values by the names of the columns, moments as ISO text."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in db.session.execute(query).mappings()
    ]


def nothing_to_take(account_id: int) -> list[dict[str, Any]]:
    """The `export` of what gives its owner nothing to take along."""
    return []


def nothing_foretold(account_id: int) -> tuple[str, str]:
    """The `foretell` of what nobody would miss."""
    return "", ""


def nothing_to_forget(account_id: int, remove_texts: bool) -> None:
    """The `forget` of what stays as it is, since without the account it tells of nobody."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of data. `what`, `why` and `how_long` are sentences for its owner, in plain words.

    `tables`: the tables it speaks for. `counted`: an SQL expression for how many rows an account has. `export`:
    everything of an account that its owner may take along, as rows of plain values (text, numbers, days as ISO text,
    lists), the oldest first. `forget`: delete it, or take the person out of it, in the transaction in which somebody
    leaves; `remove_texts` says that what they wrote is to go as well. It keeps counts true, never touches the history,
    and does nothing a second time. `foretell` says in sentences what it would do if the texts stay, and if they go,
    where that is worth knowing before.

    For the readable page: `labels` are the names of its columns where they are not those of all (`privacy/words.py`);
    `words` what the values of a column are called, as a mapping or a function. A column `x_name` beside `x` is such a
    name that the room has found itself.

    `sensitive`: it says something of political opinions (PIPA art. 23). `own_only`: it is given to its owner alone,
    never to staff. `staff`: only who works for the office has it. Lower `order` first, also in forgetting.
    """

    name: str
    tables: frozenset[str]
    what: Any
    why: Any
    how_long: Any
    export: Callable[[int], list[dict[str, Any]]]
    forget: Callable[[int, bool], None] = nothing_to_forget
    counted: Callable[[int], ColumnElement[int]] | None = None
    foretell: Callable[[int], tuple[str, str]] = nothing_foretold
    labels: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    sensitive: bool = False
    own_only: bool = False
    staff: bool = False
    order: int = 50


def add_holding(app: Flask, holding: Holding) -> None:
    """Say what a room of an application keeps of people."""
    known = app.extensions.setdefault("demosx_holdings", [])
    if any(one.name == holding.name for one in known):
        raise ValueError(f"two holdings are called {holding.name}")
    known.append(holding)
    known.sort(key=lambda one: one.order)


def holdings() -> list[Holding]:
    """What is kept of people, in order."""
    return list(current_app.extensions.get("demosx_holdings", []))
