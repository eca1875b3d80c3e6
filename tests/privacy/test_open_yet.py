"""What somebody who leaves takes back: all that is open, also on days of rest; nothing of what is over."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from demosx import testing
from demosx.core import clock
from demosx.core.web import Application
from demosx.journey.leaving import open_yet


def journey(ends_on: date | None, allows: tuple[str, ...] = ("support",), ended: bool = False) -> Any:
    """A proposal in a stage of such a kind, on 5 March 2019 in Seoul, whatever rests on that day."""
    with testing.at("2019-03-05 12:00"):
        now = clock.now()
    return SimpleNamespace(
        now=now,
        state=SimpleNamespace(ended="expired" if ended else None),
        visit=SimpleNamespace(ends_on=ends_on),
        stop=SimpleNamespace(stage=SimpleNamespace(allows=allows)),
    )


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (journey(None), True),
        (journey(date(2019, 3, 5)), True),
        (journey(date(2019, 3, 4)), False),
        (journey(date(2019, 3, 9), ("opine",)), False),
        (journey(date(2019, 3, 9), ended=True), False),
    ],
    ids=["without a period", "last day", "day after", "other stage", "ended"],
)
def test_until_the_last_day_has_passed(app: Application, made: Any, expected: bool) -> None:
    assert open_yet(made, "support") is expected
