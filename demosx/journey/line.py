"""The drawn line of stages: where a proposal has been, where it is, and what may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..core.i18n import language, local_day
from ..process.definition import Process
from .labels import stage_label
from .models import Visit
from .queries import Standing
from .rules import rules_of


@dataclass(frozen=True)
class Step:
    """One stop. `day`: when it began, or for a stage that people open the first day, or empty while that is not set;
    `until`: the last day of its period. `instead`: it would come in place of the step before it, not after."""

    stage: str
    name: str
    state: str
    day: date | None = None
    until: date | None = None
    instead: bool = False


def journey_line(here: Standing) -> list[Step]:
    """The stages passed, the present one, and those that can still come, in the order of the file."""
    been = [_been(rules_of(visit, here.proposal), visit) for visit in here.visits]
    passed, present = been[:-1], been[-1]
    following = [*passed, present][1:]
    steps = [step for step, after in zip(passed, following, strict=True) if step.stage != after.stage]
    if here.state.ended:
        end = here.process.words.text(here.state.ended.key, language())
        return [*steps, present, Step("", end, "now", local_day(here.state.ended.at))]
    now = Step(present.stage, present.name, "now", present.day, here.visit.ends_on)
    return [*steps, now, *_ahead(here.process, here.visit.stage, {step.stage for step in [*steps, now]})]


def _been(process: Process, visit: Visit) -> Step:
    stage = process.stages.get(visit.stage)
    opened = stage is not None and bool(stage.opened_by)
    day = visit.starts_on if opened else local_day(visit.entered_at)
    return Step(visit.stage, stage_label(process, visit.stage), "past", day)


def _ahead(process: Process, stage: str, passed: set[str]) -> list[Step]:
    reachable = _reachable(process, stage)
    order = list(process.stages)
    coming = [key for key in order[order.index(stage) + 1 :] if key in reachable and key not in passed]
    return [
        Step(
            key,
            stage_label(process, key),
            "next",
            instead=before is not None and _either(process, before, key),
        )
        for before, key in zip([None, *coming], coming, strict=False)
    ]


def _either(process: Process, one: str, other: str) -> bool:
    """Whether one stage leads to either of the two, and neither of them to the other."""
    ways = {key: _targets(process, key) for key in process.stages}
    apart = other not in _reachable(process, one) and one not in _reachable(process, other)
    return apart and any({one, other} <= targets for targets in ways.values())


def _reachable(process: Process, stage: str) -> set[str]:
    found: set[str] = set()
    waiting = [stage]
    while waiting:
        new = _targets(process, waiting.pop()) - found
        found |= new
        waiting.extend(new)
    return found


def _targets(process: Process, stage: str) -> set[str]:
    return {rule.target for rule in process.stages[stage].rules if rule.action == "move"}


def as_drawn(steps: Sequence[Step], or_word: str, note: str = "") -> list[dict[str, Any]]:
    """What `ui/journey.html` draws. `or_word` stands at a step that comes instead of the one before it, `note` at the
    present one."""
    drawn: list[dict[str, Any]] = []
    for step in steps:
        said = note if step.state == "now" else or_word if step.instead else ""
        drawn.append(
            {"name": step.name, "state": step.state, "day": step.day, "until": step.until, "note": said}
        )
    return drawn
