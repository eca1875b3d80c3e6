"""Whether one condition follows from another, or can never be true. What cannot be decided is taken to be possible."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from .conditions import Condition
from .nodes import Compare, Either, Every, Literal, Node, Not, Number

MOST = 64
MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Atom:
    """A comparison or a yes/no that must be true, or (`positive` False) must not be."""

    node: Node
    positive: bool = True


Way = frozenset[Atom]
"""One way in which a condition can be true: all of these together."""


def ways(condition: Condition | None) -> tuple[Way, ...] | None:
    """Every way in which a condition can be true; None where there are too many to tell. No condition is always
    true."""
    return (frozenset(),) if condition is None else _ways(condition.node, True)


def _ways(node: Node, positive: bool) -> tuple[Way, ...] | None:
    match node:
        case Not(part):
            return _ways(part, not positive)
        case Every(parts) | Either(parts):
            found = [_ways(part, positive) for part in parts]
            if any(one is None for one in found):
                return None
            lists = [one for one in found if one is not None]
            if isinstance(node, Every) is not positive:
                return _few(way for one in lists for way in one)
            return _few(frozenset().union(*together) for together in product(*lists))
        case _:
            return (frozenset({Atom(_facing_right(node), positive)}),)


def _few(found: Iterable[Way]) -> tuple[Way, ...] | None:
    few: list[Way] = []
    for way in found:
        few.append(way)
        if len(few) > MOST:
            return None
    return tuple(few)


def _facing_right(node: Node) -> Node:
    """A comparison with its number or word on the right."""
    if isinstance(node, Compare) and isinstance(node.left, Literal):
        return Compare(MIRRORED[node.sign], node.right, node.left)
    return node


def follows(weaker: Condition | None, stronger: Condition | None) -> bool:
    """Whether `weaker` is true whenever `stronger` is."""
    if weaker is None:
        return True
    weak, strong = ways(weaker), ways(stronger)
    if weak is None or strong is None:
        return False
    return all(any(_way_follows(one, other) for one in weak) for other in strong if _possible(other))


def possible(condition: Condition | None) -> bool:
    """Whether a condition can be true at all, as far as can be told."""
    found = ways(condition)
    return found is None or any(_possible(way) for way in found)


def _possible(way: Way) -> bool:
    return not any(_exclude(one, other) for one, other in combinations(way, 2))


def _way_follows(weaker: Way, stronger: Way) -> bool:
    return all(any(_atom_follows(one, other) for other in stronger) for one in weaker)


def _atom_follows(weaker: Atom, stronger: Atom) -> bool:
    if weaker == stronger:
        return True
    if weaker.positive and stronger.positive:
        points = _points(weaker.node, stronger.node)
        return bool(points) and all(_at(weaker, at) for at in points if _at(stronger, at))
    if weaker.positive:
        return False
    if stronger.positive:
        return _exclude(Atom(weaker.node), stronger)
    return _atom_follows(Atom(stronger.node), Atom(weaker.node))


def _exclude(one: Atom, other: Atom) -> bool:
    """Whether two cannot be true together."""
    if one.positive and other.positive:
        points = _points(one.node, other.node)
        return bool(points) and not any(_at(one, at) and _at(other, at) for at in points)
    if one.positive or other.positive:
        denied, held = (one, other) if other.positive else (other, one)
        return _atom_follows(Atom(denied.node), held)
    return False


def _points(one: Node, other: Node) -> list[Number | str]:
    """Values between which two comparisons of the same thing can differ; none where they compare different things."""
    if not isinstance(one, Compare) or not isinstance(other, Compare) or one.left != other.left:
        return []
    if not isinstance(one.right, Literal) or not isinstance(other.right, Literal):
        return []
    low, high = one.right.amount, other.right.amount
    if isinstance(low, str) and isinstance(high, str):
        return [low, high, low + high + "…"]
    if isinstance(low, str) or isinstance(high, str):
        return []
    low, high = min(low, high), max(low, high)
    return [low - 1, low, Fraction(low + high) / 2, high, high + 1]


def _at(atom: Atom, value: Number | str) -> bool:
    assert isinstance(atom.node, Compare)
    return Compare(atom.node.sign, Literal(value, ""), atom.node.right).value({})
