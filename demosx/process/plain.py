"""What conditions need before they are put into words, in whatever language."""

from collections.abc import Callable
from fractions import Fraction

from .nodes import Arithmetic, Compare, Either, Every, Fact, Literal, Node, Not

DENIED = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}
MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
SIGNS = {"*": "×", "/": "÷", "+": "+", "-": "−"}


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
            if isinstance(left, Literal):
                left, right, sign = right, left, MIRRORED[sign]
            return Compare(sign if positive else DENIED[sign], left, right)
        case _:
            return node if positive else Not(node)


def number(literal: Literal) -> str:
    """A number as people read it: `5,000`, `0.5`."""
    if isinstance(literal.amount, Fraction):
        return literal.text.replace("_", "")
    return f"{literal.amount:,}" if isinstance(literal.amount, int) else literal.amount


def share(node: Node) -> tuple[str, Node] | None:
    """A share of something, `0.01 * population`, as a percentage and what it is of."""
    if not isinstance(node, Arithmetic) or node.sign != "*":
        return None
    for part, whole in ((node.left, node.right), (node.right, node.left)):
        if isinstance(part, Literal) and isinstance(part.amount, Fraction) and 0 < part.amount < 1:
            percent = part.amount * 100
            return (str(percent) if percent.denominator == 1 else f"{float(percent):g}") + "%", whole
    return None


def division(node: Arithmetic) -> str | None:
    """A division of two numbers as it is usually written: `2/3`."""
    if node.sign != "/" or not isinstance(node.left, Literal) or not isinstance(node.right, Literal):
        return None
    return f"{number(node.left)}/{number(node.right)}"


def calculation(node: Arithmetic, value: Callable[[Node], str]) -> str:
    """A calculation, with brackets around those inside it."""
    if simple := division(node):
        return simple
    left, right = (
        f"({value(part)})" if isinstance(part, Arithmetic) and not division(part) else value(part)
        for part in (node.left, node.right)
    )
    return f"{left} {SIGNS[node.sign]} {right}"


def one_of(node: Either) -> tuple[Node, list[str]] | None:
    """A choice between words of one fact: the fact, and the words."""
    words: list[str] = []
    for part in node.parts:
        word = word_of(part.right) if isinstance(part, Compare) and part.sign == "==" else None
        if not word or not isinstance(part, Compare) or part.left != _left(node.parts[0]):
            return None
        words.append(word)
    left = _left(node.parts[0])
    return (left, words) if left else None


def _left(node: Node) -> Node | None:
    return node.left if isinstance(node, Compare) else None


def is_nothing(node: Node) -> bool:
    """Whether a part is the number 0."""
    return isinstance(node, Literal) and node.amount == 0


def word_of(node: Node) -> str | None:
    """The word that a part is, if it is one."""
    return node.amount if isinstance(node, Literal) and isinstance(node.amount, str) else None


def group_of(node: Node) -> tuple[str, str]:
    """A fact's group and key: `outcome.X` is of the group `outcome`; a fact alone is its own group."""
    if not isinstance(node, Fact):
        return "", ""
    group, _, key = node.name.partition(".")
    return group, key
