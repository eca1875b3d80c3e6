"""The words that a scenario may use: those of the rules that it is about, and of the site."""

from collections.abc import Iterable
from functools import cached_property

from ..definition import Process, Rule, duty_names
from ..scope import GROUPS, SINGLE, Known, given_types, scope_of
from ..words import BUILT_IN, Names
from .buttons import short
from .setting import Setting

AT_THE_TOP = frozenset({"population", "origin", "channel"})
OF_PEOPLE = frozenset({"area", "district", "publish_on", "regions_reached", "unchecked_batches"})
"""The common facts that are not counted and that the engine does not know by itself either."""
COMPUTED = frozenset(SINGLE) - AT_THE_TOP - OF_PEOPLE


class Dictionary:
    """The words of one or several versions of a process, and of a setting. All of them in the order of the files."""

    def __init__(self, setting: Setting, versions: tuple[Process, ...]) -> None:
        self.setting = setting
        self.versions = versions

    def with_version(self, process: Process) -> "Dictionary":
        """The same with the words of one more version."""
        return Dictionary(self.setting, (*self.versions, process))

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Roles, `proposer` and `department`."""
        return self.setting.vocabulary.people

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The keys of the stages."""
        return _every(process.stages for process in self.versions)

    @cached_property
    def duties(self) -> tuple[str, ...]:
        """Everything that can be owed."""
        return _every(duty_names(process) for process in self.versions)

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """Everything that has a clock, by name: duties, and stages for their periods."""
        return _every([self.duties, self.stages])

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The words with which a proposal can end."""
        return _every(process.ends for process in self.versions)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The marks that a rule can put."""
        return _every(process.marks for process in self.versions)

    @cached_property
    def offers(self) -> tuple[str, ...]:
        """What a stage of some kind can allow."""
        return _every(sorted(kind.offers) for kind in self.setting.kinds.values())

    @cached_property
    def decisions(self) -> tuple[str, ...]:
        """What can be decided somewhere."""
        return _every(stage.decides for process in self.versions for stage in process.stages.values())

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """For what a clock can be stopped."""
        stages = [stage.pause for process in self.versions for stage in process.stages.values()]
        return _every(
            [*stages, *(duty.pause for process in self.versions for duty in process.duties.values())]
        )

    @cached_property
    def buttons(self) -> tuple[tuple[Process, Rule], ...]:
        """Every rule that gives somebody a button, with the version that it is of."""
        return tuple((process, rule) for process in self.versions for rule in process.every_rule if rule.by)

    def outcomes(self, duty: str) -> tuple[str, ...]:
        """The words with which a duty can end."""
        found = [process.duty(duty, stage) for process in self.versions for stage in process.stages]
        return _every((one.outcomes or ("done",)) if one else () for one in found)

    @cached_property
    def facts(self) -> dict[str, Known]:
        """Every fact that a condition may read, with its type and the words that it may be."""
        facts: dict[str, Known] = {}
        for process in self.versions:
            scope = scope_of(process, None, self.setting.kinds, self.setting.vocabulary)
            for name, known in scope.items():
                before = facts[name].words if name in facts else None
                words = _every([before, known.words]) if before and known.words else known.words
                facts[name] = Known(known.type, words)
        return facts

    @cached_property
    def given(self) -> frozenset[str]:
        """The facts that rules set."""
        return frozenset(name for process in self.versions for name in given_types(process))

    @cached_property
    def settable(self) -> tuple[str, ...]:
        """The facts that a step may set."""
        return tuple(name for name in self.facts if name not in AT_THE_TOP and not self.computes(name))

    def computes(self, fact: str) -> bool:
        """Whether the engine knows a fact by itself."""
        return fact in COMPUTED or fact.partition(".")[0] in GROUPS or fact in self.given


def names_in(process: Process) -> dict[str, Names]:
    """What people call the words of a process, and its buttons by their action."""
    labels = {short(rule): rule.label for rule in process.every_rule if rule.by and rule.label}
    return {**BUILT_IN, **process.words.entries, **labels}


def _every(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The words of all groups, each once."""
    return tuple(dict.fromkeys(word for group in groups for word in group))
