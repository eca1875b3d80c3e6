"""Days of support made up from chance alone: quiet ones, shared ones, workshops; and scripts beside them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import exp, pi, sin
from random import Random

from demosx.scrutiny.patterns import Given

START = datetime(2019, 2, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
Rate = Callable[[float], float]


def by_day(per_day: float) -> Rate:
    """So many a day, few at night and most in the evening."""
    return lambda hour: per_day / 24 * (1 + 0.9 * sin((hour % 24 - 9) * pi / 12))


def shared(per_day: float, at: float, peak: float, half: float) -> Rate:
    """The same with a link that is shared: within an hour `peak` come an hour, half as many after each `half` hours.

    The shape of attention to shared things: a steep rise and an exponential fall (Crane & Sornette, PNAS 2008).
    """
    usual = by_day(per_day)
    return lambda hour: usual(hour) + (peak * exp(-(hour - at) / half * 0.693) if hour >= at else 0)


def people(
    chance: Random, days: int, rate: Rate, blocks: Sequence[float] = (), young: Rate = lambda _: 0.05
) -> list[Given]:
    """Supports at random times by a rate, from address blocks with these shares (else from ones of their own), of
    accounts of which a share is new."""
    given: list[Given] = []
    for hour in range(days * 24):
        for _ in range(poisson(chance, rate(hour))):
            at = START + (hour + chance.random()) * HOUR
            age = chance.randrange(24) if chance.random() < young(hour) else 168
            given.append(Given(0, at, block(chance, blocks), age))
    return numbered(given)


def block(chance: Random, shares: Sequence[float]) -> str:
    """An address block by the shares, or one that nobody else has."""
    found = chance.random()
    for number, share in enumerate(shares):
        found -= share
        if found < 0:
            return f"network-{number}"
    return f"home-{chance.randrange(10**6)}"


def numbered(given: Sequence[Given]) -> list[Given]:
    """In the order of time, with numbers."""
    ordered = sorted(given, key=lambda one: one.at)
    return [Given(number, one.at, one.block, one.hours) for number, one in enumerate(ordered, 1)]


def at_once(count: int, block: str, within: timedelta, chance: Random, hours: int = 168) -> list[Given]:
    """So many at random times within a while on the fourth day, from one block."""
    start = START + timedelta(days=3, hours=10)
    return [Given(0, start + chance.random() * within, block, hours) for _ in range(count)]


def poisson(chance: Random, mean: float) -> int:
    """A Poisson number, by counting exponential waits (Devroye 1986, ch. X)."""
    number, waited = -1, 0.0
    while waited <= mean:
        waited += chance.expovariate(1)
        number += 1
    return number
