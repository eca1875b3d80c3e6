"""Values of a process file as people read them, for telling how they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from .definition import Extension, Process
from .difference_words import FLAGS, NOTHING, WORDS, said
from .lengths import Length, Reminder
from .words import pick

NAMES = ("name", "label", "reason")
"""Keys whose value is a name by language."""
PEOPLE = ("opened_by", "who", "owner", "by")
"""Keys whose value is a list of people, any of whom is meant."""


@dataclass(frozen=True)
class Values:
    """Puts the values of one process into words."""

    process: Process
    lang: str

    def text(self, key: str, value: Any) -> str:
        """The value that stands under a key."""
        if key in NAMES and isinstance(value, Mapping):
            return self.named(value)
        if value is None or (not isinstance(value, bool | int) and not value):
            return said(NOTHING.get(key, NOTHING[""]), self.lang)
        if key == "who" and isinstance(value, Mapping):
            return self.listed(
                f"{self.word('allows', action)}({self.people(roles)})"
                if self.lang == "ko"
                else f"{self.word('allows', action)} ({self.people(roles)})"
                for action, roles in value.items()
            )
        if isinstance(value, Mapping):
            return self.listed(self.entry(name, one) for name, one in value.items())
        if isinstance(value, list | tuple):
            return (
                self.people(value) if key in PEOPLE else self.listed(self.single(key, one) for one in value)
            )
        return self.single(key, value)

    def raw(self, key: str, value: Any) -> str:
        """A value as the file has it, where its words do not show how it differs."""
        if key in NAMES and isinstance(value, Mapping):
            return " · ".join(f"({lang}) {name}" for lang, name in value.items())
        if isinstance(value, Mapping):
            return self.listed(f"{name}: {_plain(one)}" for name, one in value.items())
        if isinstance(value, list | tuple):
            return self.listed(_plain(one) for one in value)
        return _plain(value)

    def single(self, key: str, value: Any) -> str:
        """One value, or one of a list."""
        if isinstance(value, bool):
            return said(FLAGS.get(key, FLAGS[""])[value], self.lang)
        if isinstance(value, Length):
            return value.describe(self.lang)
        if isinstance(value, Reminder):
            return self.reminder(value)
        if isinstance(value, Extension):
            return self.extension(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | Fraction):
            return self.number(key, value)
        return self.word(key, value) if isinstance(value, str) else _plain(value)

    def word(self, key: str, value: str) -> str:
        if value in WORDS.get(key, {}):
            return said(WORDS[key][value], self.lang)
        if key == "first":
            return self.stage(value)
        group, dot, stage = value.partition(".")
        if key == "form" and dot and group == "decisions":
            name = self.stage(stage)
            return f"‘{name}’에서 정한 대로" if self.lang == "ko" else f"as decided in “{name}”"
        return self.process.words.text(value, self.lang)

    def entry(self, name: str, value: Any) -> str:
        """One entry of a table: a choice by its name, or a number by that of its region."""
        if isinstance(value, Mapping):
            return self.named(value)
        return f"{self.process.words.text(name, self.lang)} {self.single('', value)}"

    def named(self, names: Mapping[str, str]) -> str:
        return pick(names, (self.lang, *self.process.words.languages))

    def stage(self, key: str) -> str:
        """What a stage is called."""
        stage = self.process.stages.get(key)
        return (self.named(stage.name) if stage else "") or self.process.words.text(key, self.lang)

    def duty(self, key: str) -> str:
        """What a duty is called."""
        duty = self.process.duty(key)
        return (self.named(duty.name) if duty else "") or self.process.words.text(key, self.lang)

    def people(self, keys: Iterable[str]) -> str:
        """Any of these people."""
        between = " 또는 " if self.lang == "ko" else " or "
        return between.join(self.process.words.text(key, self.lang) for key in keys)

    def listed(self, texts: Iterable[str]) -> str:
        return ", ".join(texts)

    def number(self, key: str, value: int | Fraction) -> str:
        if key == "minimum_age":
            return f"만 {value}세 이상" if self.lang == "ko" else f"{value} or over"
        return f"{value:,}" if isinstance(value, int) else str(value)

    def day(self, day: date) -> str:
        """A day as it is written in full."""
        if self.lang == "ko":
            return f"{day.year}년 {day.month}월 {day.day}일"
        return f"{day.day} {day:%B} {day.year}"

    def reminder(self, reminder: Reminder) -> str:
        length = reminder.length.describe(self.lang)
        if self.lang == "ko":
            return f"{length} {'전' if reminder.before else '뒤'}"
        return f"{length} {'before' if reminder.before else 'after'}"

    def extension(self, extend: Extension) -> str:
        length, people = extend.up_to.describe(self.lang), self.people(extend.by)
        needs = self.listed(self.process.words.text(need, self.lang) for need in extend.needs)
        if self.lang == "ko":
            return f"{people}, 한 번에 {length}까지, {extend.times}번" + (f"({needs} 필요)" if needs else "")
        times = "once" if extend.times == 1 else f"{extend.times} times"
        return f"{times} by up to {length}, by {people}" + (f" (with {needs.lower()})" if needs else "")


def _plain(value: Any) -> str:
    """A value that nobody has words for."""
    return str(value.model_dump()) if isinstance(value, BaseModel) else str(value)


def same(key: str, old: Any, new: Any) -> bool:
    """Whether two values mean the same. The order of a list means nothing; that of a table is that of a ballot."""
    if key == "who" and isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(same("", old[one], new[one]) for one in old)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return list(old.items()) == list(new.items()) if key not in NAMES else dict(old) == dict(new)
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return sorted(map(str, old)) == sorted(map(str, new))
    return bool(old == new)
