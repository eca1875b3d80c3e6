"""Counting people, not clicks: who took part in a visit, each once."""

from typing import Any

from sqlalchemy import exists, select

from ..core.db import db, lock
from .models import Participation, Traveller, Visit
from .store import load_stay

HOW = ("supported", "voted", "opined", "merged")


def took_part(proposal: Traveller, visit: Visit, account_id: int, how: str) -> None:
    """Count a person who supported, voted or opined in this visit, or in a proposal that was merged into this one.

    Call it while the proposal is locked, and with it those in which it goes on.
    """
    row = _row(visit, account_id)
    known = row is not None or _takes_part(visit.proposal_id, account_id)
    if row is None:
        row = Participation(
            proposal_id=visit.proposal_id, visit_number=visit.number, account_id=account_id,
            supported=False, voted=False, merged=False, opinions=0,
        )  # fmt: skip
        visit.participants += 1
        proposal.participants += 0 if known else 1
        db.session.add(row)
    if how == "opined":
        row.opinions += 1
    else:
        setattr(row, how, True)
    if not known and proposal.merged_into_id is not None:
        took_part(*_goes_on_in(proposal), account_id, "merged")


def stepped_back(proposal: Traveller, visit: Visit, account_id: int, how: str) -> None:
    """Take back one way in which a person took part; without any other way they no longer count."""
    row = _row(visit, account_id)
    if row is None:
        return
    if how == "opined":
        row.opinions -= 1
    else:
        setattr(row, how, False)
    if row.supported or row.voted or row.merged or row.opinions:
        return
    db.session.delete(row)
    db.session.flush()
    visit.participants -= 1
    if _takes_part(visit.proposal_id, account_id):
        return
    proposal.participants -= 1
    if proposal.merged_into_id is not None:
        into, stay = _goes_on_in(proposal)
        if not _comes_with_another(into, stay, account_id):
            stepped_back(into, stay, account_id, "merged")


def _row(visit: Visit, account_id: int) -> Participation | None:
    return db.session.get(Participation, (visit.proposal_id, account_id, visit.number))


def _takes_part(proposal_id: int, account_id: int) -> bool:
    query = select(
        exists().where(Participation.proposal_id == proposal_id, Participation.account_id == account_id)
    )
    return bool(db.session.scalar(query))


def _goes_on_in(proposal: Traveller) -> tuple[Any, Visit]:
    """The proposal into which another was merged, and the stay in which its people came."""
    into: Any = db.session.get_one(type(proposal), proposal.merged_into_id)
    db.session.flush()  # reading it anew would lose what has been changed of it
    lock(into)
    return into, load_stay(into.id, proposal.merged_visit or 0)


def _comes_with_another(into: Any, stay: Visit, account_id: int) -> bool:
    """Whether a person took part in a proposal that was merged into another in this stay."""
    one: Any = type(into)
    query = select(exists().where(
        one.merged_into_id == into.id, one.merged_visit == stay.number,
        Participation.proposal_id == one.id, Participation.account_id == account_id,
    ))  # fmt: skip
    return bool(db.session.scalar(query))
