"""Whether one condition follows from another, or can never be true. What cannot be decided is taken to be possible.

Conditions are taken apart into ways: comparisons and yes/no that must be true together. Comparisons of the same thing
are decided by trying every value at which one of them changes, those between and beyond, and that there is none.
"""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from .conditions import Condition
from .nodes import Compare, Either, Every, Literal, Node, Not, Number

MOST = 64
"""With how many ways a condition is still told apart."""
MOST_PAIRS = 256
"""How many ways of two conditions are compared with each other."""
MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
Value = Number | str | bool


@dataclass(frozen=True)
class Atom:
    """A comparison or a yes/no that must be true, or (`positive` False) must not be."""

    node: Node
    positive: bool = True

    @property
    def subject(self) -> object:
        """What it is about: atoms of different subjects say nothing of one another."""
        if not isinstance(self.node, Compare):
            return self.node
        if not isinstance(self.node.right, Literal):
            return self.node.left, self.node.right
        return self.node.left, type(self.node.right.amount) is str

    def holds(self, value: Value | None) -> bool:
        """Whether it is as it must be where its subject has this value; None where it has none."""
        if value is None:
            return not self.positive
        if not isinstance(self.node, Compare):
            return bool(value) is self.positive
        right = self.node.right.amount if isinstance(self.node.right, Literal) else 0
        return HOLDS[self.node.sign](value, right) is self.positive


Way = frozenset[Atom]
"""One way in which a condition can be true: all of these together."""
Known = Mapping[object, list[Atom]]
"""The same by what is spoken of."""


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


@dataclass(frozen=True)
class Truth:
    """When a condition is true: in these `ways`, None where there are too many to tell; `known` is what is said of each
    subject in those of them that can be."""

    ways: tuple[Way, ...] | None
    known: tuple[Known, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether it can be true at all, as far as can be told."""
        return self.ways is None or bool(self.known)

    def follows(self, stronger: "Truth") -> bool:
        """Whether this is true whenever the other is."""
        if self.ways == (frozenset(),):
            return True
        if self.ways is None or stronger.ways is None:
            return False
        if len(self.ways) * len(stronger.known) > MOST_PAIRS:
            return False
        return all(
            any(all(_implied(atom, known) for atom in way) for way in self.ways) for known in stronger.known
        )


def truth(condition: Condition | None) -> Truth:
    """When a condition is true. No condition always is."""
    found = ways(condition)
    return Truth(found, tuple(filter(_possible, map(_by_subject, found or ()))))


def follows(weaker: Condition | None, stronger: Condition | None) -> bool:
    """Whether `weaker` is true whenever `stronger` is."""
    return truth(weaker).follows(truth(stronger))


def possible(condition: Condition | None) -> bool:
    """Whether a condition can be true at all, as far as can be told."""
    return truth(condition).possible


def _by_subject(way: Way) -> Known:
    atoms: dict[object, list[Atom]] = defaultdict(list)
    for atom in way:
        atoms[atom.subject].append(atom)
    return atoms


def _possible(known: Known) -> bool:
    """Whether every subject has a value with which all that is said of it is true."""
    return all(
        any(all(atom.holds(value) for atom in atoms) for value in _values(atoms)) for atoms in known.values()
    )


def _implied(atom: Atom, known: Known) -> bool:
    """Whether an atom is true wherever all that is known is."""
    atoms = known.get(atom.subject)
    if not atoms:
        return False
    return all(
        atom.holds(value) for value in _values([*atoms, atom]) if all(one.holds(value) for one in atoms)
    )


def _values(atoms: list[Atom]) -> Iterator[Value | None]:
    """The values of a subject between which nothing changes: none at all, and each number or word, one before, one
    behind and one between."""
    yield None
    node = atoms[0].node
    if not isinstance(node, Compare):
        yield from (True, False)
        return
    if not isinstance(node.right, Literal):
        yield from (-1, 0, 1)
        return
    amounts = [amount for atom in atoms if (amount := _amount(atom)) is not None]
    words = sorted({amount for amount in amounts if isinstance(amount, str)})
    numbers = sorted({amount for amount in amounts if not isinstance(amount, str)})
    if words:
        yield from ("", *words, *(f"{word}\0" for word in words))
    for number, following in pairwise(numbers):
        yield from (number, Fraction(number + following) / 2)
    if numbers:
        yield from (numbers[0] - 1, numbers[-1], numbers[-1] + 1)


def _amount(atom: Atom) -> Number | str | None:
    """The number or word that an atom compares with."""
    right = atom.node.right if isinstance(atom.node, Compare) else None
    return right.amount if isinstance(right, Literal) else None
