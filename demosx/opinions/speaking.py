"""As whom somebody speaks: the proposers, the department at work on it, and the staff who run the place are marked.

It is marked who they were when they spoke. Panels and policy aides are not named, and staff who have nothing to do
with a proposal speak as citizens.
"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select

from ..core.i18n import local_name
from ..core.permissions import book
from ..journey.models import Assignment
from ..people.models import RoleGrant
from ..people.roles import name_of
from ..proposals.models import Proposal
from ..proposals.writing_models import CoProposer
from .models import Opinion

NAMED = frozenset({"officer", "head"})  # beside the roles that may moderate


def of_the_proposers() -> ColumnElement[bool]:
    """Whether the author of an opinion proposes together with the proposer."""
    return exists().where(
        CoProposer.proposal_id == Opinion.proposal_id, CoProposer.account_id == Opinion.account_id,
        CoProposer.joined_at.is_not(None), CoProposer.left_at.is_(None),
    )  # fmt: skip


def of_the_staff() -> Any:
    """`role/department` of the grant by which the author of an opinion was at work on its proposal; NULL without."""
    roles = [role for role, words in book().roles.items() if role in NAMED or "opinion:moderate" in words]
    assisting = select(Assignment.department_id).where(Assignment.proposal_id == Proposal.id)
    said_on = func.date(Opinion.created_at)
    here = or_(
        RoleGrant.department_id.is_(None), RoleGrant.department_id == Proposal.lead_department_id,
        RoleGrant.department_id == Proposal.department_id, RoleGrant.department_id.in_(assisting),
    )  # fmt: skip
    then = and_(
        RoleGrant.granted_at <= Opinion.created_at,
        or_(RoleGrant.revoked_at.is_(None), RoleGrant.revoked_at > Opinion.created_at),
        or_(RoleGrant.begins_on.is_(None), func.date(RoleGrant.begins_on) <= said_on),
        or_(RoleGrant.ends_on.is_(None), func.date(RoleGrant.ends_on) >= said_on),
    )
    return (
        select(RoleGrant.role + "/" + func.coalesce(cast(RoleGrant.department_id, String), ""))
        .join(Proposal, Proposal.id == Opinion.proposal_id)
        .where(RoleGrant.account_id == Opinion.account_id, RoleGrant.role.in_(roles), here, then)
        .where(
            or_(RoleGrant.process.is_(None), RoleGrant.process == Proposal.process_key),
            RoleGrant.panel.is_(None),
        )
        .order_by(
            RoleGrant.department_id.is_(None),
            RoleGrant.department_id != Proposal.lead_department_id,
            RoleGrant.id,
        )
        .limit(1)
        .correlate(Opinion)
        .scalar_subquery()
    )


def voice(account_id: int | None, proposes: bool, staff: str, proposal: Any) -> str:
    """As whom somebody speaks, in words: `staff` as `of_the_staff` has it. Empty for everybody else."""
    if account_id is None:
        return ""
    if account_id == proposal.proposer_id and proposal.origin != "agency":
        return _("Proposer")
    if proposes:
        return _("Co-proposer")
    role, _sign, department = staff.partition("/")
    if not role:
        return ""
    if not department:
        return name_of(role)
    if department == str(proposal.lead_department_id) and proposal.lead_department is not None:
        return _("Responsible department: %(name)s", name=local_name(proposal.lead_department.names))
    if department == str(proposal.department_id) and proposal.department is not None:
        return _("Drafting department: %(name)s", name=local_name(proposal.department.names))
    return _("Assisting department")
