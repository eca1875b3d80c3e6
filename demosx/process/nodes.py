"""The parts of a condition, and what they come to with given facts.

Numbers are exact: whole numbers and fractions, never floats. A fact that is not there makes arithmetic
nothing, and a comparison with nothing false, `!=` included.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .kinds import Value

Number = int | Fraction
Facts = Mapping[str, Value]
Result = Number | str | bool | None


def exact(value: Value) -> Number | str | bool:
    """A fact's value as conditions count with it."""
    if isinstance(value, Decimal):
        fraction = Fraction(value)
        return fraction.numerator if fraction.denominator == 1 else fraction
    return value


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a quoted word; `text` as it was written."""

    amount: Number | str
    text: str

    def value(self, facts: Facts) -> Result:
        return self.amount


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, by its name."""

    name: str

    def value(self, facts: Facts) -> Result:
        found = facts.get(self.name)
        return None if found is None else exact(found)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers and one of `+ - * /`. Division by nothing is nothing."""

    sign: str
    left: "Node"
    right: "Node"

    def value(self, facts: Facts) -> Result:
        left, right = self.left.value(facts), self.right.value(facts)
        if not isinstance(left, int | Fraction) or not isinstance(right, int | Fraction):
            return None
        if self.sign == "+":
            return left + right
        if self.sign == "-":
            return left - right
        if self.sign == "*":
            return left * right
        return Fraction(left) / right if right else None


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one type and one of `>= <= > < == !=`."""

    sign: str
    left: "Node"
    right: "Node"

    def value(self, facts: Facts) -> bool:
        left, right = self.left.value(facts), self.right.value(facts)
        if left is None or right is None:
            return False
        if self.sign == "==":
            return left == right
        if self.sign == "!=":
            return left != right
        if isinstance(left, str) and isinstance(right, str):
            return _ordered(self.sign, (left > right) - (left < right))
        if isinstance(left, str) or isinstance(right, str):
            return False
        return _ordered(self.sign, (left > right) - (left < right))


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"

    def value(self, facts: Facts) -> bool:
        return self.part.value(facts) is not True


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple["Node", ...]

    def value(self, facts: Facts) -> bool:
        return all(part.value(facts) is True for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Node", ...]

    def value(self, facts: Facts) -> bool:
        return any(part.value(facts) is True for part in self.parts)


Node = Literal | Fact | Arithmetic | Compare | Not | Every | Either


def _ordered(sign: str, order: int) -> bool:
    return {">=": order >= 0, "<=": order <= 0, ">": order > 0, "<": order < 0}[sign]


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts directly inside a part."""
    match node:
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Not(part):
            return (part,)
        case Every(parts) | Either(parts):
            return parts
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Every part of a condition, itself first."""
    yield node
    for part in parts_of(node):
        yield from walk(part)
