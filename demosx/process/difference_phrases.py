"""Rules as people read them where two versions are compared: whole, by what they do, and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .definition import Process, Rule
from .difference_values import Values, same
from .difference_words import NOTHING, said
from .particles import object_of, subject_of, towards
from .wording import describe


@dataclass(frozen=True)
class Phrases:
    """Puts the rules of one process into words."""

    process: Process
    lang: str

    @property
    def values(self) -> Values:
        return Values(self.process, self.lang)

    @property
    def korean(self) -> bool:
        return self.lang == "ko"

    def whole(self, rule: Rule) -> str:
        """A whole rule: when, who, and what happens then."""
        clause, then = self.clause(rule), self.then(rule)
        beside = [
            f"{self.detail_name(key)}: {self.value(key, getattr(rule, key))}" for key in self.beside(rule)
        ]
        more = f" ({', '.join(beside)})" if beside else ""
        if self.korean:
            return f"{clause} {then}{more}."
        return f"{clause[:1].upper()}{clause[1:]}, {then}{more}."

    def beside(self, rule: Rule) -> list[str]:
        return [key for key in ("needs", "set", "drop") if getattr(rule, key)]

    def clause(self, rule: Rule) -> str:
        """When a rule acts, or who makes it act."""
        condition = describe(rule.when, self.lang, self.process.words) if rule.when else ""
        if rule.by:
            return " ".join(filter(None, self.pressed(rule, condition)))
        return condition or self.at_first(rule)

    def pressed(self, rule: Rule, condition: str) -> list[str]:
        people, label = self.values.people(rule.by), self.process.label(rule, self.lang)
        if self.korean:
            pressed = f"{subject_of(people)} {object_of(f'‘{label}’')} 누르면"
            return [f"({condition})" if condition else "", pressed]
        return [f"when {people} chooses “{label}”", f"({condition})" if condition else ""]

    def at_first(self, rule: Rule) -> str:
        if self.korean:
            return "이 단계에 들어오면" if rule.scope else "접수되면"
        return "on entering this stage" if rule.scope else "at the beginning"

    def target(self, rule: Rule) -> str:
        """The name of what a rule leads to."""
        if rule.action == "move":
            return self.values.stage(rule.target)
        if rule.action == "open":
            return self.values.duty(rule.target)
        if rule.action == "notify":
            return self.values.people(rule.notified)
        return self.process.words.text(rule.target, self.lang)

    def then(self, rule: Rule) -> str:
        """What a rule does."""
        name, told = self.target(rule), self.told(rule)
        if self.korean:
            return {
                "move": f"‘{name}’ 단계로 갑니다",
                "open": f"{object_of(f'‘{name}’')} 요청합니다",
                "end": f"{towards(f'‘{name}’')} 끝납니다",
                "mark": f"‘{name}’ 표시를 붙입니다",
                "notify": f"{name}에게 알립니다{told}",
            }[rule.action]
        return {
            "move": f"it goes on to “{name}”",
            "open": f"“{name}” is asked for",
            "end": f"it ends as “{name}”",
            "mark": f"it is marked “{name}”",
            "notify": f"{name} is told{told}",
        }[rule.action]

    def told(self, rule: Rule) -> str:
        """What people are told, where the file says so."""
        if not rule.label:
            return ""
        return (
            f": ‘{self.values.named(rule.label)}’" if self.korean else f": “{self.values.named(rule.label)}”"
        )

    def when_of(self, rule: Rule) -> str:
        """The condition of a rule, by what the rule does."""
        name = self.target(rule)
        if rule.by:
            label = self.process.label(rule, self.lang)
            return f"‘{label}’ 버튼이 보이는 때" if self.korean else f"The condition for choosing “{label}”"
        if self.korean:
            doing = {
                "move": f"‘{name}’ 단계로 가는",
                "open": f"{object_of(f'‘{name}’')} 요청하는",
                "end": f"{towards(f'‘{name}’')} 끝나는",
                "mark": f"‘{name}’ 표시를 붙이는",
                "notify": f"{name}에게 알리는",
            }
            return f"{doing[rule.action]} 조건"
        return f"The condition under which {self.then(rule)}"

    def what_happens(self, rule: Rule) -> str:
        """What a rule does, by its condition."""
        clause = self.clause(rule)
        return f"{clause} 일어나는 일" if self.korean else f"What happens {clause}"

    def detail_of(self, key: str, rule: Rule) -> str:
        """One detail of a rule, by what the rule does."""
        label = self.process.label(rule, self.lang) if rule.action != "notify" else self.target(rule)
        name = self.detail_name("told" if key == "label" and rule.action == "notify" else key)
        if self.korean:
            return f"‘{label}’ 규칙에서 {name}"
        return f"{name[:1].upper()}{name[1:]} in the rule “{label}”"

    def detail_name(self, key: str) -> str:
        return said(DETAIL_NAMES[key], self.lang)

    def value(self, key: str, value: Any) -> str:
        """The value of one detail."""
        if key == "drop" and value:
            return ", ".join(self.values.duty(name) for name in value)
        if key == "label" and not value:
            return said(NOTHING[""], self.lang)
        if key == "set" and isinstance(value, Mapping) and value:
            return ", ".join(f"{self.word(name)} = {self.given(one)}" for name, one in value.items())
        return self.values.text(key, value)

    def word(self, key: str) -> str:
        return self.process.words.text(key, self.lang)

    def given(self, value: Any) -> str:
        return self.word(value) if isinstance(value, str) else self.values.single("", value)

    def raw(self, key: str, value: Any) -> str:
        """The same as the file has it."""
        return self.values.raw(key, value)

    def same(self, key: str, old: Any, new: Any) -> bool:
        """Whether one detail is the same in two rules; facts are set in no order."""
        return dict(old) == dict(new) if key == "set" else same(key, old, new)


DETAIL_NAMES = {
    "by": {"ko": "버튼을 누르는 사람", "en": "who presses the button"},
    "label": {"ko": "버튼의 이름", "en": "the name of the button"},
    "told": {"ko": "알리는 말", "en": "what people are told"},
    "needs": {"ko": "내야 하는 것", "en": "what has to be given"},
    "set": {"ko": "적어 두는 것", "en": "what is noted for later"},
    "drop": {"ko": "거두는 할 일", "en": "what is not owed any more"},
}
