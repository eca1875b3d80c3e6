"""Every reading of ballots. Nothing here gives a person's vote to anybody but that person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, func, or_, select

from ..core import clock
from ..core.db import db
from ..core.i18n import local_day
from ..core.security import keyed
from ..journey.models import Participation, Visit
from .models import ONLINE, Ballot, BallotCount, Vote


@dataclass
class Row:
    """The count of one choice, in all and by channel; `share` is of all valid votes, 0 while there are none."""

    key: str
    names: dict[str, str]
    count: int = 0
    share: Fraction = Fraction(0)
    by_channel: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """The counts of a ballot, in the order of its choices."""

    total: int
    rows: tuple[Row, ...]

    @property
    def leading(self) -> Row | None:
        """The choice with the most votes; None while two or more share that place."""
        most = max((row.count for row in self.rows), default=0)
        first = [row for row in self.rows if row.count == most]
        return first[0] if most and len(first) == 1 else None


def voter_key(ballot: Ballot, account_id: int) -> str:
    """Under which hash a person's vote is kept in this ballot. Other ballots give another."""
    return voter_in(ballot.visit_id, account_id)


def voter_in(visit_id: int, account_id: int) -> str:
    """The same for the ballot of a visit, which need not be loaded."""
    return keyed("ballot", visit_id, account_id)


def ballot_of(visit_id: int) -> Ballot | None:
    """The ballot of a visit, as it is now: its total is added to under a lock."""
    query = select(Ballot).where(Ballot.visit_id == visit_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def latest_ballot(proposal_id: int) -> Ballot | None:
    """The newest ballot of a proposal in which somebody has voted and voting is over."""
    query = (
        select(Ballot)
        .join(Visit, Visit.id == Ballot.visit_id)
        .where(Ballot.proposal_id == proposal_id, Ballot.total > 0, _over(clock.now()))
        .order_by(Ballot.id.desc())
    )
    return db.session.scalar(query.limit(1))


def unmixed(now: datetime) -> list[int]:
    """The ballots that are over by `now`, and whose votes still lie in the order in which they came."""
    query = (
        select(Ballot.id)
        .join(Visit, Visit.id == Ballot.visit_id)
        .where(Ballot.mixed_at.is_(None), Ballot.total > 0, _over(now))
        .order_by(Ballot.id)
    )
    return list(db.session.scalars(query))


def _over(now: datetime) -> ColumnElement[bool]:
    """That nobody can vote in a visit any more: the stage was left, or its last day has passed."""
    return or_(Visit.left_at.is_not(None), Visit.ends_on < local_day(now))


def vote_of(ballot: Ballot, account_id: int) -> Vote | None:
    """A person's own vote. Show it to nobody else."""
    query = select(Vote).where(Vote.ballot_id == ballot.id, Vote.voter == voter_key(ballot, account_id))
    return db.session.scalar(query)


def has_voted(visit: Visit, account_id: int) -> bool:
    """Whether a person has voted in a visit: what the participation knows, without what was chosen."""
    key = (visit.proposal_id, account_id, visit.number)
    took_part = db.session.get(Participation, key, populate_existing=True)
    return took_part is not None and took_part.voted


def count_of(ballot: Ballot, choice: str) -> BallotCount:
    """The count of a choice that has votes from this site, as it is now."""
    return db.session.get_one(BallotCount, (ballot.id, choice, ONLINE), populate_existing=True)


def counts_of(visit_id: int) -> dict[str, int]:
    """The number of valid votes of each choice that has any, through all channels."""
    query = (
        select(BallotCount.choice, func.sum(BallotCount.n))
        .join(Ballot, Ballot.id == BallotCount.ballot_id)
        .where(Ballot.visit_id == visit_id)
        .group_by(BallotCount.choice)
    )
    return {choice: int(n) for choice, n in db.session.execute(query)}


def tally(ballot: Ballot) -> Tally:
    """The counts as they are kept with every vote."""
    return tallies([ballot])[ballot.id]


def tallies(ballots: Collection[Ballot]) -> dict[int, Tally]:
    """The counts of several ballots, in one query."""
    query = select(BallotCount).where(BallotCount.ballot_id.in_([ballot.id for ballot in ballots]))
    counts: dict[int, list[BallotCount]] = {ballot.id: [] for ballot in ballots}
    for count in db.session.scalars(query):
        counts[count.ballot_id].append(count)
    return {ballot.id: tally_from(ballot, counts[ballot.id]) for ballot in ballots}


def tally_for(ballot: Ballot, account_id: int | None) -> tuple[Tally, str | None]:
    """The counts, and what the person who asks has chosen themselves, in one query."""
    own = select(Vote.choice).where(
        Vote.ballot_id == ballot.id, Vote.voter == (voter_key(ballot, account_id) if account_id else "")
    )
    query = select(BallotCount, own.scalar_subquery()).where(BallotCount.ballot_id == ballot.id)
    rows = db.session.execute(query).all()
    return tally_from(ballot, [count for count, _ in rows]), (rows[0][1] if rows else None)


def recount(ballot: Ballot) -> dict[str, int]:
    """The votes counted one by one: what `tally` must say of those cast on this site, at every moment."""
    query = select(Vote.choice, func.count()).where(Vote.ballot_id == ballot.id).group_by(Vote.choice)
    counted = {choice: int(n) for choice, n in db.session.execute(query)}
    return {key: counted.get(key, 0) for key in ballot.choices}


def tally_from(ballot: Ballot, counts: Iterable[BallotCount]) -> Tally:
    """The counts of a ballot put together. Costs no query."""
    counts = list(counts)
    channels = list(dict.fromkeys([ONLINE, *sorted(count.channel for count in counts)]))
    rows = {
        key: Row(key, names, by_channel=dict.fromkeys(channels, 0)) for key, names in ballot.choices.items()
    }
    for count in counts:
        rows[count.choice].count += count.n
        rows[count.choice].by_channel[count.channel] += count.n
    total = sum(row.count for row in rows.values())
    for row in rows.values():
        row.share = Fraction(row.count, total) if total else Fraction(0)
    return Tally(total, tuple(rows.values()))
