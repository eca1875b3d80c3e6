"""When a panel's votes make a decision. Exact: shares are fractions, never floats."""

from collections.abc import Mapping
from fractions import Fraction


def enough(cast: int, eligible: int, quorum: Fraction | None) -> bool:
    """Whether so many votes are a quorum of `eligible` members; without a share of its own, more than half is."""
    if quorum is None:
        return 2 * cast > eligible
    return cast > 0 and cast >= quorum * eligible


def standing(
    votes: Mapping[str, int], eligible: int, quorum: Fraction | None, majority: Fraction | None
) -> str | None:
    """The choice that stands, or None.

    `votes` counts the votes of each choice, `eligible` the members not recused. `majority` is the share of the votes
    cast that a choice must reach; without one it must have more than half. Two that share the first place decide
    nothing.
    """
    cast = sum(votes.values())
    if not enough(cast, eligible, quorum):
        return None
    most = max(votes.values())
    leading = [choice for choice, n in votes.items() if n == most]
    if len(leading) > 1:
        return None
    reached = 2 * most > cast if majority is None else most >= majority * cast
    return leading[0] if reached else None
