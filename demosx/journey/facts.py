"""What conditions may read of a proposal: its counts, where it comes from, and what its stage measures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..plugins import Stop
from ..process.definition import Process
from ..process.kinds import Value, nothing_counted
from ..process.state import State
from .models import Visit
from .rules import kind_of


def measure(
    proposal: Any, visit: Visit | None, state: State, process: Process, now: datetime
) -> Mapping[str, Value]:
    """The facts as they are. A visit that has only just begun, in this very change, has counted nothing yet."""
    here = visit if visit is not None and visit.number == state.visit.number else None
    facts: dict[str, Value] = {
        "supports": proposal.supports,
        "supports.ever": proposal.supports,
        "supports.here": here.supports if here else 0,
        "participants": here.participants if here else 0,
        "participants.ever": proposal.participants,
        "opinions": here.opinions if here else 0,
        "opinions.ever": proposal.opinions,
        "votes": here.votes if here else 0,
        "origin": proposal.origin,
        "channel": proposal.channel,
        "population": proposal.population,
    }
    for name in ("area", "district"):
        if getattr(proposal, name):
            facts[name] = getattr(proposal, name)
    kind = kind_of(process.stages[state.visit.stage].kind)
    facts.update(nothing_counted(kind, process.stages[state.visit.stage].choices))
    if here:
        stop = Stop(proposal, here, process.stages[here.stage], process, now)
        facts.update(kind.measure(stop))
    return facts
