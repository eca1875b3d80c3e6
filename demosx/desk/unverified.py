"""What only verified people may give is taken back from an account whose check is undone, as far as it still goes on.

Else the same person could be verified with another account and count twice.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from ..ballots import services as ballots
from ..core.db import db
from ..core.permissions import Actor
from ..journey.leaving import open_yet
from ..journey.merged import lock_tree
from ..journey.models import Participation
from ..journey.people import people_of
from ..journey.travel import Journey, moment
from ..people.models import Account
from ..people.queries import actor_of
from ..process.definition import Stage
from ..process.reach import ahead_of
from ..proposals.models import Proposal
from ..stages.support.models import Support
from ..stages.support.services import take_back as take_back_support
from ..verification.signals import verification_undone

SUPPORT, VOTE = "support", "vote"


def listen() -> None:
    """Hear of checks that are undone. Calling it again changes nothing."""
    verification_undone.connect(take_back)


def take_back(account: Account, **_more: Any) -> None:
    """Take back supports and votes of an account where the rules ask for verified people, in the order of proposals."""
    actor = actor_of(account.id)
    for proposal_id in _under_way(account.id):
        proposal = db.session.get_one(Proposal, proposal_id)
        merged = lock_tree(proposal)
        with moment(proposal) as journey:
            if _only_verified(journey, SUPPORT, actor, ahead_of(journey.process, journey.stop.stage.key)):
                take_back_support(proposal, merged, account.id)
            if _only_verified(journey, VOTE, actor):
                ballots.take_back(journey, account.id)


def _only_verified(journey: Journey, action: str, actor: Actor, ahead: Iterable[Stage] = ()) -> bool:
    """Whether the stage still offers this, or one `ahead` may, and lets the person do it only as a verified one."""
    if journey.state.ended:
        return False
    stages = [one for one in ahead if action in one.allows]
    if open_yet(journey, action):
        stages.append(journey.stop.stage)
    people = {"member"} | people_of(actor, journey.proposal)
    named = [set(journey.process.who_may(one, action)) for one in stages]
    return any("verified" in who and not who & people for who in named)


def _under_way(account_id: int) -> list[int]:
    """The proposals that the account has supported, and those in which it votes now."""
    supported = select(Support.proposal_id).where(Support.account_id == account_id)
    voted = select(Participation.proposal_id).where(
        Participation.account_id == account_id, Participation.voted
    )
    query = select(Proposal.id).where(
        Proposal.ended_at.is_(None), Proposal.id.in_(supported) | Proposal.id.in_(voted)
    )
    return list(db.session.scalars(query.order_by(Proposal.id)))
