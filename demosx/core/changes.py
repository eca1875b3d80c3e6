"""What a session is about to write, told from what it was: for what has to follow rows, whoever changes them."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session


def rows_changed(session: Session, watched: Collection[str]) -> Iterator[Any]:
    """The rows that come, that go, and in which one of the `watched` columns changes. For `after_flush`."""
    yield from session.new
    yield from session.deleted
    for row in session.dirty:
        columns = inspect(row).attrs
        if any(name in columns and columns[name].history.has_changes() for name in watched):
            yield row
