"""What a scenario has counted: set by its steps, and read by the rules as a site would count it.

Supports are the proposal's; participants, opinions, votes and what a stage's kind measures are of the visit in which
they are set. What is not set follows from what is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..definition import Process
from ..kinds import Kind, Value, nothing_counted
from ..nodes import exact
from ..scope import COUNTED
from ..state import State

STEADY = frozenset({"supports", "area", "district", *(f"{name}.ever" for name in COUNTED)})
SAME = {"supports.ever": "supports", **{f"{name}.here": name for name in COUNTED if name != "supports"}}


@dataclass
class Visit:
    """The counts of one visit; `before` are the supports that the proposal had when it began."""

    before: int
    own: dict[str, Value] = field(default_factory=dict)
    reached: int = 0

    @cached_property
    def read(self) -> Mapping[str, Value]:
        """Every count of the visit, given or following from others."""
        own = self.own
        choices = [number(value) for name, value in own.items() if name.startswith("votes.")]
        supports = number(own.get("supports.here", max(0, self.reached - self.before)))
        votes = number(own.get("votes", sum(choices)))
        people = number(own.get("participants", max(supports, votes)))
        return {"opinions": 0, **own, "supports.here": supports, "votes": votes, "participants": people}


@dataclass
class Counts:
    """Every count of a proposal. `facts` of plugins are the proposal's, whatever its stage."""

    kinds: Mapping[str, Kind]
    steady: dict[str, Value]
    of_plugins: frozenset[str] = frozenset()
    visits: dict[int, Visit] = field(default_factory=dict)
    made: dict[tuple[int, str, int], Mapping[str, Value]] = field(default_factory=dict)

    def set(self, visit: int, facts: Mapping[str, Value]) -> None:
        """Let counts be these from now on; those of a visit are of this one."""
        here = self._visit(visit)
        for given, value in facts.items():
            name = SAME.get(given, given)
            if name in STEADY or name in self.of_plugins:
                self.steady[name] = value
            else:
                here.own[name] = value
        self.visits[visit] = Visit(here.before, here.own, self._supports())
        self.made.clear()

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
        here = self.visits.get(visit, Visit(self._supports(), reached=self._supports())).read
        facts = {**nothing_counted(kind, own.choices), "supports": 0} if kind else {"supports": 0}
        facts |= self.steady | dict(here) | self._ever()
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

    def _supports(self) -> int:
        return number(self.steady.get("supports", 0))

    def _visit(self, number_of_visit: int) -> Visit:
        return self.visits.get(number_of_visit) or Visit(self._supports())


def number(value: Value) -> int:
    """A count as a whole number; anything else counts as nothing."""
    found = exact(value)
    return 0 if isinstance(found, str) else int(found)
