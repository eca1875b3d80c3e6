"""Conditions in English, which also stands in for languages without a wording of their own."""

from dataclasses import dataclass

from .nodes import Arithmetic, Compare, Either, Every, Fact, Literal, Node, Not
from .plain import calculation, group_of, is_nothing, number, one_of, share, word_of
from .words import Words

AMOUNTS = {
    ">=": "at least",
    "<=": "at most",
    ">": "more than",
    "<": "fewer than",
    "==": "exactly",
    "!=": "not exactly",
}
HERE_AND_EVER = {"here": " in this stage", "ever": " in all"}


@dataclass(frozen=True)
class English:
    """Puts conditions into English, with the names that a process gives its keys."""

    words: Words
    lang: str

    def clause(self, node: Node) -> str:
        """A clause that can follow "if"."""
        if isinstance(node, Either) and (choice := one_of(node)):
            return self.word_is(choice[0], "==", choice[1])
        match node:
            case Every(parts):
                return " and ".join(self.inner(part) for part in parts)
            case Either(parts):
                return " or ".join(self.inner(part) for part in parts)
            case Not(part):
                return self.flag(part, "not ")
            case Compare(sign, left, right):
                word = word_of(right)
                return self.amount(node) if word is None else self.word_is(left, sign, [word])
            case _:
                return self.flag(node, "")

    def inner(self, node: Node) -> str:
        text = self.clause(node)
        joins = isinstance(node, Every) or (isinstance(node, Either) and not one_of(node))
        return f"({text})" if joins else text

    def flag(self, node: Node, denial: str) -> str:
        group, key = group_of(node)
        if group == "period_over":
            return f"the period is {denial}over"
        if group == "overdue":
            return f"“{self.word(key)}” is {denial}overdue"
        return f"it is {denial}marked “{self.word(key or group)}”"

    def amount(self, node: Compare) -> str:
        if node.left == Fact("open_duties") and is_nothing(node.right) and node.sign in ("==", "!=", ">"):
            return "nothing is owed any more" if node.sign == "==" else "something is still owed"
        amount = f"{AMOUNTS[node.sign]} {self.value(node.right)}"
        if node.left == Fact("days"):
            return f"it has been in this stage for {amount} days"
        if isinstance(node.left, Fact) and isinstance(node.right, Literal):
            return f"there are {amount} {self.value(node.left)}"
        return f"{self.value(node.left)} come to {amount}"

    def word_is(self, left: Node, sign: str, words: list[str]) -> str:
        subject = f"the {self.value(left)}"
        if words == [""]:
            return f"{subject} has {'been' if sign == '!=' else 'not been'} made"
        named = " or ".join(f"“{self.word(word)}”" for word in words)
        return f"{subject} is {'not ' if sign == '!=' else ''}{named}"

    def value(self, node: Node) -> str:
        """A number, a fact, or what is counted from them."""
        if part := share(node):
            return f"{part[0]} of {self.value(part[1])}"
        if isinstance(node, Literal):
            return number(node)
        if isinstance(node, Arithmetic):
            return calculation(node, self.value)
        return self.fact(node)

    def fact(self, node: Node) -> str:
        group, key = group_of(node)
        if key in HERE_AND_EVER:
            return self.word(group) + HERE_AND_EVER[key]
        if group == "outcome":
            return f"outcome of “{self.word(key)}”"
        if group == "decisions":
            return f"decision of “{self.word(key)}”"
        return f"{self.word(group)} for “{self.word(key)}”" if key else self.word(group)

    def word(self, key: str) -> str:
        return self.words.text(key, self.lang)
