"""Conditions in Korean. Korean joins clauses by the ending of each: `-면` (if), `-고` (and), `-거나` (or)."""

import re
from dataclasses import dataclass

from .nodes import Arithmetic, Compare, Either, Every, Fact, Node, Not
from .particles import object_of, subject_of, with_of
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

IF, AND, OR = range(3)
BE = ("이면", "이고", "이거나")
NOT_BE = ("아니면", "아니고", "아니거나")
OVER = ("끝나면", "끝나고", "끝나거나")
NOT_OVER = ("끝나기 전이면", "끝나기 전이고", "끝나기 전이거나")
LATE = ("늦어지면", "늦어지고", "늦어지거나")
NOT_LATE = ("늦지 않으면", "늦지 않고", "늦지 않거나")
THERE = ("있으면", "있고", "있거나")
NOT_THERE = ("없으면", "없고", "없거나")
GIVEN = ("나오면", "나오고", "나오거나")
NOT_GIVEN = ("나오지 않았으면", "나오지 않았고", "나오지 않았거나")
SET = ("정해져 있으면", "정해져 있고", "정해져 있거나")
NOT_SET = ("정해져 있지 않으면", "정해져 있지 않고", "정해져 있지 않거나")
DONE = ("완료되면", "완료되고", "완료되거나")
NOT_DONE = ("완료되지 않았으면", "완료되지 않았고", "완료되지 않았거나")
FITS = ("해당하면", "해당하고", "해당하거나")
NOT_FITS = ("해당하지 않으면", "해당하지 않고", "해당하지 않거나")
ABOVE = ("넘으면", "넘고", "넘거나")
MORE = ("많으면", "많고", "많거나")
LESS = ("적으면", "적고", "적거나")
SAME = ("같으면", "같고", "같거나")
DIFFERENT = ("다르면", "다르고", "다르거나")
PASSED = ("지나면", "지나고", "지나거나")
BECOME = ("되면", "되고", "되거나")

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAYS = {">=": " 이후", ">": "보다 뒤", "<=": "까지", "<": " 전", "==": ""}
BOUNDS = {">=": " 이상", "<=": " 이하", "<": " 미만", "==": ""}
COUNTERS = {
    "supports": "명",
    "participants": "명",
    "population": "명",
    "opinions": "건",
    "votes": "표",
    "open_duties": "건",
    "regions_reached": "곳",
    "unchecked_batches": "건",
}
BARE = ("supports", "participants", "population", "opinions", "votes", "open_duties")


@dataclass(frozen=True)
class Korean:
    """Puts conditions into Korean, with the names that a process gives its keys. `here`: the stage in whose rules they
    stand, the outcome of which needs no name."""

    words: Words
    here: str = ""

    def clause(self, node: Node, end: int = IF) -> str:
        """A clause with the ending for what follows it."""
        if choice := one_of(node):
            return self.word_is(choice[0], "==", choice[1], end)
        if choice := none_of(node):
            return self.none_is(choice[0], choice[1], end)
        match node:
            case Every(parts):
                clauses = [self.bracketed(part, AND) for part in parts[:-1]]
                return " ".join([*clauses, self.bracketed(parts[-1], end)])
            case Either(parts):
                return self.either(parts, end)
            case Not(part):
                return self.flag(part, False, end)
            case Compare(sign, left, right):
                word = word_of(right)
                return self.amount(node, end) if word is None else self.word_is(left, sign, [word], end)
            case _:
                return self.flag(node, True, end)

    def either(self, parts: tuple[Node, ...], end: int) -> str:
        """Alternatives; a comma divides them where one is more than a single clause."""
        clauses = [self.clause(part, OR) for part in parts[:-1]]
        mark = ", " if any(isinstance(part, Every) for part in parts) else " "
        return mark.join([*clauses, self.clause(parts[-1], end)])

    def bracketed(self, node: Node, end: int) -> str:
        text = self.clause(node, end)
        return f"({text})" if isinstance(node, Either) and not one_of(node) else text

    def flag(self, node: Node, positive: bool, end: int) -> str:
        group, key = group_of(node)
        if group == "period_over":
            return "기간이 " + (OVER if positive else NOT_OVER)[end]
        if group == "overdue":
            return subject_of(f"‘{self.word(key)}’") + " " + (LATE if positive else NOT_LATE)[end]
        if group == "mark":
            return f"‘{self.word(key)}’ 표시가 " + (THERE if positive else NOT_THERE)[end]
        return f"‘{self.value(node)}’에 " + (FITS if positive else NOT_FITS)[end]

    def amount(self, node: Compare, end: int) -> str:
        there, amount = presence(node), constant(node.right)
        if node.left == Fact("days") and amount is not None:
            return self.days(node.sign, amount, end)
        if node.left == Fact("days.ever") and amount is not None:
            return self.days_of_life(node.sign, amount, end)
        if there is not None:
            what = "남은 할 일" if node.left == Fact("open_duties") else self.value(node.left)
            return f"{subject_of(what)} {(THERE if there else NOT_THERE)[end]}"
        if amount is not None:
            return self.against_number(node, amount, end)
        return self.against_fact(node, end)

    def days(self, sign: str, amount: str, end: int) -> str:
        """So many days in a stage; the day on which it begins is day 0."""
        here = "이 단계에 온 지"
        if amount == "0" and sign in ("==", "<="):
            return f"이 단계에 온 날{BE[end]}"
        return {
            ">=": f"이 단계 {amount}일째가 {BECOME[end]}",
            ">": f"{here} {amount}일이 {PASSED[end]}",
            "<=": f"{here} {amount}일 이내{BE[end]}",
            "<": f"{here} {amount}일이 되기 전{BE[end]}",
            "==": f"이 단계 {amount}일째{BE[end]}",
            "!=": f"이 단계 {amount}일째가 {NOT_BE[end]}",
        }[sign]

    def days_of_life(self, sign: str, amount: str, end: int) -> str:
        """So many days since the filing, which was on day 0."""
        since = "접수한 지"
        return {
            ">=": f"{since} {amount}일이 {BECOME[end]}",
            ">": f"{since} {amount}일이 {PASSED[end]}",
            "<=": f"{since} {amount}일 이내{BE[end]}",
            "<": f"{since} {amount}일이 되기 전{BE[end]}",
            "==": f"{since} {amount}일째{BE[end]}",
            "!=": f"{since} {amount}일째가 {NOT_BE[end]}",
        }[sign]

    def against_number(self, node: Compare, amount: str, end: int) -> str:
        if (pair := two_facts(node.left, "/")) and (share := share_of_one(node.right)):
            part, whole = self.value(pair[0]), self.whole(pair[1])
            return f"{whole} 가운데 {part}의 비율이 {bounded(share, node.sign, end)}"
        if (pair := two_facts(node.left, "-")) and node.sign in (">=", ">"):
            more, fewer = map(self.value, pair)
            counted = amount + self.counter(pair[0])
            least = f"{counted} 이상" if node.sign == ">=" else f"{counted} 넘게"
            return f"{subject_of(more)} {fewer}보다 {least} {MORE[end]}"
        if pair := two_facts(node.left, "+"):
            one, other = map(self.value, pair)
            counted = amount + (
                self.counter(pair[0]) if self.counter(pair[0]) == self.counter(pair[1]) else ""
            )
            return f"{object_of(f'{with_of(one)} {other}')} 더해 {bounded(counted, node.sign, end)}"
        subject, counted = self.value(node.left), amount + self.counter(node.left)
        if isinstance(node.left, Arithmetic):
            subject = f"{subject} 값이"
        elif self.named_by_words(node.left) or node.sign == ">":
            subject = subject_of(subject)
        return f"{subject} {bounded(counted, node.sign, end)}"

    def named_by_words(self, node: Node) -> bool:
        """Whether a fact's name is more than one short word, so that it needs a particle."""
        group, key = group_of(node)
        return group not in BARE or key not in ("", "here", "ever")

    def against_fact(self, node: Compare, end: int) -> str:
        left, other = self.value(node.left), self.value(node.right)
        if is_day(node.left) or is_day(node.right):
            return self.day_against(left, node.sign, other, end)
        many = multiple(node.right)
        whole = many is not None and many.times == 1 and isinstance(node.left, Fact)
        if node.sign in ("==", "!="):
            return f"{with_of(left)} {subject_of(other)} {(SAME if node.sign == '==' else DIFFERENT)[end]}"
        subject = subject_of(left) if isinstance(node.left, Fact) else f"{left} 값이"
        if whole and node.sign in (">", "<"):
            return f"{subject} {other}보다 {(MORE if node.sign == '>' else LESS)[end]}"
        if whole:
            return f"{subject} {with_of(other)} 같거나 더 {(MORE if node.sign == '>=' else LESS)[end]}"
        return f"{subject} {bounded(other, node.sign, end)}"

    def word_is(self, left: Node, sign: str, words: list[str], end: int) -> str:
        group, key = group_of(left)
        if words == [""]:
            return self.word_given(left, sign == "!=", end)
        if DAY.fullmatch(words[0]):
            return self.day(left, sign, words[0], end)
        if group == "outcome" and words == ["done"]:
            return subject_of(f"‘{self.word(key)}’") + " " + (DONE if sign == "==" else NOT_DONE)[end]
        subject = subject_of(self.value(left))
        named = " 또는 ".join(f"‘{self.named(left, word)}’" for word in words)
        return (
            f"{subject} {named}{BE[end]}" if sign == "==" else f"{subject} {subject_of(named)} {NOT_BE[end]}"
        )

    def word_given(self, left: Node, given: bool, end: int) -> str:
        said = group_of(left)[0] in ("decision", "decisions", "outcome")
        endings = (GIVEN, NOT_GIVEN) if said else (SET, NOT_SET)
        return f"{subject_of(self.value(left))} {endings[not given][end]}"

    def none_is(self, left: Fact, words: list[str], end: int) -> str:
        if len(words) == 1:
            return self.word_is(left, "!=", words, end)
        named = " ".join(f"‘{self.named(left, word)}’도" for word in words)
        return f"{subject_of(self.value(left))} {named} {NOT_BE[end]}"

    def day(self, left: Node, sign: str, day: str, end: int) -> str:
        """On which side of a day another is; where that is today, how it comes and goes."""
        written = "{}년 {}월 {}일".format(*(part.lstrip("0") for part in day.split("-")))
        today = left == Fact("today")
        if today and sign in (">=", ">"):
            return f"{written}이 {(BECOME if sign == '>=' else PASSED)[end]}"
        subject = "" if today else subject_of(self.value(left)) + " "
        if sign == "!=":
            return f"{subject}{written}이 {NOT_BE[end]}"
        return subject + written + DAYS[sign] + BE[end]

    def day_against(self, left: str, sign: str, other: str, end: int) -> str:
        """On which side of another day a day is, both being facts."""
        if sign == "!=":
            return f"{subject_of(left)} {subject_of(other)} {NOT_BE[end]}"
        return f"{subject_of(left)} {other}{DAYS[sign]}{BE[end]}"

    def value(self, node: Node) -> str:
        """A number, a fact, or what is counted from them."""
        if (many := multiple(node)) and many.times != 1:
            whole = self.whole(many.fact)
            if many.times < 1:
                return f"{whole}의 {portion(many.times, many.decimal)}"
            return f"{whole}의 {float(many.times):g}배" if many.decimal else f"{whole}의 {many.times}배"
        if (amount := constant(node)) is not None:
            return amount
        return calculation(node, self.value) if isinstance(node, Arithmetic) else self.fact(node)

    def fact(self, node: Node) -> str:
        group, key = group_of(node)
        if key == "here":
            return f"이 단계의 {self.word(group)}"
        if key == "ever":
            return f"누적 {self.word(group)}"
        if group == "outcome":
            return "결과" if key == self.here else f"‘{self.word(key)}’ 결과"
        if group == "decisions":
            return f"‘{self.word(key)}’ 결정"
        if group == "votes" and key:
            return f"‘{self.word(key)}’ 표"
        return f"‘{self.word(key)}’ {self.word(group)}" if key else self.word(group)

    def whole(self, fact: Node) -> str:
        """What a share is of."""
        return f"전체 {self.fact(fact)}" if fact == Fact("votes") else self.fact(fact)

    def counter(self, node: Node) -> str:
        return COUNTERS.get(group_of(node)[0], "")

    def word(self, key: str) -> str:
        return self.words.text(key, "ko")

    def named(self, fact: Node, word: str) -> str:
        """The name of a word that a fact may be."""
        return self.words.text_for(group_of(fact)[0], word, "ko")


def bounded(amount: str, sign: str, end: int) -> str:
    """An amount and on which side of it something is: `50명 이상이면`, `50명을 넘으면`."""
    if sign == ">":
        return f"{object_of(amount)} {ABOVE[end]}"
    if sign == "!=":
        return f"{subject_of(amount)} {NOT_BE[end]}"
    return f"{amount}{BOUNDS[sign]}{BE[end]}"
