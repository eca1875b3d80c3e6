"""What tests of merging do and read."""

from demosx.core.db import db
from demosx.core.permissions import Actor
from demosx.journey.queries import visits_of
from demosx.merging.services import merge, unmerge
from demosx.proposals.models import Proposal
from demosx.stages.support.services import support

WHY = "같은 뜻의 제안입니다."


def let_support(proposal: Proposal, *people: Actor) -> None:
    """Let these people support a proposal now."""
    db.session.commit()  # what was read before may have changed
    for person in people:
        support(proposal, actor=person)
    db.session.commit()


def joined(proposal: Proposal, into: Proposal, actor: Actor) -> None:
    """Merge, and read everything anew."""
    db.session.commit()  # what was read before may have changed
    merge(proposal, into, WHY, actor=actor)
    db.session.commit()


def parted(proposal: Proposal, actor: Actor) -> None:
    """Undo that, and read everything anew."""
    db.session.commit()  # what was read before may have changed
    unmerge(proposal, "다른 이야기였습니다.", actor=actor)
    db.session.commit()


def numbers(proposal: Proposal) -> tuple[int, int, int, int]:
    """Supports and participants: of the present stay, and of the whole life."""
    visit = visits_of(proposal.id)[-1]
    return visit.supports, visit.participants, proposal.supports, proposal.participants
