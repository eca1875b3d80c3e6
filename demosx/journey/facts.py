"""What conditions may read of a proposal: its counts, where it comes from, and what its stage and plugins measure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ..core.db import db
from ..plugins import Stop
from ..process.definition import Process
from ..process.kinds import Value, nothing_counted
from ..process.state import State
from .models import Visit
from .rules import kind_of, registry

OF_A_VISIT = ("participants", "opinions", "votes")


def measure(
    proposal: Any, visit: Visit | None, state: State, process: Process, now: datetime
) -> Mapping[str, Value]:
    """The facts as they are. A visit that has only just begun, in this very change, has counted nothing yet."""
    here = visit if visit is not None and visit.number == state.visit.number else None
    facts: dict[str, Value] = {
        "supports": proposal.supports,
        "supports.ever": proposal.supports,
        "supports.here": here.supports if here else 0,
        "participants.ever": proposal.participants,
        "opinions.ever": proposal.opinions,
        "origin": proposal.origin,
        "channel": proposal.channel,
    }
    for name in OF_A_VISIT:
        facts[name] = facts[f"{name}.here"] = getattr(here, name) if here else 0
    if any("votes.ever" in rule.when.reads for rule in process.every_rule if rule.when):
        facts["votes.ever"] = _votes_ever(proposal)
    for name in (
        "area",
        "district",
        "population",
    ):  # a city that has not said how many people it has is not empty
        if getattr(proposal, name):
            facts[name] = getattr(proposal, name)
    if proposal.publish_on is not None:
        facts["publish_on"] = proposal.publish_on.isoformat()
    kind = kind_of(process.stages[state.visit.stage].kind)
    facts.update(nothing_counted(kind, process.stages[state.visit.stage].choices))
    if here:
        stop = Stop(proposal, here, process.stages[here.stage], process, now)
        facts.update(kind.measure(stop))
    return facts | _measured_by_plugins(proposal, process, now)


def _measured_by_plugins(proposal: Any, process: Process, now: datetime) -> dict[str, Value]:
    """What plugins measure for every proposal, as far as a rule asks for it."""
    plugins = [plugin for plugin in registry().plugins if plugin.facts]
    if not plugins:
        return {}
    read = {name for rule in process.every_rule if rule.when for name in rule.when.reads}
    measured: dict[str, Value] = {}
    for plugin in plugins:
        if read & plugin.facts.keys():
            values = plugin.measure(proposal, now)
            measured |= {name: value for name, value in values.items() if name in plugin.facts}
    return measured


def _votes_ever(proposal: Any) -> int:
    """The votes of all of its ballots; they are counted only where a rule asks for them."""
    query = select(func.coalesce(func.sum(Visit.votes), 0)).where(Visit.proposal_id == proposal.id)
    return int(db.session.scalar(query) or 0)
