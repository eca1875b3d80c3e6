"""The check of one condition: every fact known, numbers with numbers, words with words, yes/no alone."""

from collections.abc import Callable

from .conditions import day_of
from .definition import Process, Stage
from .kinds import FactType
from .nodes import Arithmetic, Compare, Fact, Literal, Node, Not, parts_of, walk
from .problems import Fact as Told
from .problems import listed, similar
from .scope import GROUPS, Scope

Tell = Callable[..., None]
TYPE_WORDS = {
    FactType.NUMBER: {"ko": "숫자", "en": "a number"},
    FactType.WORD: {"ko": "낱말", "en": "a word"},
    FactType.FLAG: {"ko": "예/아니요", "en": "a yes/no"},
    FactType.DAY: {"ko": "날짜", "en": "a day"},
}
ORDERED = (">=", "<=", ">", "<")


class ConditionCheck:
    """Checks one condition. `tell(code, **facts)` is called for each error; `sure` is False where the stage's kind or
    options could not be read, so that an unknown fact is no error."""

    def __init__(self, process: Process, stage: Stage | None, scope: Scope, sure: bool, tell: Tell) -> None:
        self.process = process
        self.stage = stage
        self.scope = scope
        self.sure = sure
        self.tell = tell

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
            for part in parts_of(node):
                self.flag(part)

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
                      right=written(node.right), right_type=_words(right))  # fmt: skip
        elif left is FactType.WORD:
            self.words(node)

    def day(self, node: Compare) -> None:
        for part in (node.left, node.right):
            if isinstance(part, Literal) and day_of(str(part.amount)) is None:
                self.tell("not_a_day", given=part.amount)

    def words(self, node: Compare) -> None:
        if node.sign in ORDERED:
            self.tell("words_ordered", sign=node.sign)
        for fact, word in ((node.left, node.right), (node.right, node.left)):
            if not isinstance(fact, Fact) or not isinstance(word, Literal) or not word.amount:
                continue
            allowed = self.scope[fact.name].words
            if allowed is not None and word.amount not in allowed:
                near = similar(str(word.amount), allowed)
                self.tell(
                    "unknown_word", fact=fact.name, word=str(word.amount), known=listed(allowed), similar=near
                )

    def fact(self, name: str) -> FactType | None:
        if name in self.scope:
            return self.scope[name].type
        if self.sure:
            code, facts = self.why_unknown(name)
            self.tell(code, **facts)
        return None

    def why_unknown(self, name: str) -> tuple[str, dict[str, Told]]:
        """Why a fact cannot be read here: a code and facts for the sentence."""
        group, _, key = name.partition(".")
        if name == "period_over":
            return ("no_period_here", {"stage": self.stage.key}) if self.stage else ("no_period_anywhere", {})
        if name == "decision":
            return "no_decision_here", {"stage": self.stage.key if self.stage else ""}
        if group == "overdue" and f"outcome.{key}" in self.scope:
            return "never_overdue", {"duty": key}
        if group in GROUPS and key:
            known = [other.partition(".")[2] for other in self.scope if other.startswith(f"{group}.")]
            code = {"decisions": "unknown_deciding_stage", "mark": "unknown_mark"}.get(group, "unknown_duty")
            return code, {"key": key, "known": listed(known), "similar": similar(key, known)}
        return "unknown_fact", {"fact": name, "similar": similar(name, self.scope)}


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
