"""Counting people, not clicks: who took part in a visit, each once."""

from sqlalchemy import exists, select

from ..core.db import db
from .models import Participation, Traveller, Visit

HOW = ("supported", "voted", "opined")


def took_part(proposal: Traveller, visit: Visit, account_id: int, how: str) -> None:
    """Count a person who supported, voted or opined in this visit. Call it while the proposal is locked."""
    row = _row(visit, account_id)
    if row is None:
        known = db.session.scalar(select(exists().where(
            Participation.proposal_id == visit.proposal_id, Participation.account_id == account_id)))  # fmt: skip
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
    elsewhere = db.session.scalar(select(exists().where(
        Participation.proposal_id == visit.proposal_id, Participation.account_id == account_id)))  # fmt: skip
    proposal.participants -= 0 if elsewhere else 1


def _row(visit: Visit, account_id: int) -> Participation | None:
    return db.session.get(Participation, (visit.proposal_id, account_id, visit.number))
