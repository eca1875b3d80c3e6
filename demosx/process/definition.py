"""A process as its file defines it: stages, duties, rules. Read-only once loaded; see `loading` for how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel

from .conditions import Condition
from .kinds import Value, words_of
from .lengths import Length, Reminder, Span
from .words import Names, Words

Action = Literal["move", "open", "end", "mark", "notify"]
ACTIONS: tuple[Action, ...] = ("move", "open", "end", "mark", "notify")
REPORT = "report"
Who = tuple[str, ...] | Mapping[str, tuple[str, ...]]
"""Roles: for everything that people can do, or by what they do. Nothing said is no limit."""
BUILT_IN_ENDS = ("merged", "withdrawn", "closed", "complaint", "outside", "spam")


@dataclass(frozen=True)
class Extension:
    """How often, by how much each time, by whom and giving what a length may be extended."""

    times: int
    up_to: Length
    by: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Freeze:
    """Days, first and last included, on which stages allow nothing and their clocks stand still. `stages` empty means
    every stage; `reason` says why, by language; `place` is its place in the file, from 0."""

    first: date
    last: date
    reason: Names
    stages: tuple[str, ...] = ()
    place: int = 0

    def holds_in(self, stage: str) -> bool:
        """Whether it is about this stage."""
        return not self.stages or stage in self.stages


@dataclass(frozen=True, eq=False)
class Rule:
    """A trigger and one action.

    `when` alone fires by itself, `by` alone is a button, both are a button while the condition holds, neither
    fires on entry. `scope` is the stage's key, or None for a rule that holds in every stage. `target` is the
    stage, duty, end or mark, or whom to notify, joined by `+`. `key` is stable:
    `support/open:department_answer`, with `#2` behind it for the second of the same scope, action and target.
    `line` counts from 1.
    """

    key: str
    scope: str | None
    when: Condition | None
    by: tuple[str, ...]
    action: Action
    target: str
    label: Names
    needs: tuple[str, ...] = ()
    set: Mapping[str, Value] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    line: int = 0

    @property
    def automatic(self) -> bool:
        """Whether it fires without a person."""
        return not self.by

    @property
    def leaves(self) -> bool:
        """Whether firing it leaves the stage (unless it moves to that very stage)."""
        return self.action in ("move", "end")

    @property
    def notified(self) -> tuple[str, ...]:
        """Whom a `notify` rule tells."""
        return tuple(self.target.split("+")) if self.action == "notify" else ()


@dataclass(frozen=True, eq=False)
class Duty:
    """Something someone owes by a day. `owner`: any of these people. Without `outcomes` it ends `done`."""

    key: str
    name: Names
    owner: tuple[str, ...]
    within: Length | None = None
    outcomes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    remind: tuple[Reminder, ...] = ()
    public: bool = True
    pause: tuple[str, ...] = ()
    extend: Extension | None = None
    line: int = 0


@dataclass(frozen=True, eq=False)
class Stage:
    """Where a proposal can be. `options` is the kind's own model; `who` and `minimum_age` fall back to the
    file's."""

    key: str
    kind: str
    name: Names
    options: BaseModel
    period: Length | None = None
    allows: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    within: Length | None = None
    opened_by: tuple[str, ...] = ()
    shown_to: Literal["everyone", "link", "staff"] = "everyone"
    report_every: Length | None = None
    count_within: Length | None = None
    needs: tuple[str, ...] = ()
    remind: tuple[Reminder, ...] = ()
    public: bool = True
    pause: tuple[str, ...] = ()
    extend: Extension | None = None
    who: Who = ()
    minimum_age: int | None = None
    rules: tuple[Rule, ...] = ()
    line: int = 0

    @cached_property
    def decides(self) -> tuple[str, ...]:
        """The words that a decision here may be."""
        return words_of(self.options, "decides")

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """The words that this stage's own duty may end with."""
        return words_of(self.options, "outcomes")

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The keys of what can be voted for here."""
        return words_of(self.options, "choices")

    @cached_property
    def duty(self) -> Duty | None:
        """What this stage's owner owes on entry: the decision, the answer, or simply to finish `within`. None
        without an owner, and where nothing but reports is owed."""
        if not self.owner or (self.report_every and not self.within):
            return None
        return Duty(
            key=self.key, name=self.name, owner=self.owner, within=self.within, outcomes=self.decides or self.outcomes,
            needs=self.needs, remind=self.remind, public=self.public, pause=self.pause, extend=self.extend,
            line=self.line,
        )  # fmt: skip

    @cached_property
    def report(self) -> Duty | None:
        """The report that is owed here again and again, if any."""
        if not self.report_every:
            return None
        return Duty(
            key=REPORT, name={}, owner=self.owner, needs=self.needs, remind=self.remind, public=self.public
        )


@dataclass(frozen=True, eq=False)
class Process:
    """The rules that a proposal travels by. `effective` and `applies_to` say for which proposals they hold;
    `source` is the file as it was written."""

    key: str
    name: Names
    first: str
    stages: Mapping[str, Stage]
    duties: Mapping[str, Duty]
    rules: tuple[Rule, ...]
    words: Words
    format: int = 1
    opened_by: tuple[str, ...] = ("member",)
    effective: date | None = None
    applies_to: Literal["new", "all"] = "new"
    who: Who = ()
    minimum_age: int | None = None
    goes_to: Mapping[str, str] = field(default_factory=dict)
    pauses: tuple[Freeze, ...] = ()
    source: str = ""

    def who_may(self, stage: Stage, action: str) -> tuple[str, ...]:
        """Which roles may do what a stage allows: as it says, or else the file; empty where nobody is kept out."""
        return _roles_for(stage.who, action) or _roles_for(self.who, action)

    def age_in(self, stage: Stage) -> int:
        """How old people must be to take part in a stage; 0 where it does not matter."""
        return (self.minimum_age if stage.minimum_age is None else stage.minimum_age) or 0

    @cached_property
    def every_rule(self) -> tuple[Rule, ...]:
        """All rules, those outside stages first."""
        return self.rules + tuple(rule for stage in self.stages.values() for rule in stage.rules)

    @cached_property
    def _rules_in(self) -> Mapping[str, tuple[Rule, ...]]:
        return {key: self.rules + stage.rules for key, stage in self.stages.items()}

    def rules_in(self, stage: str) -> tuple[Rule, ...]:
        """The rules that are read in a stage, in the order in which they are read."""
        return self._rules_in[stage]

    def frozen(self, stage: str) -> tuple[Span, ...]:
        """The days on which a stage's clocks stand still by the file itself."""
        return tuple((freeze.first, freeze.last) for freeze in self.pauses if freeze.holds_in(stage))

    def freeze_on(self, stage: str, day: date) -> Freeze | None:
        """The freeze that holds in a stage on a day, if one does."""
        return next(
            (one for one in self.pauses if one.first <= day <= one.last and one.holds_in(stage)), None
        )

    def rule(self, key: str) -> Rule | None:
        """The rule with this key."""
        return next((rule for rule in self.every_rule if rule.key == key), None)

    def duty(self, name: str, stage: str | None = None) -> Duty | None:
        """A duty by name: of the file, a stage's own, or `report` as the given stage owes it."""
        if name == REPORT and stage in self.stages and (owed := self.stages[stage or ""].report):
            return self._report(owed)
        return self.duties.get(name) or (self.stages[name].duty if name in self.stages else None)

    def _report(self, owed: Duty) -> Duty:
        """A stage's report with what the file says about reports in `[duties.report]`."""
        own = self.duties.get(REPORT)
        if own is None:
            return owed
        return Duty(
            key=REPORT,
            name=own.name,
            owner=own.owner or owed.owner,
            outcomes=own.outcomes,
            needs=own.needs or owed.needs,
            remind=own.remind or owed.remind,
            public=own.public,
            line=own.line,
        )

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """Every word a proposal may end with: those of the rules, and those that every process has."""
        own = dict.fromkeys(rule.target for rule in self.every_rule if rule.action == "end")
        return tuple(own | dict.fromkeys(BUILT_IN_ENDS))

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Every mark that a rule may put on a proposal."""
        return tuple(dict.fromkeys(rule.target for rule in self.every_rule if rule.action == "mark"))

    def label(self, rule: Rule, lang: str) -> str:
        """What a rule's button says: its label, or the name of what it moves to, opens, ends with or
        marks."""
        return (
            rule.label.get(lang) or next(iter(rule.label.values()), "") or self.words.text(rule.target, lang)
        )


def _roles_for(who: Who, action: str) -> tuple[str, ...]:
    return who.get(action, ()) if isinstance(who, Mapping) else who


def duty_names(process: Process) -> tuple[str, ...]:
    """The name of every duty that can come up: the file's, the stages' own, and `report` where one is
    owed."""
    own = [stage.key for stage in process.stages.values() if stage.duty]
    reports = [REPORT for stage in process.stages.values() if stage.report]
    return tuple(dict.fromkeys([*process.duties, *own, *reports]))
