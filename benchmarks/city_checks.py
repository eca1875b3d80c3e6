"""Whether a city that was filled in one go is right: a sample counted again from the rows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, cast, func, select, text

from demosx.ballots.models import Ballot, Vote
from demosx.core.db import db
from demosx.journey.models import Participation, Visit
from demosx.opinions.models import Opinion
from demosx.people.models import Account
from demosx.proposals.models import Proposal
from demosx.stages.support.models import Support

SAMPLE = 500


def counted() -> Iterator[str]:
    """How many rows there are of what is most."""
    for model in (Proposal, Support, Opinion, Participation, Visit, Account):
        number = db.session.scalar(select(func.count()).select_from(model))
        yield f"{model.__tablename__}: {number:,}"
    live = select(func.count()).select_from(Proposal).where(Proposal.ended_at.is_(None))
    yield f"under way: {db.session.scalar(live):,}"


def wrong() -> list[str]:
    """What is not right: tallies of a sample, and how many proposals search holds."""
    last = db.session.scalar(select(func.max(Proposal.id))) or 0
    step = max(1, last // SAMPLE)
    here = Proposal.id % step == last % step
    found = [
        f"proposal {number}: {what} should be {right}, is {said}"
        for what, column, rows in _TALLIES
        for number, said, right in db.session.execute(select(Proposal.id, column, rows).where(here))
        if said != right
    ]
    visits = select(func.sum(Visit.supports)).where(Visit.proposal_id == Proposal.id).scalar_subquery()
    uneven = select(Proposal.id).where(here, visits != Proposal.supports)
    found += [f"proposal {number}: the supports of its stays" for number in db.session.scalars(uneven)]
    votes = select(func.count()).where(Vote.ballot_id == Ballot.id).scalar_subquery()
    uncounted = select(Ballot.id).where(votes != Ballot.total).limit(SAMPLE)
    found += [f"ballot {number}: its votes" for number in db.session.scalars(uncounted)]
    searched = db.session.scalar(text("SELECT count(*) FROM proposal_search"))
    proposals = db.session.scalar(select(func.count()).select_from(Proposal))
    if searched != proposals:
        found.append(f"search holds {searched} of {proposals} proposals")
    return found


def _rows(model: Any, *conditions: Any) -> Any:
    return cast(
        select(func.count()).where(model.proposal_id == Proposal.id, *conditions).scalar_subquery(), Integer
    )


_people = select(func.count(Participation.account_id.distinct())).where(
    Participation.proposal_id == Proposal.id
)
_TALLIES = (
    ("supports", Proposal.supports_site, _rows(Support, Support.discount_id.is_(None))),
    ("opinions", Proposal.opinions, _rows(Opinion, Opinion.visible)),
    ("participants", Proposal.participants, _people.scalar_subquery()),
)
