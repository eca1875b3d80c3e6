"""Conditions in English, which also stands in for languages without a wording of their own."""

import re
from dataclasses import dataclass
from datetime import date

from .conditions import TODAY
from .nodes import Arithmetic, Compare, Either, Every, Fact, Node, Not
from .plain import (
    calculation,
    constant,
    group_of,
    is_day,
    multiple,
    none_of,
    one_of,
    portion,
    presence,
    share_of_one,
    two_facts,
    word_of,
)
from .words import Words

AMOUNTS = {
    ">=": "at least",
    "<=": "at most",
    ">": "more than",
    "<": "fewer than",
    "==": "exactly",
    "!=": "not exactly",
}
LESS = AMOUNTS | {"<": "less than"}
AGAINST = {
    ">=": "are at least as many as",
    "<=": "are at most as many as",
    ">": "outnumber",
    "<": "are fewer than",
    "==": "equal",
    "!=": "differ from",
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ON_DAYS = {
    ">=": "on or after ",
    "<=": "on or before ",
    ">": "after ",
    "<": "before ",
    "==": "",
    "!=": "not ",
}
LAST = {"here": " in this stage", "ever": " in all"}
COUNTED = (
    "supports", "participants", "population", "opinions", "votes", "open_duties", "regions_reached",
    "unchecked_batches",
)  # fmt: skip
HEAD = re.compile(r"(.*?)(?:(?<=ch|sh)es|(?<=x)es|s)?( (?:for “|in this stage|in all|that |waiting ).*)?")


@dataclass(frozen=True)
class English:
    """Puts conditions into English, with the names that a process gives its keys. `here`: the stage in whose rules they
    stand, the outcome of which needs no name."""

    words: Words
    lang: str
    here: str = ""

    def clause(self, node: Node) -> str:
        """A clause that can follow "if"."""
        if choice := one_of(node):
            return self.word_is(choice[0], "==", choice[1])
        if choice := none_of(node):
            return self.none_is(*choice)
        match node:
            case Every(parts):
                return " and ".join(self.bracketed(part) for part in parts)
            case Either(parts):
                mark = ", or " if any(isinstance(part, Every) for part in parts) else " or "
                return mark.join(self.clause(part) for part in parts)
            case Not(part):
                return self.flag(part, False)
            case Compare(sign, left, right):
                word = word_of(right)
                return self.amount(node) if word is None else self.word_is(left, sign, [word])
            case _:
                return self.flag(node, True)

    def bracketed(self, node: Node) -> str:
        text = self.clause(node)
        return f"({text})" if isinstance(node, Either) and not one_of(node) else text

    def flag(self, node: Node, positive: bool) -> str:
        group, key = group_of(node)
        denial = "" if positive else "not "
        if group == "period_over":
            return f"the period is {denial}over"
        if group == "overdue":
            return f"“{self.word(key)}” is {denial}overdue"
        if group == "mark":
            return f"it is {denial}marked “{self.word(key)}”"
        return f"“{self.value(node)}” {'applies' if positive else 'does not apply'}"

    def amount(self, node: Compare) -> str:
        there, amount = presence(node), constant(node.right)
        if node.left == Fact("open_duties") and there is not None:
            return "something is still owed" if there else "nothing is owed any more"
        if node.left == Fact("days") and amount is not None:
            return self.days(node.sign, amount)
        if node.left == Fact("days.ever") and amount is not None:
            return f"it was filed {LESS[node.sign]} {amount} {'day' if amount == '1' else 'days'} ago"
        if there is not None:
            return (
                f"there is at least one {self.one(node.left)}"
                if there
                else f"there are no {self.value(node.left)}"
            )
        return self.against_fact(node) if amount is None else self.against_number(node, amount)

    def days(self, sign: str, amount: str) -> str:
        length = f"{amount} day" if amount == "1" else f"{amount} days"
        if sign == "!=":
            return f"it has not been in this stage for exactly {length}"
        return f"it has been in this stage for {LESS[sign]} {length}"

    def against_number(self, node: Compare, amount: str) -> str:
        if (pair := two_facts(node.left, "/")) and (share := share_of_one(node.right)):
            return f"{self.value(pair[0])} make up {LESS[node.sign]} {share} of the {self.value(pair[1])}"
        if (pair := two_facts(node.left, "-")) and node.sign in (">=", ">"):
            return f"{self.value(pair[0])} exceed {self.value(pair[1])} by {AMOUNTS[node.sign]} {amount}"
        if pair := two_facts(node.left, "+"):
            both = f"{self.value(pair[0])} and {self.value(pair[1])}"
            return f"{both} together come to {LESS[node.sign]} {amount}"
        name = self.value(node.left)
        if isinstance(node.left, Arithmetic):
            return f"{name} comes to {LESS[node.sign]} {amount}"
        if group_of(node.left)[0] not in COUNTED:
            return f"the {name} {'are' if name.endswith('s') else 'is'} {LESS[node.sign]} {amount}"
        if amount == "1":
            return f"there is {AMOUNTS[node.sign]} 1 {self.one(node.left)}"
        return f"there are {AMOUNTS[node.sign]} {amount} {name}"

    def against_fact(self, node: Compare) -> str:
        left, other = self.value(node.left), self.value(node.right)
        if is_day(node.left) or is_day(node.right):
            return f"{self.day(node.left)} is {ON_DAYS[node.sign]}{self.day(node.right)}"
        many = multiple(node.right)
        if many and many.times == 1 and isinstance(node.left, Fact):
            return f"{left} {AGAINST[node.sign]} {other}"
        verb = "come" if isinstance(node.left, Fact) else "comes"
        return f"{left} {verb} to {LESS[node.sign]} {other}"

    def word_is(self, left: Node, sign: str, words: list[str]) -> str:
        group, key = group_of(left)
        subject = self.day(left)
        if words == [""]:
            return self.word_given(left, sign == "!=")
        if DAY.fullmatch(words[0]):
            return f"{subject} is {ON_DAYS[sign]}{written_day(words[0])}"
        denial = "" if sign == "==" else "not "
        if group == "outcome" and words == ["done"]:
            return f"“{self.word(key)}” is {denial}done"
        named = " or ".join(f"“{self.named(left, word)}”" for word in words)
        return f"{subject} is {denial}{named}"

    def day(self, fact: Node) -> str:
        return self.value(fact) if fact == Fact(TODAY) else f"the {self.value(fact)}"

    def word_given(self, left: Node, given: bool) -> str:
        group, key = group_of(left)
        if group == "decision":
            return "a decision has been made" if given else "no decision has been made yet"
        if group == "decisions":
            return f"“{self.word(key)}” has {'' if given else 'not '}been decided"
        if group == "outcome":
            has = f"“{self.word(key)}” has" if key != self.here else "there is"
            return f"{has} {'an outcome' if given else 'no outcome yet'}"
        return f"the {self.value(left)} is {'' if given else 'not '}known"

    def none_is(self, left: Fact, words: list[str]) -> str:
        named = " nor ".join(f"“{self.named(left, word)}”" for word in words)
        return f"the {self.value(left)} is {'neither' if len(words) > 1 else 'not'} {named}"

    def value(self, node: Node) -> str:
        """A number, a fact, or what is counted from them."""
        if (many := multiple(node)) and many.times != 1:
            whole = self.fact(many.fact)
            if many.times < 1:
                return f"{portion(many.times, many.decimal)} of the {whole}"
            return (
                f"{float(many.times):g} times the {whole}"
                if many.decimal
                else f"{many.times} times the {whole}"
            )
        if (amount := constant(node)) is not None:
            return amount
        return calculation(node, self.value) if isinstance(node, Arithmetic) else self.fact(node)

    def fact(self, node: Node) -> str:
        group, key = group_of(node)
        if key in LAST:
            return self.word(group) + LAST[key]
        if group == "outcome":
            return "outcome" if key == self.here else f"outcome of “{self.word(key)}”"
        if group == "decisions":
            return f"decision of “{self.word(key)}”"
        return f"{self.word(group)} for “{self.word(key)}”" if key else self.word(group)

    def one(self, node: Node) -> str:
        """The name of what is counted, where there is one of it."""
        found = HEAD.fullmatch(self.value(node))
        return found[1] + (found[2] or "") if found else self.value(node)

    def word(self, key: str) -> str:
        return self.words.text(key, self.lang)

    def named(self, fact: Node, word: str) -> str:
        """The name of a word that a fact may be."""
        return self.words.text_for(group_of(fact)[0], word, self.lang)


def written_day(day: str) -> str:
    """A day such as 2019-03-04 as it is written in English."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B} {found.year}"
