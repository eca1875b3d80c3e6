"""What merging would do, or undoing it, told before it is done: the engine is asked, and nothing is changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..journey import facts
from ..journey.queries import Standing
from ..journey.rules import calendar
from ..process.acts import reopen
from ..process.events import Event
from ..process.kinds import Value
from ..process.merging import going_over, take_over
from ..process.outlook import Facts
from ..process.state import DutyState, State
from ..proposals.models import Proposal
from ..stages.support.kind import reached, region_minimum
from ..stages.support.queries import supports_by_district
from .queries import Newcomers, newcomers, would_leave


@dataclass(frozen=True)
class Change:
    """A number as it is, and as it would be."""

    before: int
    after: int


@dataclass(frozen=True)
class Merging:
    """What would become of the other proposal. `known`: supporters who count there already; `duties` would go over, as
    they would be owed there; `events`: what its rules would do at once, and what else would happen to it."""

    supports: Change
    participants: Change
    ever: Change
    known: int
    duties: tuple[DutyState, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Parting:
    """What would become of both: the supporters of the other, and what happens to the one that goes on alone."""

    supports: Change
    events: tuple[Event, ...]


def of_merging(one: Standing, other: Standing) -> Merging:
    """What would happen if one proposal were merged into the other now."""
    into, stay = other.proposal, other.visit
    new = newcomers(one.proposal.id, into.id, stay.number)
    duties = going_over(one.state)
    state, events = take_over(other.process, other.state, duties, other.now, _with(new, other), calendar())
    return Merging(
        supports=Change(into.supports, into.supports + new.supports),
        participants=Change(stay.participants, stay.participants + new.here),
        ever=Change(into.participants, into.participants + new.ever),
        known=one.proposal.supports_site - new.supports,
        duties=tuple(state.duties[duty.name] for duty in duties),
        events=events,
    )


def of_parting(one: Standing, into: Proposal) -> Parting:
    """What would happen if a merged proposal went on alone from now on."""
    gone = would_leave(one.proposal.id, into.id)
    _state, events = reopen(one.process, one.state, one.visit.stage, one.now, _of(one), calendar())
    return Parting(Change(into.supports, into.supports - gone), events)


def _of(here: Standing) -> Facts:
    """The facts of a proposal as they are."""

    def known(state: State) -> Mapping[str, Value]:
        return facts.measure(here.proposal, here.visit, state, here.process, here.now)

    return known


def _with(new: Newcomers, here: Standing) -> Facts:
    """The facts of a proposal as they would be with these people."""
    measured = _of(here)
    minimum = region_minimum(here.stage)
    regions = supports_by_district(here.proposal.id, here.visit.number) if minimum is not None else {}
    together = {key: regions.get(key, 0) + new.districts.get(key, 0) for key in {*regions, *new.districts}}

    def known(state: State) -> Mapping[str, Value]:
        more = {"supports": new.supports, "supports.ever": new.supports, "participants.ever": new.ever}
        found = dict(measured(state))
        if state.visit.number == here.visit.number:
            more |= {"supports.here": new.supports, "participants": new.here}
            if minimum is not None:
                found["regions_reached"] = reached(together, minimum)
        return found | {name: int(found[name]) + count for name, count in more.items()}

    return known
