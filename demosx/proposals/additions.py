"""Additions: what its proposers write under a proposal whose text stays as people have read it."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from ..core.db import db, lock
from ..core.errors import NotAllowed, NotFound
from ..core.permissions import Actor, can
from ..core.resident_numbers import refuse_in_prose
from ..core.settings import site
from ..core.text import clean
from ..journey.queries import Standing
from ..journey.travel import moment
from ..ledger.services import record
from . import access, writing_queries
from .errors import AdditionGone, AdditionsFull, AdditionWrong, OverAlready, ReasonNeeded
from .models import Proposal
from .writing_models import Addition

MOST = 30


def add(proposal: Proposal, text: str, *, actor: Actor) -> Addition:
    """Write an addition. The same text sent twice in a row is one. Raises NotAllowed, AdditionWrong, AdditionsFull, or
    OverAlready once the proposal has ended."""
    text = clean(text)
    refuse_in_prose(text)
    longest = site().limits.text
    if not 0 < len(text) <= longest:
        raise AdditionWrong(longest=longest)
    with moment(proposal, actor) as journey:
        if not access.proposes(actor, proposal):
            raise NotAllowed()
        if journey.state.ended:
            raise OverAlready()
        written = writing_queries.additions_of(proposal.id)
        if written and (written[-1].text, written[-1].account_id) == (text, actor.id):
            return written[-1]
        if len(written) >= MOST:
            raise AdditionsFull(most=MOST)
        made = Addition(proposal_id=proposal.id, text=text, account_id=actor.id, at=journey.now)
        db.session.add(made)
        db.session.flush()
        record(
            "addition_written", subject=("addition", made.id), proposal_id=proposal.id, actor=actor, role="proposer",
            public=access.works_in_public(proposal),
        )  # fmt: skip
    return made


def take_away(proposal: Proposal, addition_id: int, reason: str, *, actor: Actor) -> None:
    """Take away an addition: its author, or the staff with a public reason.

    Raises NotAllowed, ReasonNeeded, NotFound for one of another proposal, or AdditionGone.
    """
    reason = clean(reason)
    lock(proposal)
    found = writing_queries.addition(addition_id)
    if found is None:
        raise AdditionGone()
    if found.proposal_id != proposal.id:
        raise NotFound()
    own = found.account_id is not None and found.account_id == actor.id
    role = "proposer" if own else access.acting_as(actor, "proposal:hide", proposal)
    if not role:
        raise NotAllowed()
    if not own and not reason:
        raise ReasonNeeded()
    db.session.delete(found)
    record(
        "addition_removed", subject=("addition", addition_id), proposal_id=proposal.id, actor=actor, role=role,
        reason=reason, public=access.works_in_public(proposal),
    )  # fmt: skip
    db.session.flush()


def shown(here: Standing, actor: Actor) -> Mapping[str, Any]:
    """What the page of a proposal shows: the additions with their authors, and whether this person may write one."""
    found = writing_queries.around(here)
    staff = can("proposal:hide", here.proposal)
    rows = [
        {
            "id": one.id, "at": one.at, "text": one.text, "author": found.nickname(here.proposal, one.account_id),
            "own": actor.id is not None and one.account_id == actor.id, "staff": staff,
            "remove": url_for("proposals.remove_addition", id=here.proposal.id, addition_id=one.id),
        }
        for one in found.additions
    ]  # fmt: skip
    may = access.proposes(actor, here.proposal) and not here.state.ended and len(rows) < MOST
    return {"rows": rows, "may_add": may, "longest": site().limits.text}
