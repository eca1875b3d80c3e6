"""The check of one condition: every fact known, numbers with numbers, words with words, yes/no alone."""

import json
from collections.abc import Callable

from . import readings
from .conditions import day_of
from .definition import Process, Stage
from .draft import Draft
from .kinds import FactType
from .nodes import Arithmetic, Compare, Fact, Literal, Node, Not, parts_of, walk
from .problems import Fact as Told
from .problems import listed
from .scope import GROUPS, Scope
from .suggestions import similar

Tell = Callable[..., None]
TYPE_WORDS = {
    FactType.NUMBER: {"ko": "숫자", "en": "a number"},
    FactType.WORD: {"ko": "낱말", "en": "a word"},
    FactType.FLAG: {"ko": "예/아니요", "en": "a yes/no"},
    FactType.DAY: {"ko": "날짜", "en": "a day"},
}
ORDERED = (">=", "<=", ">", "<")


class ConditionCheck:
    """Checks one condition. `tell(code, **facts)` is called for each error."""

    def __init__(self, draft: Draft, process: Process, stage: Stage | None, scope: Scope, tell: Tell) -> None:
        self.process = process
        self.stage = stage
        self.scope = scope
        self.tell = tell
        self.naming = draft.naming
        self.ownerless = draft.ownerless
        self.mistyped = draft.mistyped
        self.kind = draft.kinds.get(stage.kind) if stage else None
        self.sure = not draft.unsure if stage is None else stage.key not in draft.unsure
        """Whether an unknown fact is an error: not where the stage's kind or options could not be read."""

    def whole(self, node: Node) -> None:
        """Check a condition."""
        if not any(isinstance(part, Fact) for part in walk(node)):
            self.tell("condition_constant")
        self.flag(node)

    def flag(self, node: Node) -> None:
        """Check what must be a yes/no."""
        if isinstance(node, Compare):
            self.comparison(node)
        elif isinstance(node, Fact | Literal | Arithmetic):
            found = self.type(node)
            if found not in (None, FactType.FLAG):
                self.tell("not_a_flag", part=written(node), type=_words(found))
        else:
            before: Node | None = None
            for part in parts_of(node):
                if isinstance(part, Literal) and isinstance(before, Compare):
                    right = f"{written(before.left)} {before.sign} {written(part)}"
                    self.tell("not_a_flag", part=written(part), type=_words(self.type(part)), right=right)
                    continue
                self.flag(part)
                before = part

    def type(self, node: Node) -> FactType | None:
        """The type of a value; None where it is not known, which has been told."""
        if isinstance(node, Literal):
            return FactType.WORD if isinstance(node.amount, str) else FactType.NUMBER
        if isinstance(node, Fact):
            return self.fact(node.name)
        if isinstance(node, Arithmetic):
            for part in parts_of(node):
                found = self.type(part)
                if found not in (None, FactType.NUMBER):
                    self.tell("not_a_number", part=written(part), type=_words(found))
            return FactType.NUMBER
        self.tell("flag_compared", part=written(node))
        return None

    def comparison(self, node: Compare) -> None:
        if self.without_quotes(node) or self.in_quotes(node):
            return
        left, right = self.type(node.left), self.type(node.right)
        if left is None or right is None:
            return
        if FactType.FLAG in (left, right):
            flag = node.left if left is FactType.FLAG else node.right
            self.tell("flag_compared", part=written(flag))
        elif {left, right} == {FactType.DAY, FactType.WORD}:
            self.day(node)
        elif left is not right:
            self.tell("types_differ", left=written(node.left), left_type=_words(left),
                      right_side=written(node.right), right_type=_words(right))  # fmt: skip
        elif left is FactType.WORD:
            self.words(node)

    def without_quotes(self, node: Compare) -> bool:
        """Whether a word or a day stands there without its quotes; tell so."""
        for fact, other in ((node.left, node.right), (node.right, node.left)):
            known = self.scope.get(fact.name) if isinstance(fact, Fact) else None
            if known is None or known.type not in (FactType.WORD, FactType.DAY):
                continue
            word = ""
            if known.type is FactType.DAY and isinstance(other, Arithmetic):
                word = readings.day(written(other).replace(" ", ""))
            elif isinstance(other, Fact) and other.name not in self.scope and "." not in other.name:
                word = similar(other.name, known.words or (), self.process.words.entries) or other.name
            if word:
                right = f"{written(fact)} {node.sign} '{word}'"
                self.tell("word_without_quotes", part=written(other).replace(" ", ""), right=right)
                return True
        return False

    def in_quotes(self, node: Compare) -> bool:
        """Whether a number stands there in quotes; tell so."""
        for fact, other in ((node.left, node.right), (node.right, node.left)):
            known = self.scope.get(fact.name) if isinstance(fact, Fact) else None
            if (
                known
                and known.type is FactType.NUMBER
                and isinstance(other, Literal)
                and isinstance(other.amount, str)
            ):
                number = readings.number(other.amount)
                if number:
                    right = f"{written(fact)} {node.sign} {number}"
                    self.tell("number_in_quotes", part=written(other), right=right)
                    return True
        return False

    def day(self, node: Compare) -> None:
        for part in (node.left, node.right):
            if isinstance(part, Literal) and day_of(str(part.amount)) is None:
                right = readings.day(str(part.amount))
                self.tell("not_a_day", given=str(part.amount), **({"right": f"'{right}'"} if right else {}))

    def words(self, node: Compare) -> None:
        if node.sign in ORDERED:
            self.tell("words_ordered", sign=node.sign)
        for fact, word in ((node.left, node.right), (node.right, node.left)):
            if not isinstance(fact, Fact) or not isinstance(word, Literal) or not word.amount:
                continue
            allowed = self.scope[fact.name].words
            if allowed is not None and word.amount not in allowed:
                near = similar(str(word.amount), allowed, self.process.words.entries)
                self.mistyped.add(near)
                self.tell(
                    "unknown_word", fact=fact.name, word=str(word.amount), known=listed(allowed), similar=near
                )

    def fact(self, name: str) -> FactType | None:
        if name == "regions_reached" and self.sure and not self.counts_regions():
            self.tell("no_region_minimum", stage=self.stage.key if self.stage else "")
        if name in self.scope:
            return self.scope[name].type
        if self.sure:
            code, facts = self.why_unknown(name)
            if code:
                self.tell(code, **facts)
        return None

    def counts_regions(self) -> bool:
        """Whether a minimum for regions is set where this condition is read."""
        here = [self.stage] if self.stage else self.process.stages.values()
        return any(getattr(one.options, "region_minimum", None) is not None for one in here)

    def why_unknown(self, name: str) -> tuple[str, dict[str, Told]]:
        """Why a fact cannot be read here: a code and facts for the sentence. No code where that has been told."""
        group, _, key = name.partition(".")
        if name == "period_over":
            return ("no_period_here", {"stage": self.stage.key}) if self.stage else ("no_period_anywhere", {})
        if name == "decision":
            return self.why_no_decision()
        if group == "overdue" and f"outcome.{key}" in self.scope:
            return "never_overdue", {"duty": key}
        if group in ("outcome", "overdue") and key in self.process.stages:
            return "" if key in self.ownerless else "stage_owes_nothing", {"stage": key}
        known = [other.partition(".")[2] for other in self.scope if other.startswith(f"{group}.")]
        if group in GROUPS and key:
            near = similar(key, known, self.process.words.entries)
            lonely = self.naming.duty(key) if group in ("outcome", "overdue") else ""
            code = {"decisions": "unknown_deciding_stage", "mark": "unknown_mark"}.get(group, "unknown_duty")
            return code, {"key": key, "known": listed(known), "similar": near, "lonely": lonely}
        if known and key:
            near = similar(key, known, self.process.words.entries)
            example = next((one for one in known if one not in ("here", "ever")), known[0])
            others = {"similar": f"{group}.{near}" if near else "", "example": f"{group}.{example}"}
            return "unknown_fact", {"fact": name, **others}
        if known and name in GROUPS:
            return "fact_of_what", {"fact": name, "known": listed(f"{name}.{one}" for one in known)}
        wider = f"{group}.ever" if f"{group}.ever" in self.scope else ""
        return "unknown_fact", {"fact": name, "similar": similar(name, self.scope), "example": wider}

    def why_no_decision(self) -> tuple[str, dict[str, Told]]:
        """That nothing is decided here; where the kind of stage could decide, how to say what."""
        if self.stage is None:
            return "no_decision_anywhere", {}
        facts: dict[str, Told] = {"stage": self.stage.key}
        if self.kind and "decides" in self.kind.options.model_fields:
            compared = [_compared(rule.when.node) for rule in self.stage.rules if rule.when]
            words = dict.fromkeys(word for some in compared for word in some)
            facts["right"] = f"decides = [{', '.join(json.dumps(word) for word in words) or '…'}]"
        return "no_decision_here", facts


def _compared(node: Node) -> list[str]:
    """The words that a condition compares a decision with."""
    found = []
    for part in walk(node):
        if isinstance(part, Compare) and Fact("decision") in (part.left, part.right):
            other = part.right if part.left == Fact("decision") else part.left
            found += [str(other.amount)] if isinstance(other, Literal) and other.amount else []
    return found


def written(node: Node) -> str:
    """A part of a condition as it is written."""
    match node:
        case Literal(_, text):
            return text
        case Fact(name):
            return name
        case Arithmetic(sign, left, right) | Compare(sign, left, right):
            return f"{written(left)} {sign} {written(right)}"
        case Not(part):
            return f"not {written(part)}"
        case _:
            return "( … )"


def _words(type: FactType | None) -> dict[str, str]:
    return TYPE_WORDS[type] if type else {}
