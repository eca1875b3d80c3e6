"""How long data is kept, kind by kind: each room says what it deletes, and the calendar's rounds do it once a day.

What has no entry here is kept as long as the account, or for good; the holdings say so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Retention:
    """One kind of data that goes when its time is over.

    `what` is a sentence for everybody; `days` says how long it is kept, by the site's settings; 0 means that it is
    never deleted. `delete` gets the days and how many rows it may delete at most, in the transaction that it finds, and
    says how many it has deleted: it is called again until that is less. Safe to run twice, late and at once.
    """

    name: str
    what: Any
    days: Callable[[], int]
    delete: Callable[[int, int], int]
    order: int = 50


def add_retention(app: Flask, rule: Retention) -> None:
    """Let an application delete a kind of data when its time is over."""
    known: list[Retention] = app.extensions.setdefault("demosx_retention", [])
    if any(one.name == rule.name for one in known):
        raise ValueError(f"two rules of retention are called {rule.name}")
    known.append(rule)
    known.sort(key=lambda one: one.order)


def retentions() -> list[Retention]:
    """The kinds of data that go after a while, in order."""
    return list(current_app.extensions.get("demosx_retention", []))
