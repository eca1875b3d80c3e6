"""Writing the agenda item, and saying which departments work on a proposal."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, select

from ...core.db import db, raising
from ...core.errors import ChangedMeanwhile, Conflict
from ...core.permissions import Actor
from ...core.seen import check_mark
from ...duties.services import departmental, hand_to
from ...journey.handing import hand_over
from ...journey.models import Assignment
from ...journey.travel import Journey, moment
from ...ledger.services import record
from ...people.models import Department
from ...people.queries import departments
from ...proposals.access import acting_as
from .errors import QuestionMissing, UnknownDepartment
from .models import AgendaItem
from .queries import item_of, offices_shown


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
    proposal: Any,
    lead_id: int | None,
    assisting: Collection[int] = (),
    *,
    actor: Actor | None = None,
    seen: str | None = None,
) -> None:
    """Say which department leads and which assist; possible at any stage. `seen` is the mark of what was shown: raises
    ChangedMeanwhile if somebody has changed it since.

    What is owed and waits for a department goes to the desk of the leading one with its due day unchanged. What the one
    before owed is handed over, and stops where the file says so. Raises UnknownDepartment.
    """
    helping = sorted(set(assisting) - {lead_id})
    known = {department.id: department for department in departments()}
    wanted = [number for number in (lead_id, *helping) if number is not None]
    if any(number not in known for number in wanted):
        raise UnknownDepartment()
    with moment(proposal, actor) as journey:
        check_mark(seen, offices_shown(proposal))
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
            _pass_on(journey, known[lead_id], before, helping)
        data = {
            "lead": known[lead_id].key if lead_id is not None else None,
            "assist": [known[number].key for number in helping],
        }
        record("departments_assigned", subject=("proposal", proposal.id), proposal_id=proposal.id, actor=actor,
               data=data, at=journey.now, public=_shown(journey))  # fmt: skip


def _pass_on(journey: Journey, lead: Department, before: int | None, helping: Collection[int]) -> None:
    """Let a department owe what waits for one, and what was owed by the one before or by one no longer at work."""
    proposal, actor = journey.proposal, journey.actor
    role = acting_as(actor, "proposal:assign", proposal) if actor else ""
    for duty in departmental(proposal.id):
        if duty.department_id is None:
            hand_to(duty, lead.id)
        elif duty.department_id != lead.id and (
            duty.department_id == before or duty.department_id not in helping
        ):
            hand_over(journey, duty, lead, role=role)


def move_lead(journey: Journey, office: Department) -> None:
    """Let another department be responsible for a proposal, and the one before go on assisting: for what belongs to the
    present stage and is handed over. Call it inside `moment()`."""
    proposal, before = journey.proposal, journey.proposal.lead_department_id
    work = {row.department_id: row for row in _at_work(proposal.id)}
    for number, part in ((before, "assist"), (office.id, "lead")):
        if number is None:
            continue
        if number in work:
            work[number].part = part
        else:
            db.session.add(Assignment(proposal_id=proposal.id, department_id=number, part=part))
    proposal.lead_department_id = office.id
    db.session.flush()


def _at_work(proposal_id: int) -> Sequence[Assignment]:
    query = select(Assignment).where(Assignment.proposal_id == proposal_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _shown(journey: Any) -> bool:
    return bool(journey.stop.stage.shown_to != "staff")
