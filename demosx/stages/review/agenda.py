"""Writing the agenda item, and saying which departments work on a proposal."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete

from ...core.db import db, raising
from ...core.errors import ChangedMeanwhile, Conflict
from ...core.permissions import Actor
from ...duties.services import hand_to_department
from ...journey.models import Assignment
from ...journey.travel import moment
from ...ledger.services import record
from ...people.queries import departments
from .errors import QuestionMissing, UnknownDepartment
from .models import AgendaItem
from .queries import item_of


def write_agenda_item(
    proposal: Any, question: str, context: str, summary: str, *, revision: int, actor: Actor
) -> AgendaItem:
    """Write the one question that a proposal has become, with its context and a plain summary.

    `revision` is that of the text that the writer saw, 0 where there was none. Raises ChangedMeanwhile if somebody has
    written since.
    """
    if not question.strip():
        raise QuestionMissing()
    with moment(proposal, actor) as journey:
        item = item_of(proposal.id)
        if (item.revision if item else 0) != revision:
            raise ChangedMeanwhile()
        first = item is None
        if item is None:
            item = AgendaItem(proposal_id=proposal.id, revision=0)
        item.question, item.context, item.summary = question, context, summary
        item.written_at, item.written_by = journey.now, actor.id
        item.revision += 1
        with raising(Conflict()):
            db.session.add(item)
        record("agenda_written", subject=("agenda_item", item.id), proposal_id=proposal.id, actor=actor,
               data={"revision": item.revision}, at=journey.now, public=first and _shown(journey))  # fmt: skip
    return item


def assign_departments(
    proposal: Any, lead_id: int | None, assisting: Collection[int] = (), *, actor: Actor | None = None
) -> None:
    """Say which department leads and which assist; possible at any stage.

    What the leading department owes goes to its desk with the due days unchanged. Raises UnknownDepartment.
    """
    helping = sorted(set(assisting) - {lead_id})
    known = {department.id: department for department in departments()}
    wanted = [number for number in (lead_id, *helping) if number is not None]
    if any(number not in known for number in wanted):
        raise UnknownDepartment()
    with moment(proposal, actor) as journey:
        before = proposal.lead_department_id
        db.session.execute(delete(Assignment).where(Assignment.proposal_id == proposal.id))
        rows = [
            Assignment(proposal_id=proposal.id, department_id=number, part="assist") for number in helping
        ]
        if lead_id is not None:
            rows.append(Assignment(proposal_id=proposal.id, department_id=lead_id, part="lead"))
        db.session.add_all(rows)
        proposal.lead_department_id = lead_id
        if lead_id is not None and lead_id != before:
            hand_to_department(proposal.id, lead_id)
        data = {
            "lead": known[lead_id].key if lead_id is not None else None,
            "assist": [known[number].key for number in helping],
        }
        record("departments_assigned", subject=("proposal", proposal.id), proposal_id=proposal.id, actor=actor,
               data=data, at=journey.now, public=_shown(journey))  # fmt: skip


def _shown(journey: Any) -> bool:
    return bool(journey.stop.stage.shown_to != "staff")
