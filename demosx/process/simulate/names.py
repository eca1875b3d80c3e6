"""Everything that a scenario names must be there in the rules that it is about: people, stages, words, facts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ..definition import Process, Rule, duty_names
from ..kinds import FactType, Value
from ..scope import Known, given_types, scope_of
from ..source import Path
from ..vocabulary import NEEDS
from .buttons import matching, spellings
from .messages import FACT_TYPES
from .notes import Notes
from .refusals import REFUSALS, UNKNOWN
from .scenario import Act
from .setting import NoRules, Setting

AT_THE_TOP = ("population", "origin", "channel")
COMPUTED = ("days", "period_over", "open_duties", "decision")
COMPUTED_GROUPS = ("outcome.", "overdue.", "decisions.", "mark.")


class Names:
    """The words that a scenario may use at the step that is being read: those of all its rules so far."""

    def __init__(self, notes: Notes, setting: Setting, process: Process) -> None:
        self.notes = notes
        self.setting = setting
        self.versions: list[Process] = []
        self.facts: dict[str, Known] = {}
        self.own: set[str] = set()
        self._add(process)

    def _add(self, process: Process) -> None:
        self.versions.append(process)
        scope = scope_of(process, None, self.setting.kinds, self.setting.vocabulary)
        for name, known in scope.items():
            words = known.words
            if name in self.facts and words is not None:
                words = tuple(dict.fromkeys([*(self.facts[name].words or ()), *words]))
            self.facts[name] = Known(known.type, words)
        self.own |= given_types(process).keys()

    def with_version(self, act: Act, path: Path) -> Act:
        """An act of applying rules, with the rules; from now on their words may be used too."""
        place = (*path, act.verb)
        try:
            process = self.setting.rules(act.what)
        except NoRules as missing:
            self.notes.error(missing.code, place, **missing.facts)
            return act
        if process.key != self.versions[0].key:
            own = self.versions[0].key
            self.notes.error("other_process", place, named=act.what, key=process.key, own=own)
            return act
        self._add(process)
        return replace(act, version=process, number=len(self.versions))

    # What there is

    def stages(self) -> list[str]:
        return self._every(process.stages for process in self.versions)

    def duties(self) -> list[str]:
        return self._every(duty_names(process) for process in self.versions)

    def ends(self) -> list[str]:
        return self._every(process.ends for process in self.versions)

    def rules(self) -> list[tuple[Process, Rule]]:
        return [(process, rule) for process in self.versions for rule in process.every_rule if rule.by]

    def outcomes(self, duty: str) -> list[str]:
        found = [process.duty(duty, stage) for process in self.versions for stage in process.stages]
        return self._every((one.outcomes or ("done",)) if one else () for one in found)

    def reasons(self) -> list[str]:
        stages = [stage.pause for process in self.versions for stage in process.stages.values()]
        duties = [duty.pause for process in self.versions for duty in process.duties.values()]
        return self._every([*stages, *duties])

    @staticmethod
    def _every(groups: Iterable[Iterable[str]]) -> list[str]:
        return list(dict.fromkeys(word for group in groups for word in group))

    # Facts

    def check_steady(self, given: Mapping[str, Value]) -> None:
        """Note what a proposal cannot be filed with."""
        for name, value in given.items():
            self._check_value((name,), name, value, self.facts[name])

    def settable(self, path: Path, facts: Mapping[str, Value]) -> dict[str, Value]:
        """The facts that a step may set, without those that it may not."""
        kept = {}
        for name, value in facts.items():
            place = (*path, name) if (*path, name) in self.notes.lines.lines else (*path, *name.split("."))
            known = self.facts.get(name)
            if name in AT_THE_TOP:
                self.notes.error("fact_at_the_top", place, fact=name)
            elif name in COMPUTED or name.startswith(COMPUTED_GROUPS) or name in self.own:
                self.notes.error("computed_fact", place, fact=name)
            elif known is None:
                self.notes.unknown("unknown_fact", place, self._settable_names(), fact=name)
            else:
                self._check_value(place, name, value, known)
                kept[name] = value
        return kept

    def _settable_names(self) -> list[str]:
        return [
            name
            for name in self.facts
            if name not in (*AT_THE_TOP, *COMPUTED, *self.own) and not name.startswith(COMPUTED_GROUPS)
        ]

    def _check_value(self, place: Path, name: str, value: Value, known: Known) -> None:
        if not _fits(value, known.type):
            self.notes.error("fact_type", place, expected=FACT_TYPES[known.type], fact=name)
        elif known.type is FactType.NUMBER and isinstance(value, int | Decimal) and value < 0:
            self.notes.error("fact_below_nothing", place, fact=name)
        elif known.words is not None and value not in known.words:
            words = known.words
            self.notes.unknown("unknown_word", place, words, fact=name, word=str(value))

    # Steps

    def check_step(self, path: Path, acts: tuple[Act, ...], expect: Mapping[str, Any]) -> None:
        """Note every name in a step that leads nowhere."""
        refused = expect.get("refused")
        written = ("act", 0) if (*path, "act", 0) in self.notes.lines.lines else ("act",)
        for number, act in enumerate(acts):
            place = (*path, "act", number) if len(written) == 2 else (*path, "act")
            self._check_act(place, act, refused)
        if refused is not None and not acts:
            self.notes.error("refused_without_act", (*path, "expect", "refused"))
        self._check_expect((*path, "expect"), expect)

    def _words(self, code: str, place: Path, words: Iterable[str], known: Collection[str], name: str) -> None:
        for word in words:
            if word not in known:
                self.notes.unknown(code, place, known, **{name: word})

    def _check_act(self, path: Path, act: Act, refused: object) -> None:
        people = self.setting.vocabulary.people
        self._words("unknown_role", (*path, "by"), act.by, people, "role")
        self._words("unknown_need", (*path, "gives"), act.gives or (), NEEDS, "need")
        self._words("unknown_duty", (*path, "duties"), act.duties, self.duties(), "key")
        if refused in UNKNOWN and act.verb in UNKNOWN[str(refused)]:
            return
        place, what = (*path, act.verb), (str(act.what),)
        match act.verb:
            case "press":
                self._check_button(place, act.what)
            case "decide":
                decides = [
                    word for one in self.versions for stage in one.stages.values() for word in stage.decides
                ]
                self._words("unknown_decision_word", place, what, self._every([decides]), "word")
            case "move" | "reopen":
                self._words("unknown_stage", place, what, self.stages(), "stage")
            case "end":
                self._words("unknown_end_word", place, what, self.ends(), "word")
            case "complete" | "withdraw" | "hand_over":
                self._words("unknown_duty", place, what, self.duties(), "key")
            case "pause" | "resume" | "extend":
                self._words("unknown_duty", place, what, [*self.duties(), *self.stages()], "key")
        if act.verb == "complete" and act.outcome is not None and act.what in self.duties():
            known = self.outcomes(act.what)
            if act.outcome not in known:
                self.notes.unknown(
                    "unknown_outcome_word", (*path, "outcome"), known, duty=act.what, word=act.outcome
                )
        if act.verb == "pause" and act.reason is not None:
            self._words("unknown_pause", (*path, "reason"), [act.reason], self.reasons(), "reason")

    def _check_button(self, place: Path, spelling: str) -> None:
        found = any(matching(spelling, [rule], process) for process, rule in self.rules())
        if not found:
            known = self._every(spellings([rule for _, rule in self.rules()]) for _ in (0,))
            self.notes.unknown("unknown_button", place, known, button=spelling)

    def _check_expect(self, path: Path, expect: Mapping[str, Any]) -> None:
        duties, stages = self.duties(), self.stages()
        marks = self._every(process.marks for process in self.versions)
        offers = self._every(kind.offers for kind in self.setting.kinds.values())
        people = self.setting.vocabulary.people
        stage, ended, refused = expect.get("stage"), expect.get("ended"), expect.get("refused")
        self._words("unknown_stage", (*path, "stage"), [stage] if stage else [], stages, "stage")
        for name in ("duties", "overdue", "due"):
            self._words("unknown_duty", (*path, name), sorted(expect.get(name, ())), duties, "key")
        self._words(
            "unknown_duty", (*path, "paused"), sorted(expect.get("paused", ())), [*duties, *stages], "key"
        )
        self._words("unknown_end_word", (*path, "ended"), [ended] if ended else [], self.ends(), "word")
        self._words("unknown_mark", (*path, "marks"), sorted(expect.get("marks", ())), marks, "key")
        self._words("unknown_offer", (*path, "allows"), sorted(expect.get("allows", ())), offers, "action")
        self._words("unknown_role", (*path, "notified"), sorted(expect.get("notified", ())), people, "role")
        if isinstance(refused, str):
            self._words("unknown_refusal", (*path, "refused"), [refused], REFUSALS, "code")
        for role, listed_buttons in expect.get("buttons", {}).items():
            self._words("unknown_role", (*path, "buttons", role), [role], people, "role")
            for spelling in listed_buttons:
                self._check_button((*path, "buttons", role), spelling)
        for name, value in expect.get("facts", {}).items():
            self._check_expected_fact((*path, "facts", name), name, value)

    def _check_expected_fact(self, place: Path, name: str, value: Value) -> None:
        known = self.facts.get(name)
        if known is None:
            self.notes.unknown("unknown_fact", place, self.facts, fact=name)
        elif value is not False and value != "":
            self._check_value(place, name, value, known)


def _fits(value: Value, type: FactType) -> bool:
    match type:
        case FactType.FLAG:
            return isinstance(value, bool)
        case FactType.NUMBER:
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case FactType.DAY:
            return isinstance(value, str) and _is_day(value)
    return isinstance(value, str)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
