"""An opinion of somebody who has no account: written down, corrected, and given to them once they have one.

It counts as an opinion from the beginning. Its author counts among those who took part once they are known.
"""

from sqlalchemy import delete

from ..core.db import db, lock
from ..core.errors import Conflict, NotFound
from ..core.permissions import Actor
from ..core.settings import site
from ..core.text import clean
from ..journey import participation
from ..journey.merged import lock_tree
from ..journey.store import load_stay
from ..journey.travel import moment
from ..proposals.models import Proposal
from . import counts, former
from .errors import OpinionEmpty
from .models import Opinion, OpinionAgree
from .services import place_of


def say_for(proposal: Proposal, text: str) -> Opinion:
    """Write down what somebody has said of a proposal elsewhere, where it is now.

    Who may say something there and from which age is asked of people with accounts; here staff vouch for it. Raises
    StageClosed or OpinionEmpty.
    """
    text = checked(text)
    with moment(proposal) as journey:
        journey.require_allowed("opine")
        opinion = Opinion(
            proposal_id=proposal.id, visit_number=journey.visit.number, place=place_of(journey), text=text,
            created_at=journey.now, level=0,
        )  # fmt: skip
        db.session.add(opinion)
        counts.appears(opinion, journey)
        db.session.flush()
    return opinion


def correct_for(opinion: Opinion, text: str) -> None:
    """Put right what was entered wrongly, while the stage allows opinions. Raises StageClosed, OpinionEmpty; Conflict
    where somebody has claimed it, NotFound where it is hidden."""
    text = checked(text)
    with moment(opinion.proposal) as journey:
        lock(opinion)
        if not opinion.visible:
            raise NotFound()
        if opinion.account_id is not None:
            raise Conflict()
        journey.require_allowed("opine")
        former.keep(opinion, journey.now)
        opinion.text, opinion.edited_at = text, journey.now
        opinion.revision += 1


def give_to(opinion: Opinion, actor: Actor) -> None:
    """Make somebody the author of what was written down for them: they took part, and agree with it no more.

    Raises Conflict where it has an author.
    """
    if actor.id is None:
        raise Conflict()
    lock_tree(opinion.proposal)  # its author counts where the proposal goes on, too
    with moment(opinion.proposal) as journey:
        lock(opinion)
        if opinion.account_id is not None or opinion.deleted_at is not None:
            raise Conflict()
        opinion.account_id = actor.id
        gone = delete(OpinionAgree).where(
            OpinionAgree.opinion_id == opinion.id, OpinionAgree.account_id == actor.id
        )
        if db.session.scalar(gone.returning(OpinionAgree.opinion_id)) is not None:
            opinion.agrees = Opinion.agrees - 1
        if opinion.visible:
            visit = load_stay(opinion.proposal_id, opinion.visit_number)
            participation.took_part(journey.proposal, visit, actor.id, "opined")


def checked(text: str) -> str:
    """An opinion's text, cleaned. Raises OpinionEmpty."""
    text = clean(text)
    longest = site().limits.opinion
    if not 0 < len(text) <= longest:
        raise OpinionEmpty(longest=longest)
    return text
