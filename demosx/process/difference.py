"""How two versions of a process differ, in words: whole sentences that a citizen understands.

Everything that a file can say is compared, but for what is told of a version anyway: from when and for whom it holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel

from .definition import Duty, Freeze, Process, Stage
from .difference_phrases import Phrases
from .difference_rules import RuleDifference
from .difference_values import Values, same
from .difference_words import TITLES, label_of, said, sentence
from .kinds import NoOptions

TOLD_ELSEWHERE = frozenset({"format", "key", "effective", "applies_to", "source"})
"""Of a process: what is said of every version, and how it is written."""
NOT_A_RULE = frozenset({"key", "line", "scope", "place"})
"""Where something stands in its file."""
OF_PROCESS = ("name", "opened_by", "first", "who", "minimum_age")
OF_DUTY = tuple(field.name for field in fields(Duty) if field.name not in NOT_A_RULE)
OF_STAGE = tuple(field.name for field in fields(Stage) if field.name not in NOT_A_RULE | {"rules", "options"})


@dataclass(frozen=True)
class Part:
    """The differences of one part of the rules: a stage, a duty, or the rules as a whole."""

    title: str
    lines: tuple[str, ...]


def difference(old: Process, new: Process, lang: str) -> tuple[Part, ...]:
    """What `new` says otherwise than `old`, part by part; nothing where they mean the same."""
    return tuple(part for part in _Difference(old, new, lang).parts() if part.lines)


class _Difference:
    def __init__(self, old: Process, new: Process, lang: str) -> None:
        self.old, self.new, self.lang = old, new, lang
        self.was, self.will = Values(old, lang), Values(new, lang)
        self.renamed = _renamed(old, new)
        self.rules = RuleDifference(Phrases(old, lang), Phrases(new, lang), self.renamed)

    def parts(self) -> Iterator[Part]:
        yield self.part("process", self.whole())
        yield self.part("anywhere", self.rules.lines(self.old.rules, self.new.rules))
        before = {self.renamed.get(key, key): stage for key, stage in self.old.stages.items()}
        for key, stage in self.new.stages.items():
            yield self.part("stage", self.stage(before.get(key), stage), self.will.stage(key))
        for key in (key for key in before if key not in self.new.stages):
            yield self.part("stage", self.gone(key), self.was.stage(key))
        for key, duty in self.new.duties.items():
            yield self.part("duty", self.duty(self.old.duties.get(key), duty), self.will.duty(key))
        for key in (key for key in self.old.duties if key not in self.new.duties):
            yield self.part("duty", [self.say("duty_gone")], self.was.duty(key))
        yield self.part("pauses", self.pauses())
        yield self.part("words", self.words())

    def part(self, kind: str, lines: Iterator[str] | list[str], name: str = "") -> Part:
        return Part(said(TITLES[kind], self.lang).format(name=name), tuple(lines))

    def say(self, code: str, **facts: str) -> str:
        return sentence(code, self.lang, **facts)

    def whole(self) -> Iterator[str]:
        yield from self.changes("process", OF_PROCESS, self.old, self.new)
        common = [self.renamed.get(key, key) for key in self.old.stages]
        common = [key for key in common if key in self.new.stages]
        now = [key for key in self.new.stages if key in common]
        if now != common:
            yield self.say("stage_order", order=" → ".join(map(self.will.stage, now)))

    def stage(self, old: Stage | None, new: Stage) -> Iterator[str]:
        if old is None:
            yield self.say("stage_new")
            yield from self.contents("stage", OF_STAGE, Stage("", "", {}, NoOptions()), new)
            yield from self.options(NoOptions(), new.options, new_stage=True)
            yield from (self.say("rule", rule=self.rules.will.whole(rule)) for rule in new.rules)
            return
        if old.key != new.key and dict(old.name) != dict(new.name):
            yield self.say("stage_instead", old=self.was.stage(old.key))
        yield from self.changes("stage", OF_STAGE, old, new)
        yield from self.options(old.options, new.options)
        yield from self.rules.lines(old.rules, new.rules)
        if old.key != new.key or old.kind != new.kind:
            yield from self.moved(old.key)

    def gone(self, key: str) -> Iterator[str]:
        yield self.say("stage_gone")
        yield from self.moved(key)

    def moved(self, key: str) -> Iterator[str]:
        """Where proposals go that are in a stage which is no longer there."""
        if key in self.new.goes_to:
            target = self.will.stage(self.new.goes_to[key])
            yield self.say("goes_to", old=self.was.stage(key), new=target)

    def duty(self, old: Duty | None, new: Duty) -> Iterator[str]:
        if old is None:
            yield self.say("duty_new")
            yield from self.contents("duty", OF_DUTY, Duty("", {}, ()), new)
        else:
            yield from self.changes("duty", OF_DUTY, old, new)

    def options(self, old: BaseModel, new: BaseModel, new_stage: bool = False) -> Iterator[str]:
        """What a kind of stages says beside; of a new stage only what is not so anyway."""
        own = [name for name in _options_of(new, old) if name not in OF_STAGE]
        if new_stage:
            defaults = {
                name: field.get_default(call_default_factory=True) for name, field in _fields(new).items()
            }
            yield from self.contents("stage", own, SimpleNamespace(**defaults), new)
        else:
            yield from self.changes("stage", own, old, new)

    def changes(self, place: str, names: Sequence[str], old: Any, new: Any) -> Iterator[str]:
        """A sentence for every key whose value differs."""
        for name in names:
            was, will = getattr(old, name, None), getattr(new, name, None)
            if same(name, was, will):
                continue
            shown = self.was.text(name, was), self.will.text(name, will)
            if shown[0] == shown[1]:
                shown = self.was.raw(name, was), self.will.raw(name, will)
            label = label_of(place, name, self.lang)
            yield self.say("changed", label=label, old=shown[0], new=shown[1])

    def contents(self, place: str, names: Sequence[str], blank: Any, new: Any) -> Iterator[str]:
        """What is said in something new."""
        for name in names:
            value = getattr(new, name)
            if name not in ("name", "kind") and not same(name, getattr(blank, name, None), value):
                yield self.say("is", label=label_of(place, name, self.lang), new=self.will.text(name, value))

    def pauses(self) -> Iterator[str]:
        gone = [one for one in self.old.pauses if not _among(one, self.new.pauses)]
        added = [one for one in self.new.pauses if not _among(one, self.old.pauses)]
        for old in list(gone):
            new = next((one for one in added if one.reason == old.reason or _days(one) == _days(old)), None)
            if new is not None:
                yield self.say("rest_changed", old=self.rest(self.was, old), new=self.rest(self.will, new))
                gone.remove(old)
                added.remove(new)
        yield from (self.say("rest_gone", rest=self.rest(self.was, one)) for one in gone)
        yield from (self.say("rest_new", rest=self.rest(self.will, one)) for one in added)

    def rest(self, values: Values, one: Freeze) -> str:
        stages = ", ".join(map(values.stage, one.stages)) or values.text("stages", ())
        between = "~" if self.lang == "ko" else " to "
        days = between.join(map(values.day, _days(one)))
        return f"{days}, {values.named(one.reason)} ({stages})"

    def words(self) -> Iterator[str]:
        """Words of the file that are not the name of a stage, a duty or a choice, which are told there."""
        old, new = _own_words(self.old), _own_words(self.new)
        for key in (key for key in new if key in old):
            if dict(old[key]) != dict(new[key]):
                shown = self.was.named(old[key]), self.will.named(new[key])
                if shown[0] == shown[1]:
                    shown = self.was.raw("name", old[key]), self.will.raw("name", new[key])
                yield self.say("word_changed", old=shown[0], new=shown[1])
        added = [self.will.named(names) for key, names in new.items() if key not in old]
        gone = [self.was.named(names) for key, names in old.items() if key not in new]
        if added:
            yield self.say("words_new", words=", ".join(added))
        if gone:
            yield self.say("words_gone", words=", ".join(gone))


def _renamed(old: Process, new: Process) -> Mapping[str, str]:
    """Stages that go on under another key: gone, and the only one that goes to a stage that is new."""
    found: dict[str, list[str]] = {}
    for key in old.stages:
        target = new.goes_to.get(key)
        if key not in new.stages and target is not None and target not in old.stages:
            found.setdefault(target, []).append(key)
    return {keys[0]: target for target, keys in found.items() if len(keys) == 1}


def _days(one: Freeze) -> tuple[Any, Any]:
    return one.first, one.last


def _among(one: Freeze, others: Sequence[Freeze]) -> bool:
    return any(
        _days(one) == _days(other)
        and dict(one.reason) == dict(other.reason)
        and set(one.stages) == set(other.stages)
        for other in others
    )


def _own_words(process: Process) -> dict[str, Mapping[str, str]]:
    named: dict[str, Any] = {key: duty.name for key, duty in process.duties.items()}
    for stage in process.stages.values():
        named |= {stage.key: stage.name} | dict(getattr(stage.options, "choices", {}))
    return {key: names for key, names in process.words.entries.items() if names != named.get(key)}


def _fields(options: BaseModel) -> Mapping[str, Any]:
    return type(options).model_fields


def _options_of(*stages: BaseModel) -> dict[str, None]:
    return dict.fromkeys(name for options in stages for name in _fields(options))
