"""Many people at once. They go through the same door as one: the proposal is locked and its rules are read."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from ..ballots.models import ONLINE, Ballot, BallotCount, Vote, any_number
from ..ballots.queries import ballot_of, voter_key
from ..core import clock
from ..core.db import db
from ..journey.models import Participation
from ..journey.travel import Journey, moment
from ..stages.support.models import Support


def support(proposal: Any, accounts: Sequence[int], at: datetime) -> None:
    """Let these accounts support a proposal at one moment; none of them may have done so before."""
    with clock.pinned(at), moment(proposal) as journey:
        journey.require_open("support")
        number = journey.visit.number
        db.session.execute(insert(Support), [
            {"proposal_id": proposal.id, "account_id": account, "visit_number": number, "at": journey.now}
            for account in accounts
        ])  # fmt: skip
        _take_part(journey, accounts, "supported")
        journey.visit.supports += len(accounts)
        journey.proposal.supports_site += len(accounts)
        journey.proposal.supports += len(accounts)


def vote(proposal: Any, votes: Sequence[tuple[int, str]], at: datetime) -> None:
    """Let accounts vote at one moment, each once: pairs of account and choice."""
    with clock.pinned(at), moment(proposal) as journey:
        journey.require_open("vote")
        ballot = ballot_of(journey.visit.id)
        if ballot is None:
            raise ValueError(f"{proposal.title} has no ballot")
        db.session.execute(insert(Vote), [
            {"id": any_number(), "ballot_id": ballot.id, "voter": voter_key(ballot, account), "choice": choice}
            for account, choice in votes
        ])  # fmt: skip
        _take_part(journey, [account for account, _choice in votes], "voted")
        for choice, n in Counter(choice for _account, choice in votes).items():
            _add(ballot, choice, n)
        ballot.total += len(votes)
        journey.visit.votes += len(votes)


def _add(ballot: Ballot, choice: str, n: int) -> None:
    count = db.session.get(BallotCount, (ballot.id, choice, ONLINE))
    if count is None:
        count = BallotCount(ballot_id=ballot.id, choice=choice, channel=ONLINE, n=0)
        db.session.add(count)
    count.n += n


def _take_part(journey: Journey, accounts: Sequence[int], how: str) -> None:
    """Count the people who are new here, and new to the proposal."""
    proposal, visit = journey.proposal, journey.visit
    rows = db.session.execute(
        select(Participation.account_id, Participation.visit_number).where(
            Participation.proposal_id == proposal.id
        )
    ).all()
    here = {account for account, number in rows if number == visit.number}
    ever = {account for account, _number in rows}
    new = [account for account in accounts if account not in here]
    if new:
        db.session.execute(insert(Participation), [
            {"proposal_id": proposal.id, "account_id": account, "visit_number": visit.number,
             "supported": how == "supported", "voted": how == "voted", "opinions": 0}
            for account in new
        ])  # fmt: skip
    again = [account for account in accounts if account in here]
    if again:
        mine = (Participation.proposal_id == proposal.id) & (Participation.visit_number == visit.number)
        db.session.execute(
            update(Participation).where(mine, Participation.account_id.in_(again)).values({how: True})
        )
    visit.participants += len(new)
    proposal.participants += len([account for account in new if account not in ever])
