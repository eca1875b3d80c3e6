"""How the rules of one scope differ: which are new, which are gone, which ask or do something else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .definition import Rule
from .difference_phrases import Phrases
from .difference_words import sentence
from .nodes import Arithmetic, Compare, Either, Every, Fact, Literal, Node, Not
from .plain import affirmed

Pair = tuple[Rule, Rule]
NAMED_BY_STAGE = ("decisions", "outcome", "overdue")
DETAILS = ("by", "label", "needs", "set", "drop")
"""What a rule says beside when it acts and what it does."""


@dataclass(frozen=True)
class RuleDifference:
    """Compares the rules of two scopes. `renamed`: stages of the old process that go on under another key."""

    was: Phrases
    will: Phrases
    renamed: Mapping[str, str]

    def lines(self, old: Sequence[Rule], new: Sequence[Rule]) -> Iterator[str]:
        """Every difference as a sentence."""
        pairs, gone, added = self.matched(old, new)
        for before, after in sorted(pairs, key=lambda pair: new.index(pair[1])):
            yield from self.changes(before, after)
        for rule in gone:
            yield self.say("rule_gone", rule=self.was.whole(rule))
        for rule in added:
            yield self.say("rule_new", rule=self.will.whole(rule))
        if _read_otherwise(pairs, old, new):
            order = [self.will.then(rule) for rule in new if rule.automatic]
            yield self.say("rule_order", order=" → ".join(order))

    def say(self, code: str, **facts: str) -> str:
        return sentence(code, self.will.lang, **facts)

    def matched(self, old: Sequence[Rule], new: Sequence[Rule]) -> tuple[list[Pair], list[Rule], list[Rule]]:
        """Which rule has become which, the most alike first; and those that are gone, and new."""
        ways: tuple[Callable[[Rule], Any], ...] = (
            self.meaning,
            lambda rule: (self.does(rule), frozenset(rule.by)),
            self.does,
            lambda rule: (self.asks(rule), frozenset(rule.by)) if rule.when or rule.by else None,
        )
        pairs: list[Pair] = []
        left, rest = list(old), list(new)
        for alike in ways:
            for before in list(left):
                after = next(
                    (one for one in rest if alike(before) is not None and alike(before) == alike(one)), None
                )
                if after is not None:
                    pairs.append((before, after))
                    left.remove(before)
                    rest.remove(after)
        return pairs, left, rest

    def meaning(self, rule: Rule) -> Any:
        """A rule without how it is written."""
        beside = (frozenset(rule.needs), frozenset(rule.drop), sorted(rule.set.items(), key=str))
        return (self.asks(rule), self.does(rule), frozenset(rule.by), dict(rule.label), beside)

    def asks(self, rule: Rule) -> Node | None:
        return normal(affirmed(rule.when.node), self.renamed) if rule.when else None

    def does(self, rule: Rule) -> tuple[str, frozenset[str]]:
        target = self.renamed.get(rule.target, rule.target) if rule.action == "move" else rule.target
        return rule.action, frozenset(target.split("+"))

    def changes(self, old: Rule, new: Rule) -> Iterator[str]:
        """What has changed of one rule."""
        if self.does(old) != self.does(new):
            subject = self.will.what_happens(new)
            yield self.say("changed", label=subject, old=self.was.then(old), new=self.will.then(new))
        if self.asks(old) != self.asks(new):
            was, will = self.was.clause(old), self.will.clause(new)
            if was == will:
                was, will = (
                    one.when.text if one.when else one_clause for one, one_clause in ((old, was), (new, will))
                )
            yield self.say("changed", label=self.will.when_of(new), old=was, new=will)
        for key in DETAILS:
            yield from self.detail(key, old, new)

    def detail(self, key: str, old: Rule, new: Rule) -> Iterator[str]:
        was, will = getattr(old, key), getattr(new, key)
        if self.will.same(key, was, will):
            return
        shown = self.was.value(key, was), self.will.value(key, will)
        if shown[0] == shown[1]:
            shown = self.was.raw(key, was), self.will.raw(key, will)
        yield self.say("changed", label=self.will.detail_of(key, new), old=shown[0], new=shown[1])


def normal(node: Node, renamed: Mapping[str, str]) -> Node:
    """A condition without how it is written: numbers without their signs, parts of `and` and `or` in one order, stages
    by their present keys."""
    match node:
        case Literal(amount):
            return Literal(amount, "")
        case Fact(name):
            group, dot, key = name.partition(".")
            return Fact(f"{group}.{renamed.get(key, key)}") if dot and group in NAMED_BY_STAGE else node
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return replace(node, left=normal(left, renamed), right=normal(right, renamed))
        case Not(part):
            return Not(normal(part, renamed))
        case Every(parts) | Either(parts):
            return replace(node, parts=tuple(sorted((normal(part, renamed) for part in parts), key=repr)))


def _read_otherwise(pairs: Sequence[Pair], old: Sequence[Rule], new: Sequence[Rule]) -> bool:
    """Whether rules that act by themselves are read in another order, and it may matter: one of them leaves."""
    both = [pair for pair in pairs if pair[0].automatic and pair[1].automatic]
    by_old = sorted(both, key=lambda pair: old.index(pair[0]))
    return any(
        new.index(above[1]) > new.index(below[1]) and (above[1].leaves or below[1].leaves)
        for place, above in enumerate(by_old)
        for below in by_old[place + 1 :]
    )
