"""How likely a number is by chance. Pure; the only two formulas that noticing needs."""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, lgamma, log, sqrt
from statistics import fmean, median, pstdev

NORMAL = 1.4826  # turns the median deviation of a normal distribution into its standard deviation


def tail(count: int, mean: float) -> float:
    """The chance that a Poisson number of this mean is `count` or more.

    Summed away from the mean until the terms no longer matter, so that it is exact where it is tiny (Johnson, Kemp,
    Kotz: Univariate Discrete Distributions, 3rd ed., ch. 4).
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return 1.0 - _sum(count - 1, mean, -1)
    return _sum(count, mean, 1)


def _sum(number: int, mean: float, step: int) -> float:
    """The chances of `number` and of all beyond it in one direction, away from the mean."""
    term, total = exp(number * log(mean) - mean - lgamma(number + 1)), 0.0
    while number >= 0 and term > total * 1e-12:
        total += term
        term *= mean / (number + 1) if step > 0 else number / mean
        number += step
    return min(total, 1.0)


def usual(counts: Sequence[int]) -> tuple[float, float]:
    """The middle of some counts and their spread, of which single outbursts change nothing.

    Median and median absolute deviation (Hampel 1974), the latter made comparable to a standard deviation; never less
    than what counting alone scatters by (the root of the mean of a Poisson number).
    """
    middle = float(median(counts))
    deviation = NORMAL * float(median(abs(count - middle) for count in counts))
    return middle, sqrt(max(middle, 1.0) + deviation**2)


def evenness(instants: Sequence[float]) -> float:
    """How even the intervals between instants are: their standard deviation over their mean.

    People come at random, which gives about 1; a clock gives 0 (Cox & Lewis: The Statistical Analysis of Series of
    Events, 1966).
    """
    gaps = [later - earlier for earlier, later in pairwise(instants)]
    mean = fmean(gaps) if gaps else 0.0
    return pstdev(gaps) / mean if mean > 0 else 0.0
