"""Supporting a proposal, once, and taking that back while the stage allows it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from ...core.db import db, insert, lock
from ...core.errors import NotAllowed
from ...core.permissions import Actor
from ...journey import participation
from ...journey.merged import lock_tree
from ...journey.store import load_stay
from ...journey.travel import moment
from ...proposals.models import Proposal
from . import origins
from .models import Support, Withheld

SUPPORT = "support"


def support(proposal: Proposal, *, actor: Actor, at: datetime | None = None, block: str = "") -> bool:
    """Take this person's support. False where it was given already; the unique index decides, not this code.

    It counts, unless the same person's support was discounted and withdrawn before. `block`: the address block that it
    comes from, kept for a while as a hash. Raises StageClosed or NotAllowed.
    """
    account_id = _person(actor)
    with moment(proposal, actor, at) as journey:
        journey.require_open(SUPPORT)
        visit = journey.visit
        row = insert(Support).values(
            proposal_id=proposal.id, account_id=account_id, visit_number=visit.number, at=journey.now,
            discount_id=_withheld(proposal.id, account_id),
        )  # fmt: skip
        returned = row.on_conflict_do_nothing().returning(Support.id, Support.discount_id)
        added = db.session.execute(returned).one_or_none()
        if added is not None and block:
            origins.note(added.id, account_id, block)
        if added is not None and added.discount_id is None:
            proposal.supports += 1
            proposal.supports_site += 1
            visit.supports += 1
            participation.took_part(proposal, visit, account_id, "supported")
    return added is not None


def withdraw_support(proposal: Proposal, *, actor: Actor) -> bool:
    """Take back one's support, also of what was merged into this. False where there was none. A duty that it has opened
    stays. One that did not count is remembered, so that giving it again does not make it count."""
    account_id = _person(actor)
    merged = lock_tree(proposal)
    with moment(proposal, actor) as journey:
        journey.require_allowed(SUPPORT)
        return take_back(proposal, merged, account_id)


def take_back(proposal: Proposal, merged: list[int], account_id: int) -> bool:
    """Count a person's support no more, where `proposal` goes on and in what was `merged` into it, all of them locked.

    For `withdraw_support` and for somebody who leaves the site. False where there was none.
    """
    taken = db.session.execute(
        delete(Support)
        .where(Support.proposal_id.in_(merged), Support.account_id == account_id)
        .returning(Support.proposal_id, Support.visit_number, Support.via_id, Support.discount_id)
    ).all()
    for number, given_in, via, discount in taken:
        if discount is not None:
            _withhold(number, account_id, discount)
            continue
        supported = db.session.get_one(Proposal, number)
        if supported is not proposal:
            db.session.flush()  # reading it anew would lose what has been changed of it
            lock(supported)
        visit = load_stay(number, given_in)
        supported.supports -= 1
        supported.supports_site -= 1
        visit.supports -= 1
        if via is None:
            participation.stepped_back(supported, visit, account_id, "supported")
    return bool(taken)


def _withheld(proposal_id: int, account_id: int) -> Any:
    """The decision because of which this person's support does not count, were it given again; a part of a query."""
    mine = (Withheld.proposal_id == proposal_id, Withheld.account_id == account_id)
    return select(Withheld.discount_id).where(*mine).scalar_subquery()


def _withhold(proposal_id: int, account_id: int, discount_id: int) -> None:
    row = insert(Withheld).values(proposal_id=proposal_id, account_id=account_id, discount_id=discount_id)
    db.session.execute(row.on_conflict_do_nothing())


def _person(actor: Actor) -> int:
    if actor.id is None:
        raise NotAllowed()
    return actor.id
