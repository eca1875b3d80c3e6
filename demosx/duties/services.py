"""Opening, closing and assigning what is owed. The journey calls these; people do so through the journey."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from ..core.db import db
from ..core.permissions import Actor
from ..core.settings import site
from ..ledger.services import record
from .models import Duty
from .signals import duty_assigned, duty_handed, duty_returned


def open_duty(
    proposal_id: int,
    name: str,
    number: int,
    *,
    kind: str = "duty",
    owners: tuple[str, ...] = (),
    department_id: int | None = None,
    remind_on: tuple[date, ...] = (),
    since: datetime | None = None,
    public: bool = False,
    visit_number: int | None = None,
    **columns: Any,
) -> Duty:
    """Write down that something is owed from `opened_at` on, by the end of `due_on` (a day in the site's zone).

    `columns` are those of its clock: `opened_at`, and what else the row keeps. A reminder that would come on the day of
    opening (or of `since`), or before, would say nothing new and is left out.
    """
    duty = Duty(
        proposal_id=proposal_id, name=name, number=number, kind=kind, owners=list(owners),
        department_id=department_id, public=public, visit_number=visit_number, **columns,
    )  # fmt: skip
    _remind(duty, remind_on, since or duty.opened_at)
    db.session.add(duty)
    db.session.flush()
    return duty


def change_clock(
    proposal_id: int, name: str, *, remind_on: tuple[date, ...], since: datetime, **columns: Any
) -> Duty:
    """Write down what has become of the clock of an open duty. Reminders follow its new day; those that would come
    before the day after `since` are left out."""
    duty = _open(proposal_id, name)
    for column, value in columns.items():
        setattr(duty, column, value)
    _remind(duty, remind_on, since)
    return duty


def own_anew(
    proposal_id: int, name: str, *, owners: tuple[str, ...], department_id: int | None, public: bool,
    remind_on: tuple[date, ...], since: datetime,
) -> tuple[Duty, bool]:  # fmt: skip
    """Write down who owes an open duty from now on, and when they are reminded. Its due day stays, and so does whoever
    works on it, unless others owe it now: that is the second of what it gives."""
    duty = _open(proposal_id, name)
    others = set(duty.owners) != set(owners)
    if others:
        duty.owners, duty.department_id, duty.assignee_id = list(owners), department_id, None
    duty.public = public
    _remind(duty, remind_on, since)
    return duty, others


def _remind(duty: Duty, remind_on: tuple[date, ...], since: datetime) -> None:
    today = since.astimezone(site().zone).date()
    days = sorted(day for day in set(remind_on) if day > today)
    duty.remind = [day.isoformat() for day in days]
    duty.remind_next = days[0] if days else None


def _open(proposal_id: int, name: str) -> Duty:
    query = select(Duty).where(Duty.proposal_id == proposal_id, Duty.name == name, Duty.closed_at.is_(None))
    return db.session.scalars(query).one()


def close_duty(
    proposal_id: int, name: str, at: datetime, how: str, outcome: str | None, reason: str = ""
) -> Duty:
    """Close the open duty of this name: done, withdrawn, dropped, or left with its stage or its proposal."""
    duty = _open(proposal_id, name)
    duty.closed_at = at
    duty.closed_as = how
    duty.outcome = outcome
    duty.reason = reason
    duty.remind_next = None
    return duty


def departmental(proposal_id: int) -> list[Duty]:
    """What departments owe on a proposal now, by due day."""
    return [duty for duty in open_duties(proposal_id) if {"department", "officer"} & set(duty.owners)]


def hand_to(duty: Duty, department_id: int) -> None:
    """Put a duty on the desk of another department, where nobody in particular works on it yet. Its due day stays."""
    before = duty.department_id
    if before != department_id:
        duty.department_id, duty.assignee_id = department_id, None
        duty_handed.send(duty, before=before)


def assign(duty: Duty, account_id: int | None, actor: Actor | None, left: bool = False) -> None:
    """Say which person of the owning department or role works on it; nobody again with None. `left`: because whoever
    did has left the post."""
    duty.assignee_id = account_id
    data = {"duty": duty.name, "assigned": account_id is not None, **({"left": True} if left else {})}
    record("duty_assigned", subject=("duty", duty.id), proposal_id=duty.proposal_id, actor=actor, data=data,
           public=False)  # fmt: skip
    duty_assigned.send(duty)
    if left and account_id is None:
        duty_returned.send(duty)


def open_duties(proposal_id: int) -> list[Duty]:
    """What is owed on a proposal now, by due day; what has none last, as while its clock stands still."""
    query = select(Duty).where(Duty.proposal_id == proposal_id, Duty.closed_at.is_(None))
    return list(db.session.scalars(query.order_by(Duty.due_on.nulls_last(), Duty.id)))


def reminded(duty: Duty, today: date) -> date | None:
    """Move on to the next reminder after `today`; gives the day of the latest one that had come."""
    days = [date.fromisoformat(day) for day in duty.remind]
    come = [day for day in days if day <= today]
    later = [day for day in days if day > today]
    duty.remind_next = later[0] if later else None
    return come[-1] if come else None


def days_late(duty: Duty, today: date) -> int:
    """How many days ago the due day was; 0 while it is not over."""
    if duty.due_on is None:
        return 0
    return max(0, (today - duty.due_on) // timedelta(days=1))
