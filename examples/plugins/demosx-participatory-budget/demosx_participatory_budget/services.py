"""Every writing of estimates: under the lock and by the rules of the proposal."""

from typing import Any

from flask_babel import lazy_gettext as _l

from demosx.core.db import db
from demosx.core.errors import InvalidInput, NotFound
from demosx.core.permissions import Actor
from demosx.core.text import clean, one_line
from demosx.journey.travel import moment
from demosx.ledger.services import record
from demosx.proposals.access import acting_as

from . import queries
from .kind import ESTIMATE
from .models import LARGEST, CostItem


class ImpossibleCost(InvalidInput):
    """A line without words, or with an amount that is none."""

    message = _l("Please say what it is for, and how much in won.")


def add_item(proposal: Any, title: str, amount: int, note: str = "", *, actor: Actor) -> CostItem:
    """Add a line to the estimate; `amount` is in whole won.

    Raises ImpossibleCost, and StageClosed where the stage does not allow `estimate` now.
    """
    title = one_line(title)
    if not 0 < len(title) <= 200 or not 0 < amount <= LARGEST:
        raise ImpossibleCost()
    with moment(proposal, actor) as journey:
        journey.require_open(ESTIMATE)
        added = CostItem(
            proposal_id=proposal.id,
            visit_number=journey.visit.number,
            title=title,
            amount=amount,
            note=clean(note),
            entered_by=actor.id,
            entered_at=journey.now,
        )
        db.session.add(added)
        db.session.flush()
        _note("cost_added", proposal, added, actor)
    return added


def remove_item(proposal: Any, item_id: int, *, actor: Actor) -> None:
    """Take a line back. Raises NotFound, and StageClosed where the stage does not allow `estimate` now."""
    with moment(proposal, actor) as journey:
        journey.require_open(ESTIMATE)
        removed = queries.item(proposal.id, item_id)
        if removed is None or removed.visit_number != journey.visit.number:
            raise NotFound()
        removed.removed_at = journey.now
        _note("cost_removed", proposal, removed, actor)


def _note(verb: str, proposal: Any, item: CostItem, actor: Actor) -> None:
    record(
        verb,
        subject=("cost_item", item.id),
        proposal_id=proposal.id,
        actor=actor,
        role=acting_as(actor, "costs:write", proposal),
        data={"title": item.title, "amount": item.amount},
    )
