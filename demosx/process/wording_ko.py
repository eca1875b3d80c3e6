"""Conditions in Korean. Korean joins clauses by the ending of each: `-면` (if), `-고` (and), `-거나` (or)."""

from dataclasses import dataclass

from .nodes import Arithmetic, Compare, Either, Every, Fact, Literal, Node, Not
from .plain import calculation, group_of, is_nothing, number, one_of, share, word_of
from .words import Words

IF, AND, OR = range(3)
BE = ("이면", "이고", "이거나")
NOT_BE = ("이 아니면", "이 아니고", "이 아니거나")
OVER = ("나면", "나고", "나거나")
NOT_OVER = ("나지 않았으면", "나지 않았고", "나지 않았거나")
PAST = ("지나면", "지나고", "지나거나")
NOT_PAST = ("지나지 않았으면", "지나지 않았고", "지나지 않았거나")
THERE = ("있으면", "있고", "있거나")
NOT_THERE = ("없으면", "없고", "없거나")
MADE = ("나오면", "나오고", "나오거나")
NOT_MADE = ("나오지 않았으면", "나오지 않았고", "나오지 않았거나")

AMOUNTS = {">=": " 이상", "<=": " 이하", ">": " 초과", "<": " 미만", "==": "", "!=": ""}
COUNTERS = {
    "supports": "명",
    "participants": "명",
    "population": "명",
    "opinions": "건",
    "votes": "표",
    "days": "일",
    "open_duties": "건",
    "regions_reached": "곳",
}
HERE_AND_EVER = {"here": " (이 단계)", "ever": " (전체)"}


@dataclass(frozen=True)
class Korean:
    """Puts conditions into Korean, with the names that a process gives its keys."""

    words: Words

    def clause(self, node: Node, end: int = IF) -> str:
        """A clause with the ending for what follows it."""
        if isinstance(node, Either) and (choice := one_of(node)):
            return self.word_is(choice[0], "==", choice[1], end)
        match node:
            case Every(parts) | Either(parts):
                join = AND if isinstance(node, Every) else OR
                clauses = [self.inner(part, join) for part in parts[:-1]]
                return " ".join([*clauses, self.inner(parts[-1], end)])
            case Not(part):
                return self.flag(part, False, end)
            case Compare(sign, left, right):
                word = word_of(right)
                return self.amount(node, end) if word is None else self.word_is(left, sign, [word], end)
            case _:
                return self.flag(node, True, end)

    def inner(self, node: Node, end: int) -> str:
        text = self.clause(node, end)
        joins = isinstance(node, Every) or (isinstance(node, Either) and not one_of(node))
        return f"({text})" if joins else text

    def flag(self, node: Node, positive: bool, end: int) -> str:
        group, key = group_of(node)
        if group == "period_over":
            return "기간이 끝" + (OVER if positive else NOT_OVER)[end]
        if group == "overdue":
            return f"‘{self.word(key)}’ 기한이 " + (PAST if positive else NOT_PAST)[end]
        return f"‘{self.word(key or group)}’ 표시가 " + (THERE if positive else NOT_THERE)[end]

    def amount(self, node: Compare, end: int) -> str:
        if node.left == Fact("open_duties") and is_nothing(node.right) and node.sign in ("==", "!=", ">"):
            return "남은 할 일이 " + (NOT_THERE if node.sign == "==" else THERE)[end]
        subject, amount = self.value(node.left), self.value(node.right)
        if isinstance(node.left, Arithmetic):
            subject += " 값이"
        elif not isinstance(node.right, Literal):
            subject = subject_of(subject)
        else:
            amount += COUNTERS.get(group_of(node.left)[0], "")
        return f"{subject} {amount}{AMOUNTS[node.sign]}{(NOT_BE if node.sign == '!=' else BE)[end]}"

    def word_is(self, left: Node, sign: str, words: list[str], end: int) -> str:
        subject = subject_of(self.value(left))
        if words == [""]:
            return f"{subject} " + (MADE if sign == "!=" else NOT_MADE)[end]
        named = " 또는 ".join(f"‘{self.word(word)}’" for word in words)
        if sign == "!=":
            return f"{subject} {subject_of(named)} " + ("아니면", "아니고", "아니거나")[end]
        return f"{subject} {named}{BE[end]}"

    def value(self, node: Node) -> str:
        """A number, a fact, or what is counted from them."""
        if part := share(node):
            return f"{self.value(part[1])}의 {part[0]}"
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
            return f"‘{self.word(key)}’ 결과"
        if group == "decisions":
            return f"‘{self.word(key)}’ 결정"
        return f"‘{self.word(key)}’ {self.word(group)}" if key else self.word(group)

    def word(self, key: str) -> str:
        return self.words.text(key, "ko")


def subject_of(text: str) -> str:
    """A word with its subject particle, `이` after a final consonant and `가` otherwise."""
    last = next((letter for letter in reversed(text) if letter not in "’”) "), "")
    closed = "가" <= last <= "힣" and (ord(last) - ord("가")) % 28 > 0
    return text + ("이" if closed else "가")
