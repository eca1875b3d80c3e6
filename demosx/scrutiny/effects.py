"""What a decision would do to the count and to the rules, told before it is taken. Nothing changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..journey.queries import Standing
from ..process.conditions import shortfall

BARS = 48
FACTS = ("supports", "supports.ever", "supports.here")


@dataclass(frozen=True)
class Threshold:
    """A number of supports at which a rule of the present stage acts by itself."""

    wanted: int


@dataclass(frozen=True)
class Effect:
    """The count of one proposal as it is, and without some supports; and the numbers that its rules wait for."""

    proposal: Any
    before: int
    after: int
    thresholds: tuple[Threshold, ...] = ()


def thresholds(here: Standing) -> tuple[Threshold, ...]:
    """The numbers of supports that rules of the present stage name, the smallest first, whether or not they are
    reached."""
    if here.state.ended:
        return ()
    nobody = {**here.facts(), **dict.fromkeys(FACTS, 0)}
    found: set[int] = set()
    for rule in here.process.rules_in(here.visit.stage):
        if rule.automatic and rule.when is not None:
            for name in FACTS:
                missing = shortfall(rule.when, name, nobody)
                if missing:
                    found.add(int(missing))
    return tuple(Threshold(wanted) for wanted in sorted(found))


@dataclass(frozen=True)
class Bar:
    """One span of the table of times: when it begins, how many supports in all, and how many of them of the group."""

    at: datetime
    all: int
    group: int


def bars(everybody: Collection[datetime], group: Collection[datetime]) -> tuple[timedelta, list[Bar]]:
    """The times of supports as bars of equal width, at most 48 of them; the width first."""
    if not everybody:
        return timedelta(hours=1), []
    first, last = min(everybody), max(everybody)
    width = next(
        (width for width in map(_minutes, (1, 5, 10, 30, 60, 180, 360)) if (last - first) / width < BARS),
        timedelta(days=1),
    )
    start = first - (first - datetime(2000, 1, 1, tzinfo=first.tzinfo)) % width
    counts = [[0, 0] for _ in range((last - start) // width + 1)]
    for place, times in enumerate((everybody, group)):
        for instant in times:
            if start <= instant <= last:
                counts[(instant - start) // width][place] += 1
    return width, [Bar(start + number * width, *both) for number, both in enumerate(counts)]


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
