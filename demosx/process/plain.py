"""What conditions need before they are put into words, in whatever language."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .nodes import Arithmetic, Compare, Either, Every, Fact, Literal, Node, Not, walk

DENIED = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}
MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
DAYS = ("today", "filed", "publish_on")
SIGNS = {"*": "×", "/": "÷", "+": "+", "-": "−"}


@dataclass(frozen=True)
class Multiple:
    """So many times one fact, such as `0.01 * population` or `votes * 2/3`. `decimal`: it was written with a point."""

    fact: Fact
    times: Fraction
    decimal: bool


def affirmed(node: Node, positive: bool = True) -> Node:
    """The same condition with every `not` drawn into its comparisons, numbers and words on their right. Only a yes/no
    keeps its `not`."""
    match node:
        case Not(part):
            return affirmed(part, not positive)
        case Every(parts):
            return (Every if positive else Either)(tuple(affirmed(part, positive) for part in parts))
        case Either(parts):
            return (Either if positive else Every)(tuple(affirmed(part, positive) for part in parts))
        case Compare(sign, left, right):
            if _turned(left, right):
                left, right, sign = right, left, MIRRORED[sign]
            return Compare(sign if positive else DENIED[sign], left, right)
        case _:
            return node if positive else Not(node)


def _turned(left: Node, right: Node) -> bool:
    """Whether what is compared stands on the right, and what it is compared with on the left."""
    if constant(left) is not None or word_of(left) is not None:
        return True
    return isinstance(left, Arithmetic) and multiple(left) is not None and isinstance(right, Fact)


def constant(node: Node) -> str | None:
    """A number, or what a calculation of nothing but numbers comes to, as people read it: `5,000`, `0.5`, `2/3`."""
    if isinstance(node, Literal):
        return None if isinstance(node.amount, str) else number(node)
    if not isinstance(node, Arithmetic) or any(isinstance(part, Fact) for part in walk(node)):
        return None
    value = node.value({})
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):g}" if _has_point(node) else str(value)
    return f"{int(value):,}" if isinstance(value, int | Fraction) else None


def _has_point(node: Node) -> bool:
    return any(isinstance(part, Literal) and "." in part.text for part in walk(node))


def number(literal: Literal) -> str:
    """A number as people read it: `5,000`, `0.5`."""
    if isinstance(literal.amount, Fraction):
        return literal.text.replace("_", "")
    return f"{literal.amount:,}" if isinstance(literal.amount, int) else literal.amount


def multiple(node: Node) -> Multiple | None:
    """What a part is a multiple of, where it is one of a single fact."""
    if isinstance(node, Fact):
        return Multiple(node, Fraction(1), False)
    if not isinstance(node, Arithmetic) or node.sign not in "*/":
        return None
    for part, factor in ((node.left, node.right), (node.right, node.left)):
        if node.sign == "/" and part is node.right:
            continue
        inner, value = multiple(part), factor.value({}) if constant(factor) is not None else None
        if inner and isinstance(value, int | Fraction) and value > 0:
            times = inner.times * value if node.sign == "*" else inner.times / Fraction(value)
            return Multiple(inner.fact, times, inner.decimal or _has_point(factor))
    return None


def portion(times: Fraction, decimal: bool) -> str:
    """A number below 1 as a share: `1%` where it was written with a point, else `2/3`."""
    if not decimal:
        return str(times)
    percent = times * 100
    return (str(percent) if percent.denominator == 1 else f"{float(percent):g}") + "%"


def share_of_one(node: Node) -> str | None:
    """A number from 0 to 1 as a share, `50%` or `2/3`."""
    value = node.value({}) if constant(node) is not None else None
    if not isinstance(value, int | Fraction) or not 0 <= value <= 1:
        return None
    return portion(Fraction(value), _has_point(node) or value in (0, 1))


def two_facts(node: Node, sign: str) -> tuple[Fact, Fact] | None:
    """The two facts that a part adds, subtracts or divides, and nothing else."""
    if isinstance(node, Arithmetic) and node.sign == sign:
        left, right = node.left, node.right
        if isinstance(left, Fact) and isinstance(right, Fact):
            return left, right
    return None


def presence(node: Compare) -> bool | None:
    """Whether a comparison asks only that there is something (True) or nothing (False); None where it asks more."""
    if not isinstance(node.left, Fact) or not isinstance(node.right, Literal):
        return None
    if (node.sign, node.right.amount) in (("==", 0), ("<=", 0), ("<", 1)):
        return False
    return True if (node.sign, node.right.amount) in ((">", 0), ("!=", 0), (">=", 1)) else None


def calculation(node: Arithmetic, value: Callable[[Node], str]) -> str:
    """A calculation, with brackets around those inside it."""
    if node.sign == "-" and node.left == Literal(0, "0"):
        return f"−{_bracketed(node.right, value)}"
    return f"{_bracketed(node.left, value)} {SIGNS[node.sign]} {_bracketed(node.right, value)}"


def _bracketed(node: Node, value: Callable[[Node], str]) -> str:
    inner = isinstance(node, Arithmetic) and constant(node) is None
    return f"({value(node)})" if inner else value(node)


def one_of(node: Node) -> tuple[Fact, list[str]] | None:
    """A choice between words of one fact: the fact, and the words."""
    return _words_of_one(node.parts, "==") if isinstance(node, Either) else None


def none_of(node: Node) -> tuple[Fact, list[str]] | None:
    """Words of one fact, none of which it may be: the fact, and the words."""
    return _words_of_one(node.parts, "!=") if isinstance(node, Every) else None


def _words_of_one(parts: tuple[Node, ...], sign: str) -> tuple[Fact, list[str]] | None:
    facts, words = set(), []
    for part in parts:
        word = word_of(part.right) if isinstance(part, Compare) and part.sign == sign else None
        if not word or not isinstance(part, Compare) or not isinstance(part.left, Fact):
            return None
        facts.add(part.left)
        words.append(word)
    return (facts.pop(), words) if len(facts) == 1 else None


def word_of(node: Node) -> str | None:
    """The word that a part is, if it is one."""
    return node.amount if isinstance(node, Literal) and isinstance(node.amount, str) else None


def is_day(node: Node) -> bool:
    """Whether a part is one of the facts that are days in every process."""
    return isinstance(node, Fact) and node.name in DAYS


def group_of(node: Node) -> tuple[str, str]:
    """A fact's group and key: `outcome.X` is of the group `outcome`; a fact alone is its own group."""
    if not isinstance(node, Fact):
        return "", ""
    group, _, key = node.name.partition(".")
    return group, key
