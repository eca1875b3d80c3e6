"""Letting the rules act on proposals from elsewhere, from a day on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..core import clock
from ..core.db import db
from ..journey.facts import measure
from ..journey.rules import calendar
from ..journey.travel import Journey, begin, moment
from ..ledger.services import record
from ..process import engine
from ..process.definition import Process
from ..process.kinds import Value
from ..process.state import State
from ..proposals.models import Proposal
from .archive import Origin, columns, facts
from .checking import Draft


def start(draft: Draft, origin: Origin, number: str, until: datetime) -> Proposal:
    """File a proposal on its own day, in the current transaction; the rules act on it from `until` on.

    What the calendar would have done by then all the same is dated when it was due. What depends on the number that
    comes from elsewhere happens at `until`: nobody knows when it was reached, and nobody shall be late for it.
    """
    process = origin.process
    proposal = Proposal(**columns(draft, origin, number), **_fresh(draft))
    number_matters = _course(proposal, process, until) != _course_without(proposal, process, until)
    with clock.pinned(max(until, draft.filed_at)):
        _set_elsewhere(proposal, 0 if number_matters else draft.supports)
        db.session.add(proposal)
        db.session.flush()
        record(
            "imported", subject=("proposal", proposal.id), proposal_id=proposal.id, data=facts(draft, origin)
        )
        if number_matters:
            _begin_now(proposal, draft.supports)
        else:
            begin(proposal)
    return proposal


def _begin_now(proposal: Proposal, supports: int) -> None:
    """Enter the first stage when it was filed, and let the rules look at it now for the first time."""
    Journey(proposal, proposal.filed_at, None).file()
    _set_elsewhere(proposal, supports)
    proposal.settled_at = clock.now()
    db.session.flush()
    with moment(proposal):
        pass


def _fresh(draft: Draft) -> dict[str, Any]:
    """The columns of a proposal that has only just been filed."""
    return {"settled_at": draft.filed_at, "audience": "staff", "opinions": 0, "participants": 0}


def _set_elsewhere(proposal: Proposal, supports: int) -> None:
    proposal.supports = proposal.supports_elsewhere = supports


def _course_without(proposal: Proposal, process: Process, until: datetime) -> engine.Step:
    """What would have happened by then without the number from elsewhere."""
    supports = proposal.supports
    _set_elsewhere(proposal, 0)
    course = _course(proposal, process, until)
    _set_elsewhere(proposal, supports)
    return course


def _course(proposal: Proposal, process: Process, until: datetime) -> engine.Step:
    """What filing and the calendar make of a proposal by an instant: its state and everything that happened."""

    def read(state: State) -> Mapping[str, Value]:
        return measure(proposal, None, state, process, until)

    state, filed = engine.begin(process, proposal.filed_at, read, calendar())
    state, later = engine.advance(process, state, until, read, calendar())
    return state, filed + later
