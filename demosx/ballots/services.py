"""Opening a ballot and voting. Whether voting is open is asked of the clock at the moment of writing."""

from collections.abc import Mapping

from ..core import clock
from ..core.db import db, raising
from ..core.errors import Conflict
from ..journey.models import Visit
from ..journey.participation import stepped_back, took_part
from ..journey.travel import Journey
from .errors import AlreadyVoted, ChoicesFixed, NoBallot, UnknownChoice
from .models import ONLINE, Ballot, BallotCount, Vote
from .queries import ballot_of, count_of, has_voted, vote_of, voter_key

Choices = Mapping[str, Mapping[str, str]]
"""What can be voted for, in the order of the ballot: names by language under each key."""


def open_ballot(visit: Visit, choices: Choices) -> Ballot:
    """Make the ballot of a visit. Voting is open while the stage allows it."""
    ballot = Ballot(
        visit_id=visit.id,
        proposal_id=visit.proposal_id,
        choices=_stored(choices),
        total=0,
        opened_at=clock.now(),
    )
    db.session.add(ballot)
    db.session.flush()
    return ballot


def change_choices(ballot: Ballot, choices: Choices) -> None:
    """Put other choices on a ballot. Raises ChoicesFixed once there is a vote: the database says so."""
    with raising(ChoicesFixed()):
        ballot.choices = _stored(choices)


def cast(journey: Journey, choice: str, account_id: int) -> Ballot:
    """Vote for `choice` in the present visit; a person's later vote replaces the earlier one.

    Call it inside `moment()`. Raises StageClosed before the first day and after the last, NoBallot, UnknownChoice,
    AlreadyVoted. What was chosen is kept without the account, that the account has voted without what was chosen.
    """
    journey.require_open("vote")
    ballot = ballot_of(journey.visit.id)
    if ballot is None:
        raise NoBallot()
    if choice not in ballot.choices:
        raise UnknownChoice()
    before = vote_of(ballot, account_id)
    if before is None and has_voted(journey.visit, account_id):
        raise AlreadyVoted()
    ballot.mixed_at = None
    if before is None:
        _first_vote(journey, ballot, choice, account_id)
    elif before.choice != choice:
        count_of(ballot, before.choice).n -= 1
        before.choice = choice
        _count(ballot, choice)
    db.session.flush()
    return ballot


def take_back(journey: Journey, account_id: int) -> bool:
    """Let a person who leaves the site not have voted in the present visit, whose voting is not over; False where they
    have not. Call it inside `moment()`."""
    ballot = ballot_of(journey.visit.id)
    vote = vote_of(ballot, account_id) if ballot is not None else None
    if ballot is None or vote is None:
        return False
    ballot.mixed_at = None
    count_of(ballot, vote.choice).n -= 1
    db.session.delete(vote)
    ballot.total -= 1
    journey.visit.votes -= 1
    stepped_back(journey.proposal, journey.visit, account_id, "voted")
    db.session.flush()
    return True


def _first_vote(journey: Journey, ballot: Ballot, choice: str, account_id: int) -> None:
    with raising(Conflict()):
        db.session.add(Vote(ballot_id=ballot.id, voter=voter_key(ballot, account_id), choice=choice))
    ballot.total += 1
    journey.visit.votes += 1
    took_part(journey.proposal, journey.visit, account_id, "voted")
    _count(ballot, choice)


def _count(ballot: Ballot, choice: str) -> None:
    count = db.session.get(BallotCount, (ballot.id, choice, ONLINE), populate_existing=True)
    if count is None:
        count = BallotCount(ballot_id=ballot.id, choice=choice, channel=ONLINE, n=0)
        db.session.add(count)
    count.n += 1


def _stored(choices: Choices) -> dict[str, dict[str, str]]:
    return {key: dict(names) for key, names in choices.items()}
