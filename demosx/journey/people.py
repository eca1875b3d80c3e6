"""Who somebody is for one proposal: the words that stand in process files wherever people stand."""

from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import select

from ..core.db import db
from ..core.permissions import Actor
from ..core.web import SAFE
from ..plugins import Stop
from .models import Assignment


def departments_of(proposal: Any) -> frozenset[int]:
    """The departments at work on a proposal: the leading one, those that assist, and the one that drafted it.

    A page that asks for several permissions reads them once; a request that changes something reads them each time.
    """
    reading = has_request_context() and request.method in SAFE
    known: dict[int, frozenset[int]] = g.setdefault("departments_at_work", {}) if reading else {}
    if proposal.id not in known:
        query = select(Assignment.department_id).where(Assignment.proposal_id == proposal.id)
        own = {proposal.lead_department_id, proposal.department_id} - {None}
        known[proposal.id] = frozenset(db.session.scalars(query)) | frozenset(own)
    return known[proposal.id]


def people_of(actor: Actor, proposal: Any) -> frozenset[str]:
    """The role keys that hold for this proposal, with `proposer` and `department` where they fit.

    A grant limited to a department holds only for what is assigned to it. `department` is an officer of the department
    that leads, or that drafted the proposal.
    """
    limited = {grant.role for grant in actor.grants if grant.department_id is not None}
    departments = departments_of(proposal) if limited else frozenset()
    roles = {role for role in actor.roles if actor.holds(role, departments)}
    if actor.id is not None and actor.id == proposal.proposer_id:
        roles.add("proposer")
    leading = frozenset({proposal.lead_department_id, proposal.department_id} - {None})
    if leading & actor.departments("officer"):
        roles.add("department")
    return frozenset(roles)


def people_for(actor: Actor, duty: Any) -> frozenset[str]:
    """The role keys that hold for something owed on a proposal: `department` is then an officer of the department on
    whose desk it is, which need not lead."""
    roles = people_of(actor, duty.proposal)
    if duty.department_id is None:
        return roles
    theirs = duty.department_id in actor.departments("officer")
    return roles | {"department"} if theirs else roles - {"department"}


def may_take_part(actor: Actor, stop: Stop) -> bool:
    """Whether the file or the stage lets this person do what the stage allows (`who`)."""
    who = stop.stage.who or stop.process.who
    return not who or bool(set(who) & people_of(actor, stop.proposal))


def role_in(actor: Actor, owners: tuple[str, ...] | list[str], proposal: Any) -> str:
    """In which of the `owners` roles this person acts on the proposal; empty if in none."""
    mine = people_of(actor, proposal)
    return next((role for role in owners if role in mine), "")


def role_for(actor: Actor, duty: Any) -> str:
    """In which of a duty's owners this person owes it; empty if in none."""
    mine = people_for(actor, duty)
    return next((role for role in duty.owners if role in mine), "")
