"""What a scenario has counted: set by its steps, and read by the rules as a site would count it.

Supports are the proposal's; participants, opinions, votes and what a stage's kind measures are of the visit in which
they are set. What is not set follows from what is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..definition import Process
from ..kinds import Kind, Value, nothing_counted
from ..nodes import exact
from ..scope import COUNTED
from ..state import State

STEADY = frozenset({"supports", "area", "district", "publish_on", *(f"{name}.ever" for name in COUNTED)})
SAME = {"supports.ever": "supports", **{f"{name}.here": name for name in COUNTED if name != "supports"}}


@dataclass(frozen=True)
class Visit:
    """The counts of one visit; `before` are the supports that the proposal had when it began, `reached` those that it
    had last in it."""

    before: int
    reached: int
    own: Mapping[str, Value] = field(default_factory=dict)

    @cached_property
    def read(self) -> Mapping[str, Value]:
        """Every count of the visit, given or following from others."""
        own = self.own
        choices = [number(value) for name, value in own.items() if name.startswith("votes.")]
        supports = number(own.get("supports.here", max(0, self.reached - self.before)))
        votes = number(own.get("votes", sum(choices)))
        people = number(own.get("participants", max(supports, votes)))
        return {"opinions": 0, **own, "supports.here": supports, "votes": votes, "participants": people}


@dataclass(frozen=True)
class Counts:
    """Every count of a proposal at one time. `of_plugins` are the facts of plugins that are the proposal's, whatever
    its stage."""

    kinds: Mapping[str, Kind]
    steady: Mapping[str, Value]
    of_plugins: frozenset[str] = frozenset()
    visits: Mapping[int, Visit] = field(default_factory=dict)
    made: dict[tuple[int, str, int], Mapping[str, Value]] = field(default_factory=dict, compare=False)

    def set(self, visit: int, facts: Mapping[str, Value]) -> "Counts":
        """The counts when these are set; those of a visit are of this one."""
        named = {SAME.get(name, name): value for name, value in facts.items()}
        steady = {name: value for name, value in named.items() if name in STEADY or name in self.of_plugins}
        own = {name: value for name, value in named.items() if name not in steady}
        here = self._visit(visit)
        after = replace(self, steady={**self.steady, **steady}, made={})
        now = Visit(here.before, after.supports, {**here.own, **own})
        return replace(after, visits={**self.visits, visit: now})

    def read(self, process: Process, state: State) -> Mapping[str, Value]:
        """The facts for a proposal in this state."""
        visit, stage = state.visit.number, state.visit.stage
        key = (visit, stage, id(process))
        if key not in self.made:
            self.made[key] = self._read(process, visit, stage)
        return self.made[key]

    def _read(self, process: Process, visit: int, stage: str) -> Mapping[str, Value]:
        own = process.stages[stage]
        kind = self.kinds.get(own.kind)
        here = self._visit(visit).read
        facts = {**nothing_counted(kind, own.choices), "supports": 0} if kind else {"supports": 0}
        facts |= {**self.steady, **here, **self._ever()}
        return facts | {f"{name}.here": here[name] for name in COUNTED if name != "supports"}

    def _ever(self) -> dict[str, Value]:
        """What was counted in all visits together. The same people may have come again: at least so many as in one."""
        visits = [visit.read for visit in self.visits.values()]
        ever: dict[str, Value] = {"supports.ever": self.steady.get("supports", 0)}
        for name in ("participants", "opinions", "votes"):
            each = [number(visit[name]) for visit in visits]
            together = max(each, default=0) if name == "participants" else sum(each)
            ever[f"{name}.ever"] = max(together, number(self.steady.get(f"{name}.ever", 0)))
        return ever

    @property
    def supports(self) -> int:
        """The proposal's supports."""
        return number(self.steady.get("supports", 0))

    def _visit(self, visit: int) -> Visit:
        """The counts of a visit; one in which nothing has been counted yet begins with what there is."""
        return self.visits.get(visit) or Visit(self.supports, self.supports)


def number(value: Value) -> int:
    """A count as a whole number; anything else counts as nothing."""
    found = exact(value)
    return 0 if isinstance(found, str) else int(found)
