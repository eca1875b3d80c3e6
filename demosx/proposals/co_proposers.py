"""Proposing together: inviting by a link, joining, leaving, and taking over from a proposer who has left the site.

A link is for one person. Only the digest of its secret is kept, so that nobody who reads the database can use it.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from ..core import clock
from ..core.db import db, lock, raising
from ..core.errors import NotAllowed, NotSignedIn
from ..core.permissions import Actor
from ..core.security import digest, new_secret
from ..journey.people import may_open
from ..journey.rules import process_of
from ..journey.taking_part import barrier_to_filing
from ..ledger.services import record
from . import access, writing_queries
from .errors import InvitationOver, NotOpenedByYou, OverAlready, TogetherAlready, TogetherFull, TogetherGone
from .models import Proposal
from .writing_models import CoProposer

MOST = 20  # who propose together beside the proposer, with open invitations
HOLDS = timedelta(days=14)


def invite(proposal: Proposal, *, actor: Actor) -> str:
    """Make a link with which one person may propose together; gives its secret, which is kept nowhere.

    Raises NotAllowed, OverAlready, TogetherFull.
    """
    lock(proposal)
    _require_proposer(proposal, actor)
    now = clock.now()
    taken = [one for one in writing_queries.invitations_of(proposal.id) if _counts(one)]
    if len(taken) >= MOST:
        raise TogetherFull(most=MOST)
    secret = new_secret()
    db.session.add(
        CoProposer(proposal_id=proposal.id, digest=digest(secret), invited_at=now, expires_at=now + HOLDS)
    )
    db.session.flush()
    return secret


def invitation(secret: str) -> tuple[CoProposer, Proposal]:
    """The invitation of a link and its proposal, while it holds. Changes nothing. Raises InvitationOver."""
    found = writing_queries.invitation(digest(secret))
    proposal = db.session.get(Proposal, found.proposal_id) if found is not None else None
    if found is None or proposal is None or proposal.hidden_at is not None or proposal.ended:
        raise InvitationOver()
    return found, proposal


def join(secret: str, *, actor: Actor) -> Proposal:
    """Propose together with the proposer. Whoever may file such a proposal may.

    Raises InvitationOver, TogetherAlready, NotOpenedByYou, TogetherFull, what `barrier_to_filing` finds.
    """
    if actor.id is None:
        raise NotSignedIn()
    found, proposal = invitation(secret)
    lock(proposal)
    found, proposal = invitation(secret)  # as they are now, under the lock
    _require_may_file(proposal, actor)
    if found.account_id == actor.id and found.left_at is None:
        return proposal  # the same button pressed twice
    if not is_open(found):
        raise InvitationOver()
    if access.proposes(actor, proposal):
        raise TogetherAlready()
    with raising(TogetherAlready()):
        found.account_id, found.joined_at = actor.id, clock.now()
    _note("joined_together", found, proposal, actor)
    return proposal


def take_back(proposal: Proposal, number: int, *, actor: Actor) -> None:
    """Take back an invitation, or take somebody off: the proposer's. Raises NotAllowed, TogetherGone."""
    lock(proposal)
    _require_proposer(proposal, actor, ended=True)
    found = next((one for one in writing_queries.invitations_of(proposal.id) if one.id == number), None)
    if found is None or found.left_at is not None:
        raise TogetherGone()
    found.left_at = clock.now()
    if found.joined_at is not None:
        _note("left_together", found, proposal, actor, how="taken_off")
    db.session.flush()


def leave(proposal: Proposal, *, actor: Actor) -> None:
    """Propose together no longer. What one has written stays. Raises TogetherGone."""
    lock(proposal)
    rows = writing_queries.invitations_of(proposal.id)
    mine = [
        one for one in rows if one.account_id is not None and one.account_id == actor.id and not one.left_at
    ]
    if not mine:
        raise TogetherGone()
    for one in mine:
        one.left_at = clock.now()
        _note("left_together", one, proposal, actor, how="left")
    db.session.flush()


def hand_on(proposal: Proposal) -> bool:
    """Let whoever joined first be the proposer from now on, since the proposer has left the site. False where nobody
    proposes together."""
    lock(proposal)
    there = [one for one in writing_queries.invitations_of(proposal.id) if one.joined_at and not one.left_at]
    if not there:
        return False
    first = min(there, key=lambda one: (one.joined_at or one.invited_at, one.id))
    proposal.proposer_id, first.left_at = first.account_id, clock.now()
    db.session.flush()
    record(
        "proposer_changed", proposal_id=proposal.id, subject=("proposal", proposal.id),
        public=access.works_in_public(proposal),
    )  # fmt: skip
    return True


def forget(account_id: int) -> None:
    """Let others go on with what somebody who leaves the site has proposed together with them."""
    for number in writing_queries.led_with_others(account_id):
        hand_on(db.session.get_one(Proposal, number))
    db.session.execute(delete(CoProposer).where(CoProposer.account_id == account_id))


def is_open(found: CoProposer) -> bool:
    """Whether nobody has used an invitation yet, and it holds still."""
    return found.account_id is None and found.left_at is None and found.expires_at > clock.now()


def _counts(found: CoProposer) -> bool:
    return is_open(found) or (found.joined_at is not None and found.left_at is None)


def _require_proposer(proposal: Proposal, actor: Actor, ended: bool = False) -> None:
    if not access.is_proposer(actor, proposal) or proposal.origin != "citizen":
        raise NotAllowed()
    if proposal.ended and not ended:
        raise OverAlready()


def _require_may_file(proposal: Proposal, actor: Actor) -> None:
    process = process_of(proposal.version_id)
    in_the_way = barrier_to_filing(actor, process)
    if in_the_way is not None:
        raise in_the_way
    if not may_open(actor, process):
        raise NotOpenedByYou()


def _note(verb: str, found: CoProposer, proposal: Proposal, actor: Actor, **data: Any) -> None:
    record(
        verb, subject=("co_proposer", found.id), proposal_id=proposal.id, actor=actor, role="proposer", data=data,
        public=access.works_in_public(proposal),
    )  # fmt: skip
