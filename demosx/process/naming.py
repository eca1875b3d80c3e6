"""Which stage or duty of a file is meant by a name that none has."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from .definition import REPORT, Process, duty_names
from .suggestions import similar
from .words import Names


class Naming:
    """Finds what a name means: what is called so, what it resembles, or the only one that nothing else names.

    `misnamed` are keys that no stage or duty can have, with those under which they were read instead.
    """

    def __init__(self, process: Process, misnamed: Mapping[str, str]) -> None:
        self.process = process
        self.misnamed = misnamed

    def stage(self, key: str) -> str:
        """The stage that is meant; nothing where none seems to be."""
        return self.like_stage(key) or _only(self._lonely_stages)

    def like_stage(self, key: str) -> str:
        """The stage of this key, or of one much like it."""
        return self._like(key, self.process.stages, self._stage_names)

    def stage_of_rules(self, key: str) -> str:
        """The stage whose rules stand under this name: one that has none, and that resembles it or is the only one."""
        without = [stage.key for stage in self.process.stages.values() if not stage.rules]
        others = [one for one in self.process.stages if one != key]
        return similar(key, others, self._stage_names) or (without[0] if len(without) == 1 else "")

    def duty(self, key: str) -> str:
        """The duty that is meant; nothing where none seems to be."""
        return self.like_duty(key) or _only(self._lonely_duties)

    def like_duty(self, key: str) -> str:
        """The duty of this key, or of one much like it."""
        return self._like(key, duty_names(self.process), self._duty_names)

    def _like(self, key: str, known: Iterable[str], names: Mapping[str, Names]) -> str:
        known = list(known)
        if key in known:
            return key
        return self.misnamed.get(key) or similar(key, known, names)

    @cached_property
    def _stage_names(self) -> Mapping[str, Names]:
        return {stage.key: stage.name for stage in self.process.stages.values()}

    @cached_property
    def _duty_names(self) -> Mapping[str, Names]:
        return {duty.key: duty.name for duty in self.process.duties.values()}

    @cached_property
    def _lonely_stages(self) -> list[str]:
        """Stages to which nothing leads."""
        named = {rule.target for rule in self.process.every_rule if rule.action == "move"}
        named |= {self.process.first, *self.process.goes_to.values()}
        return [key for key in self.process.stages if key not in named]

    @cached_property
    def _lonely_duties(self) -> list[str]:
        """Duties that nothing opens or waits for."""
        named = {rule.target for rule in self.process.every_rule if rule.action == "open"}
        named |= {reason for stage in self.process.stages.values() for reason in stage.pause}
        named |= {reason for duty in self.process.duties.values() for reason in duty.pause}
        taken = {*named, *self.process.stages, REPORT}
        return [key for key in self.process.duties if key not in taken]


def _only(found: list[str]) -> str:
    return found[0] if len(found) == 1 else ""
