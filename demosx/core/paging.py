"""Lists that page by key, not by offset: the thousandth page costs what the first one does.

A cursor in an address is opaque: the order's name, the direction, and the keys of the row next to the page. One that
was not made here, or for another order, is taken as the first page.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from .db import UTCDateTime, db

T = TypeVar("T")
Row = TypeVar("Row")
SIZE = 20
LONGEST = 400
BIGGEST = 2**63


@dataclass(frozen=True)
class Order:
    """An order of rows: columns that are never empty, all in one direction, the last of them unique."""

    name: str
    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool = True


@dataclass(frozen=True)
class Place:
    """Where a page begins: beside the row with these keys; `backwards` for the page before it."""

    keys: tuple[Any, ...]
    backwards: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, and the cursors of its neighbours, where there are any."""

    items: Sequence[T]
    next: str | None = None
    previous: str | None = None


def page_url(cursor: str | None, **more: str) -> str | None:
    """The address of another page of the list that is being shown; None without one."""
    if cursor is None:
        return None
    return same_page(page=cursor, **more)


def same_page(**changes: str) -> str:
    """The path that is being shown, with its query and these changes to it; an empty change leaves the key out."""
    wanted = {**request.args.to_dict(), **changes}
    query = urlencode({key: value for key, value in wanted.items() if value})
    return f"{request.path}?{query}" if query else request.path


def place(order: Order, cursor: str | None) -> Place | None:
    """Read a cursor; None for the first page, or where it does not fit."""
    if not cursor or len(cursor) > LONGEST:
        return None
    try:
        said = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        name, backwards, keys = said
        if name != order.name or len(keys) != len(order.columns):
            return None
        read = [_read(key, column) for key, column in zip(keys, order.columns, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        return None
    return Place(tuple(read), bool(backwards))


def limited(query: Select[Any], order: Order, at: Place | None, size: int = SIZE) -> Select[Any]:
    """The query for the page at `at`: in order, with one row more than the page holds."""
    backwards = at is not None and at.backwards
    descending = order.descending != backwards
    if at is not None:
        keys = tuple_(*order.columns)
        beside = tuple_(*(_bound(key, column) for key, column in zip(at.keys, order.columns, strict=True)))
        query = query.where(keys < beside if descending else keys > beside)
    sort = [column.desc() if descending else column.asc() for column in order.columns]
    return query.order_by(*sort).limit(size + 1)


def page(
    rows: Sequence[Row],
    order: Order,
    at: Place | None,
    keys: Callable[[Row], tuple[Any, ...]],
    size: int = SIZE,
) -> Page[Row]:
    """The page that `limited` has found, put in order, with its cursors. `keys` gives a row's keys."""
    more = len(rows) > size
    kept = list(rows[:size])
    if at is not None and at.backwards:
        kept.reverse()
        before, after = more, bool(kept)
    else:
        before, after = at is not None, more
    return Page(
        kept,
        next=_cursor(order, keys(kept[-1]), False) if after and kept else None,
        previous=_cursor(order, keys(kept[0]), True) if before and kept else None,
    )


def entities(query: Select[Any], order: Order, cursor: str | None, size: int = SIZE) -> Page[Any]:
    """A page of a query for one entity that has the order's columns."""
    at = place(order, cursor)
    rows = db.session.scalars(limited(query, order, at, size)).unique().all()
    return page(
        rows, order, at, lambda row: tuple(getattr(row, column.key) for column in order.columns), size
    )


def beginning_at(order: Order, keys: tuple[Any, ...]) -> str:
    """The cursor of the page that begins with the row of these keys, the last of which is a whole number."""
    *others, last = keys
    return _cursor(order, (*others, last + (1 if order.descending else -1)), False)


def _cursor(order: Order, keys: tuple[Any, ...], backwards: bool) -> str:
    written = [key.isoformat() if isinstance(key, date) else key for key in keys]
    return base64.urlsafe_b64encode(json.dumps([order.name, int(backwards), written]).encode()).decode(
        "ascii"
    )


def _read(key: Any, column: InstrumentedAttribute[Any]) -> Any:
    if isinstance(column.type, UTCDateTime):
        moment = datetime.fromisoformat(key)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    kind = column.type.python_type
    if kind is date:
        return date.fromisoformat(key)
    if kind is int and type(key) is int and -BIGGEST <= key < BIGGEST:
        return key
    raise ValueError("a key of another type")


def _bound(key: Any, column: InstrumentedAttribute[Any]) -> Any:
    """The key as a parameter of the column's own type, so that a moment is compared as it is stored."""
    return db.bindparam(None, key, type_=column.type, unique=True)
