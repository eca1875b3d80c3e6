"""Counting the people of merged proposals where they go on, each once. What is counted are rows; the numbers follow.

All of it is called while the proposals are locked. Votes and opinions themselves stay where they were given.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.orm import aliased

from ..core.db import UTCDateTime, db, insert
from ..journey.models import Participation, Visit
from ..journey.store import load_stay
from ..proposals.models import Proposal
from ..stages.support.models import Support

PERSON = ("proposal_id", "account_id", "visit_number")
HOW = ("supported", "voted", "merged", "opinions")
SPOKE = or_(Participation.voted, Participation.opinions > 0)


@dataclass(frozen=True)
class Recount:
    """How many people support a proposal here and took part in it, counted from the rows: by the number of the visit,
    and in its whole life."""

    supports: Mapping[int, int]
    participants: Mapping[int, int]
    people: int


def recount(proposal_id: int) -> Recount:
    """Count the people of a proposal. Three queries."""
    mine = Participation.proposal_id == proposal_id
    people = select(func.count(Participation.account_id.distinct())).where(mine)
    return Recount(
        _by_visit(
            Support.visit_number, and_(Support.proposal_id == proposal_id, Support.discount_id.is_(None))
        ),
        _by_visit(Participation.visit_number, mine),
        db.session.scalar(people) or 0,
    )


def bring(proposal: Proposal, into: Proposal, stay: Visit, at: datetime) -> None:
    """Count everybody who supports a proposal, or took part in it, for another and its present stay."""
    with counted(into):
        _support(proposal, into, stay.number, at)
        came = (
            select(
                literal(into.id), Participation.account_id, literal(stay.number), *_as(merged=literal(True))
            )
            .where(Participation.proposal_id == proposal.id)
            .distinct()
        )
        rows = insert(Participation).from_select([*PERSON, *HOW], came)
        db.session.execute(rows.on_conflict_do_update(index_elements=PERSON, set_={"merged": True}))


def take_back(proposal: Proposal, into: Proposal, stay_number: int) -> None:
    """Count nobody any more for `into` who had come with a proposal alone. It must not stand as merged any more."""
    with counted(into):
        send(delete(Support).where(Support.proposal_id == into.id, Support.via_id == proposal.id))
        others = select(Proposal).where(Proposal.merged_into_id == into.id).order_by(Proposal.id)
        for other in db.session.scalars(others.execution_options(populate_existing=True)).all():
            _support(other, into, other.merged_visit or 0, other.ended_at or into.settled_at)
        with_nobody = and_(
            Participation.proposal_id == into.id, Participation.visit_number == stay_number,
            Participation.merged, ~comes_with_another(into.id, stay_number),
        )  # fmt: skip
        send(delete(Participation).where(with_nobody, ~Participation.supported, ~SPOKE))
        send(update(Participation).where(with_nobody).values(merged=False))


def settle_in(proposal: Proposal, left: int, stay: int) -> None:
    """Let the supports given in a stay that a merging has cut short count for the stay that follows, and those who had
    come there with others: a person supports a proposal once and could not do so again."""
    with counted(proposal):
        given = (Support.proposal_id == proposal.id, Support.visit_number == left)
        send(update(Support).where(*given).values(visit_number=stay))
        others = (Proposal.merged_into_id == proposal.id, Proposal.merged_visit == left)
        send(update(Proposal).where(*others).values(merged_visit=stay))
        there = and_(
            Participation.proposal_id == proposal.id, Participation.visit_number == left,
            or_(Participation.supported, Participation.merged),
        )  # fmt: skip
        come = select(
            literal(proposal.id), Participation.account_id, literal(stay),
            *_as(supported=Participation.supported, merged=Participation.merged),
        ).where(there)  # fmt: skip
        send(insert(Participation).from_select([*PERSON, *HOW], come))
        send(delete(Participation).where(there, ~SPOKE))
        send(update(Participation).where(there).values(supported=False, merged=False))


@contextmanager
def counted(proposal: Proposal) -> Iterator[None]:
    """Change the numbers of a proposal and its stays by what the block does to the rows. It must be locked."""
    db.session.flush()
    before = recount(proposal.id)
    yield
    _forget()
    after = recount(proposal.id)
    more = sum(after.supports.values()) - sum(before.supports.values())
    proposal.supports += more
    proposal.supports_site += more
    proposal.participants += after.people - before.people
    for number in {*before.participants, *after.participants, *before.supports, *after.supports}:
        supports = after.supports.get(number, 0) - before.supports.get(number, 0)
        participants = after.participants.get(number, 0) - before.participants.get(number, 0)
        if supports or participants:
            visit = load_stay(proposal.id, number)
            visit.supports += supports
            visit.participants += participants
    db.session.flush()


def _support(proposal: Proposal, into: Proposal, stay_number: int, at: datetime) -> None:
    """Let whoever supports a proposal support another, unless they do already; discounted ones do not count there.

    What somebody gave to the other itself stays as it is. Who came with several counts if they do in one of them.
    """
    given = select(
        literal(into.id), Support.account_id, literal(stay_number), literal(at, UTCDateTime()),
        literal(proposal.id), Support.discount_id,
    ).where(Support.proposal_id == proposal.id)  # fmt: skip
    rows = insert(Support).from_select([*PERSON, "at", "via_id", "discount_id"], given)
    new = rows.excluded
    send(rows.on_conflict_do_update(
        index_elements=["proposal_id", "account_id"],
        set_={"via_id": new.via_id, "visit_number": new.visit_number, "discount_id": new.discount_id},
        where=and_(
            Support.via_id.is_not(None), Support.discount_id.is_not(None), new.discount_id.is_(None)
        ),
    ))  # fmt: skip


def comes_with_another(into_id: int, stay_number: int) -> ColumnElement[bool]:
    """Whether the person of a row took part in a proposal that was merged into this one, in this stay."""
    theirs = aliased(Participation)
    return exists().where(
        Proposal.merged_into_id == into_id, Proposal.merged_visit == stay_number,
        theirs.proposal_id == Proposal.id, theirs.account_id == Participation.account_id,
    )  # fmt: skip


def _as(**how: Any) -> list[Any]:
    """The ways in which somebody takes part: these, and no other."""
    none = {
        "supported": literal(False),
        "voted": literal(False),
        "merged": literal(False),
        "opinions": literal(0),
    }
    return list((none | how).values())


def _by_visit(number: Any, condition: ColumnElement[bool]) -> dict[int, int]:
    query = select(number, func.count()).where(condition).group_by(number)
    return {int(visit): count for visit, count in db.session.execute(query)}


def send(statement: Any) -> None:
    """Send a statement that changes many rows; what the session has read of them is forgotten afterwards."""
    db.session.execute(statement, execution_options={"synchronize_session": False})


def _forget() -> None:
    for row in db.session:
        if isinstance(row, (Support, Participation)):
            db.session.expire(row)
