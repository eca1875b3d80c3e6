"""Handing over to another department what is owed on a proposal."""

from sqlalchemy import exists, select

from ..core.db import db
from ..duties.models import Duty
from ..duties.services import hand_to
from ..people.models import Department
from .models import Assignment
from .travel import Journey


def hand_over(journey: Journey, duty: Duty, office: Department, reason: str = "", role: str = "") -> None:
    """Let another department owe a duty from now on, and work on the proposal. The history says which, and why; the
    clock stands still where the file says so. Call it inside `moment()`."""
    beside = {"to": office.key, "to_names": dict(office.names)}
    if duty.department is not None:
        beside |= {"came_from": duty.department.key, "from_names": dict(duty.department.names)}
    journey.hand_over(duty.name, beside, reason, role)
    _put_to_work(journey, office.id)
    hand_to(duty, office.id)


def _put_to_work(journey: Journey, department_id: int) -> None:
    """Let a department assist, unless it is at work already."""
    proposal = journey.proposal
    known = exists().where(Assignment.proposal_id == proposal.id, Assignment.department_id == department_id)
    if department_id != proposal.lead_department_id and not db.session.scalar(select(known)):
        db.session.add(Assignment(proposal_id=proposal.id, department_id=department_id, part="assist"))
        db.session.flush()
