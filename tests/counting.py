"""Counting queries, and doing something many times at once on real connections."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import event

from demosx.core import terms
from demosx.core.db import db, transaction

T = TypeVar("T")


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements that are sent to the database in the block, without those that only begin and end."""
    terms.areas()  # which are read once in a while, by whoever comes then
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def at_once(app: Flask, acts: Sequence[Callable[[], T]]) -> list[T]:
    """Run every act in a thread and a transaction of its own, all begun together; their results, in order."""
    together = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        with app.app_context():
            together.wait(timeout=30)
            with transaction():
                return act()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [future.result(timeout=120) for future in [pool.submit(run, act) for act in acts]]
