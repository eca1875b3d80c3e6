"""Conditions of rules: read from text by a small parser of our own, never handed to `eval`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .kinds import Value
from .lengths import EARLIEST, LATEST
from .nodes import Arithmetic, Compare, Either, Every, Fact, Literal, Node, Not, exact, walk

LONGEST = 2_000
DEEPEST = 40
TODAY = "today"
COMPARISONS = (">=", "<=", "==", "!=", ">", "<")
ONCE_EACH = ("outcome.", "overdue.", "decisions.")
TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d[\d_]*(?:\.\d+)?)
  | (?P<word>'[^'\n]*'|"[^"\n]*")
  | (?P<name>[^\W\d]\w*(?:\.\w+)*)
  | (?P<sign>>=|<=|==|!=|[-+*/()<>])
  | (?P<wrong>&&|\|\||=>|=<|[^\s])
    )""",
    re.VERBOSE,
)


class ConditionError(ValueError):
    """A text that is no condition. `code` says why, `at` where (a position in the text), `facts` with
    what."""

    def __init__(self, code: str, at: int, **facts: str) -> None:
        super().__init__(f"{code} at {at}: {facts}")
        self.code = code
        self.at = at
        self.facts = facts


@dataclass(frozen=True)
class Condition:
    """A condition: its text, its parts, the names of the facts that it reads, and the days with which it compares
    today. `daily`: every midnight may make it true, since it counts days or compares today with another fact."""

    text: str
    node: Node
    reads: frozenset[str] = field(init=False)
    once_each: tuple[str, ...] = field(init=False)
    days: frozenset[date] = field(init=False)
    daily: bool = field(init=False)

    def __post_init__(self) -> None:
        names = frozenset(part.name for part in walk(self.node) if isinstance(part, Fact))
        object.__setattr__(self, "reads", names)
        each = sorted(name for name in names if name == "decision" or name.startswith(ONCE_EACH))
        object.__setattr__(self, "once_each", tuple(each))
        compared = [_other(part) for part in walk(self.node) if isinstance(part, Compare) and _other(part)]
        days = [day_of(str(part.amount)) for part in compared if isinstance(part, Literal)]
        object.__setattr__(self, "days", frozenset(day for day in days if day))
        daily = bool({"days", "days.ever"} & names) or any(not isinstance(part, Literal) for part in compared)
        object.__setattr__(self, "daily", daily)

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Whether it is true with these facts."""
        return self.node.value(facts) is True


def day_of(text: str) -> date | None:
    """The day that a word names, such as `2019-03-04`; None for any other word, and beyond the third millennium."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == 10 and EARLIEST <= day.year <= LATEST else None


def _other(node: Compare) -> Node | None:
    """With what a comparison compares today, if it does."""
    if node.left == Fact(TODAY):
        return node.right
    return node.left if node.right == Fact(TODAY) else None


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse_condition(text: str) -> Condition:
    """Read a condition. Raises ConditionError where it cannot be read; types are checked elsewhere."""
    if len(text) > LONGEST:
        raise ConditionError("condition_too_long", 0, longest=str(LONGEST))
    return Condition(text, _Parser(_tokens(text)).whole())


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while found := TOKEN.match(text, at):
        kind = found.lastgroup or "wrong"
        token = _Token(kind, found[kind], found.start(kind))
        if kind == "wrong":
            raise ConditionError(_why_wrong(token.text), token.at, text=token.text)
        tokens.append(token)
        at = found.end()
    return [*tokens, _Token("end", "", len(text))]


def _why_wrong(text: str) -> str:
    if text in ("=", "=>", "=<", "&&", "||", "!", "≥", "≤", "≠"):
        return "condition_other_sign"
    return "condition_open_quote" if text in "'\"‘’“”" else "condition_strange_sign"


class _Parser:
    """Reads tokens from left to right: or, and, not, comparison, sum, product, value."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.next = 0
        self.depth = 0

    def whole(self) -> Node:
        if self.peek().kind == "end":
            raise ConditionError("condition_empty", 0)
        node = self.either()
        self.expect_end()
        return node

    def expect_end(self) -> None:
        token = self.peek()
        if token.kind == "end":
            return
        if token.text in COMPARISONS:
            raise ConditionError("condition_chain", token.at)
        raise ConditionError("condition_left_over", token.at, text=token.text)

    def peek(self) -> _Token:
        return self.tokens[self.next]

    def take(self, *texts: str) -> str | None:
        """The next token's text if it is one of these, and step over it."""
        token = self.peek()
        if token.kind in ("sign", "name") and token.text in texts:
            self.next += 1
            return token.text
        return None

    def either(self) -> Node:
        parts = [self.every()]
        while self.take("or"):
            parts.append(self.every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def every(self) -> Node:
        parts = [self.denial()]
        while self.take("and"):
            parts.append(self.denial())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def denial(self) -> Node:
        self.deeper()
        node = Not(self.denial()) if self.take("not") else self.comparison()
        self.depth -= 1
        return node

    def comparison(self) -> Node:
        left = self.sum()
        sign = self.take(*COMPARISONS)
        return Compare(sign, left, self.sum()) if sign else left

    def sum(self) -> Node:
        node = self.product()
        while sign := self.take("+", "-"):
            node = Arithmetic(sign, node, self.product())
        return node

    def product(self) -> Node:
        node = self.single()
        while sign := self.take("*", "/"):
            node = Arithmetic(sign, node, self.single())
        return node

    def single(self) -> Node:
        token = self.peek()
        self.next += token.kind != "end"
        if token.kind == "number":
            return Literal(exact_number(token.text), token.text)
        if token.kind == "word":
            return Literal(token.text[1:-1], token.text)
        if token.kind == "name":
            return self.name(token)
        if token.text == "-":
            return self.minus()
        if token.text == "(":
            return self.bracket(token)
        raise ConditionError("condition_value_missing", token.at, text=token.text or "…")

    def name(self, token: _Token) -> Node:
        if token.text in ("and", "or", "not"):
            raise ConditionError("condition_value_missing", token.at, text=token.text)
        if token.text in ("AND", "OR", "NOT"):
            raise ConditionError("condition_capitals", token.at, text=token.text, right=token.text.lower())
        if token.text in ("true", "false", "True", "False"):
            raise ConditionError("condition_true_false", token.at, text=token.text)
        return Fact(token.text)

    def minus(self) -> Node:
        self.deeper()
        node = Arithmetic("-", Literal(0, "0"), self.single())
        self.depth -= 1
        return node

    def bracket(self, opened: _Token) -> Node:
        self.deeper()
        node = self.either()
        if not self.take(")"):
            token = self.peek()
            if token.kind != "end":
                self.expect_end()
            raise ConditionError("condition_open_bracket", opened.at)
        self.depth -= 1
        return node

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionError("condition_too_deep", self.peek().at)


def exact_number(text: str) -> int | Fraction:
    """A number as it is written in a condition, such as `9_700_000` or `0.01`, without loss."""
    fraction = Fraction(text.replace("_", ""))
    return fraction.numerator if fraction.denominator == 1 else fraction


def shortfall(condition: Condition, fact: str, facts: Mapping[str, Value]) -> int | None:
    """How many more of a numeric fact would make the condition true, everything else staying as it is.

    A fact that is not there yet counts as 0. None where it holds already, or where no higher number would do.
    """
    if condition.holds(facts):
        return None
    have = exact(facts.get(fact, 0))
    if isinstance(have, str):
        return None
    base = int(have)
    needed = sorted(filter(None, (_needed(part, fact, base, facts) for part in walk(condition.node))))
    return next((more for more in needed if condition.holds({**facts, fact: base + more})), None)


def _needed(node: Node, fact: str, base: int, facts: Mapping[str, Value]) -> int | None:
    """The least number to add to `fact` for one comparison to become true."""
    if not isinstance(node, Compare) or not any(part == Fact(fact) for part in walk(node)):
        return None
    high = 1
    while not node.value({**facts, fact: base + high}):
        high *= 2
        if high > 2**48:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if node.value({**facts, fact: base + middle}):
            high = middle
        else:
            low = middle
    return high
