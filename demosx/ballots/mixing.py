"""Making the database forget in which order people voted, once voting is over.

A vote names nobody. But as long as its row lies where it was first written, somebody with the database and enough time
could lay it beside the row that says who took part in the same transaction (PostgreSQL shows that as `xmin`).
"""

from typing import Any

from sqlalchemy import delete, insert, select

from ..core import clock
from ..core.db import db, lock, transaction
from ..proposals.models import Proposal
from .models import Ballot, Vote
from .queries import unmixed

BATCH = 1000


def mix_closed() -> int:
    """Mix the votes of every ballot that is over and has not been mixed, each in one transaction; gives how many."""
    with transaction():
        waiting = unmixed(clock.now())
    return sum(_mixed(ballot_id) for ballot_id in waiting)


def _mixed(ballot_id: int) -> bool:
    with transaction():
        ballot = db.session.get_one(Ballot, ballot_id)
        lock(db.session.get_one(Proposal, ballot.proposal_id))
        if ballot_id not in unmixed(clock.now()):
            return False
        mix(ballot)
        ballot.mixed_at = clock.now()
    return True


def mix(ballot: Ballot) -> None:
    """Delete the votes of a ballot and write them anew, equal in everything, in an order drawn at random.

    That is the order of their numbers, which were drawn when they were cast. Call it while the proposal is locked.
    """
    after = -1
    while rows := _votes(ballot, after):
        after = rows[-1]["id"]
        db.session.execute(delete(Vote).where(Vote.id.in_([row["id"] for row in rows])))
        db.session.execute(insert(Vote), rows)


def _votes(ballot: Ballot, after: int) -> list[dict[str, Any]]:
    query = select(Vote.id, Vote.ballot_id, Vote.voter, Vote.choice)
    query = query.where(Vote.ballot_id == ballot.id, Vote.id > after).order_by(Vote.id).limit(BATCH)
    return [dict(row) for row in db.session.execute(query).mappings()]
