"""Who somebody is for one proposal: the words that stand in process files wherever people stand."""

from dataclasses import replace
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import select

from ..core.db import db
from ..core.permissions import Actor, Place
from ..core.web import SAFE
from ..process.definition import Process
from .models import Assignment, Traveller

# Who a visitor may become by signing in: pages show visitors the forms of what this person may do.
SOMEBODY = Actor(id=0, confirmed=True, verified=True)


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


def place_of(actor: Actor, proposal: Any, also: int | None = None) -> Place:
    """Where a proposal is, for the grants of somebody; its departments are read only where a grant is limited to one.
    `also` is a department on whose desk something of it is."""
    limited = any(grant.department_id is not None for grant in actor.grants)
    departments = departments_of(proposal) | ({also} if also else frozenset()) if limited else frozenset()
    return Place(departments, proposal.process_key, proposal.stage)


def narrowed(actor: Actor, subject: Any) -> Actor:
    """Somebody with the grants that count for a subject: a proposal, what belongs to one, such as a duty, or a process
    in which to file one. For any other subject all of them count."""
    if isinstance(subject, Process):
        return opening(actor, subject)
    proposal = getattr(subject, "proposal", subject)
    if not isinstance(proposal, Traveller) or not any(grant.limited for grant in actor.grants):
        return actor
    return actor.within(place_of(actor, proposal, getattr(subject, "department_id", None)))


def opening(actor: Actor, process: Process) -> Actor:
    """Somebody with the grants that count for filing by a process: before that no department is at work and no panel
    sits, so that a department's grant counts and a panel's does not."""
    counting = (one for one in actor.grants if one.process in (None, process.key) and one.panel is None)
    return replace(actor, grants=tuple(counting))


def may_open(actor: Actor, process: Process) -> bool:
    """Whether this person may file by a process."""
    return bool(set(process.opened_by) & opening(actor, process).roles)


def people_of(actor: Actor, proposal: Any) -> frozenset[str]:
    """The role keys that hold for this proposal, with `proposer` and `department` where they fit.

    A limited grant holds only where it reaches: a department's for what is assigned to it, a process's for what travels
    by it, a panel's for what is in its stage. `department` is an officer of the department that leads, or that drafted
    the proposal.
    """
    here = actor.within(place_of(actor, proposal))
    roles = set(here.roles)
    if actor.id is not None and actor.id == proposal.proposer_id:
        roles.add("proposer")
    leading = frozenset({proposal.lead_department_id, proposal.department_id} - {None})
    if leading & here.departments("officer"):
        roles.add("department")
    return frozenset(roles)


def people_for(actor: Actor, duty: Any) -> frozenset[str]:
    """The role keys that hold for something owed on a proposal: `department` is then an officer of the department on
    whose desk it is, which need not lead."""
    roles = people_of(actor, duty.proposal)
    if duty.department_id is None:
        return roles
    here = actor.within(place_of(actor, duty.proposal, duty.department_id))
    theirs = duty.department_id in here.departments("officer")
    return roles | {"department"} if theirs else roles - {"department"}


def role_in(actor: Actor, owners: tuple[str, ...] | list[str], proposal: Any) -> str:
    """In which of the `owners` roles this person acts on the proposal; empty if in none."""
    mine = people_of(actor, proposal)
    return next((role for role in owners if role in mine), "")


def role_for(actor: Actor, duty: Any) -> str:
    """In which of a duty's owners this person owes it; empty if in none."""
    mine = people_for(actor, duty)
    return next((role for role in duty.owners if role in mine), "")
