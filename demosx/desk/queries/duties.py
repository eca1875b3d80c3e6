"""What is due on somebody's desk."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select, union_all
from sqlalchemy.orm import defer, joinedload

from ...core.db import db
from ...core.paging import Order, Page, limited, page, place
from ...core.permissions import Actor, Grant, book
from ...duties.models import Duty
from ...duties.queries import overdue, owned_by
from ...journey.owners import accounts_of
from ...people.models import Account
from ...proposals.models import Proposal
from ..access import in_sight, reach, unlimited_roles, within_reach

SIZE = 50
DATED = Order("due", (Duty.due_on, Duty.id), descending=False)
STOPPED = Order("stopped", (Duty.paused_since, Duty.id), descending=False)
UNDATED = Order("undated", (Duty.id,), descending=False)


def dated(actor: Actor, cursor: str | None, size: int = SIZE) -> Page[Duty]:
    """A person's open duties that have a due day, the earliest first."""
    return _mine(actor, Duty.due_on.is_not(None), DATED, cursor, size)


def undated(actor: Actor, cursor: str | None, size: int = SIZE) -> Page[Duty]:
    """A person's open duties without a due day, the oldest first."""
    return _mine(actor, Duty.due_on.is_(None), UNDATED, cursor, size)


def late_in_public(today: date, cursor: str | None, department_id: int | None = None) -> Page[Duty]:
    """What everybody may know to be overdue: public duties of listed proposals, the longest overdue first. What is
    asked of proposers is between them and the city."""
    return _in_public(overdue(today), DATED, cursor, department_id, SIZE)


def stopped_in_public(cursor: str | None, department_id: int | None = None, size: int = SIZE) -> Page[Duty]:
    """What everybody may know to stand still, in the same way: the longest first."""
    standing = and_(Duty.closed_at.is_(None), Duty.paused_since.is_not(None))
    return _in_public(standing, STOPPED, cursor, department_id, size)


def _in_public(
    which: ColumnElement[bool], order: Order, cursor: str | None, department_id: int | None, size: int
) -> Page[Duty]:
    listed = exists().where(Proposal.id == Duty.proposal_id, Proposal.listed)
    query = _with_proposal(select(Duty)).where(which, Duty.public, listed, ~owned_by({"proposer"}))
    if department_id is not None:
        query = query.where(Duty.department_id == department_id)
    at = place(order, cursor)
    rows = db.session.scalars(limited(query, order, at, size)).unique().all()
    return page(rows, order, at, lambda duty: tuple(getattr(duty, c.key) for c in order.columns), size)


def ways(actor: Actor) -> list[ColumnElement[bool]]:
    """The ways in which a duty is this person's: each can be answered by an index of its own.

    Assigned to them; of a department whose officer they are; of a role that they hold, where the grant reaches. Who
    assigns departments also has what waits for one.
    """
    found: list[ColumnElement[bool]] = [Duty.assignee_id == actor.id]
    found += [_of_office(grant) for grant in actor.grants if grant.role == "officer" and grant.department_id]
    if roles := unlimited_roles(actor):
        found.append(owned_by(roles))
    found += [_of_limited(grant) for grant in actor.grants if grant.limited]
    assigning = exists().where(Proposal.id == Duty.proposal_id, within_reach(actor, "proposal:assign"))
    if book().held(actor, "proposal:assign"):
        found.append(and_(owned_by({"department"}), Duty.department_id.is_(None), assigning))
    return found


def _of_office(grant: Grant) -> ColumnElement[bool]:
    """On the desk of a department, which need not be at work on the whole proposal."""
    here = replace(grant, department_id=None)
    mine = Duty.department_id == grant.department_id
    return and_(mine, exists().where(Proposal.id == Duty.proposal_id, reach(here))) if here.limited else mine


def _of_limited(grant: Grant) -> ColumnElement[bool]:
    here = exists().where(Proposal.id == Duty.proposal_id, reach(grant))
    return and_(owned_by({grant.role}), here)


def _mine(
    actor: Actor, which: ColumnElement[bool], order: Order, cursor: str | None, size: int
) -> Page[Duty]:
    at = place(order, cursor)
    seen = exists().where(Proposal.id == Duty.proposal_id, in_sight(actor))
    branches = [
        limited(select(Duty.id).where(Duty.closed_at.is_(None), which, way, seen), order, at, size).subquery()
        for way in ways(actor)
    ]
    mine = union_all(*(select(branch.c.id) for branch in branches))
    query = limited(_with_proposal(select(Duty).where(Duty.id.in_(mine))), order, at, size)
    rows = db.session.scalars(query).unique().all()
    return page(rows, order, at, lambda duty: tuple(getattr(duty, c.key) for c in order.columns), size)


def _with_proposal(query: Select[Any]) -> Select[Any]:
    lean = joinedload(Duty.proposal).options(defer(Proposal.text), defer(Proposal.memory))
    return query.options(lean, joinedload(Duty.department), joinedload(Duty.assignee))


def candidates(duty: Duty) -> list[Account]:
    """Who can be given a duty: who owes it by role or department today, each once. One query for each owner."""
    return accounts_of([key for key in duty.owners if key != "proposer"], duty.proposal, duty.department_id)
