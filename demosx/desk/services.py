"""What staff do at the desk beyond what the stages bring: notes, buttons, duties, the lead's right, mail."""

from collections.abc import Mapping
from typing import Any, Literal

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from ..core import clock, jobs
from ..core.db import db, lock
from ..core.errors import Conflict, InvalidInput, NotAllowed
from ..core.mail import Letter
from ..core.permissions import Actor
from ..core.seen import check_mark
from ..core.text import clean
from ..documents.queries import document
from ..duties.models import Duty
from ..duties.services import assign
from ..journey.people import role_for
from ..journey.travel import moment
from ..process.definition import Rule
from ..proposals.access import acting_as
from .models import StaffNote
from .queries.duties import candidates

LONGEST_NOTE = 5_000
ASSIGN = "duty:assign"


class NoteWrong(InvalidInput):
    """The note is empty or too long."""

    message = _l("Please write a note of at most %(longest)s characters.")


class DocumentWrong(InvalidInput):
    """The document is not one of this proposal's."""

    message = _l("Please choose one of the documents of this proposal.")


class DutyDone(Conflict):
    """The duty is not owed any more."""

    message = _l("This is done already, or not asked for any more.")


class NotTheirs(InvalidInput):
    """Somebody who does not owe a duty cannot be given it."""

    message = _l("Please choose one of the people whose duty this is.")


def add_note(proposal: Any, text: str, actor: Actor) -> StaffNote:
    """Leave a note for colleagues. It is never public, and in no history."""
    text = clean(text)
    if not 0 < len(text) <= LONGEST_NOTE:
        raise NoteWrong(longest=LONGEST_NOTE)
    note = StaffNote(proposal_id=proposal.id, account_id=actor.id, text=text, at=clock.now())
    db.session.add(note)
    db.session.flush()
    return note


def press(proposal: Any, rule_key: str, given: Mapping[str, str], actor: Actor) -> Rule:
    """Press a button of the process. A note that it needs becomes a staff note; a document must be there already.

    Raises Conflict where the button is not this person's now, Missing, DocumentWrong.
    """
    with moment(proposal, actor) as journey:
        rule = journey.press(rule_key, given)
        if "document" in rule.needs:
            check_document(proposal, given["document"])
        if "note" in rule.needs:
            add_note(proposal, given["note"], actor)
    return rule


def complete_duty(duty: Duty, given: Mapping[str, str], actor: Actor) -> None:
    """Say that something owed is done, where no outcome is asked for. What the proposer owes may come on paper: whoever
    runs the site completes it then. Raises NotAllowed for others."""
    with moment(duty.proposal, actor) as journey:
        if duty.closed_at is not None:
            raise DutyDone()
        role = completing_as(actor, duty)
        if not role:
            raise NotAllowed()
        spec = journey.process.duty(duty.name, journey.visit.stage)
        journey.complete(duty.name, None, given, role)
        if spec and "document" in spec.needs:
            check_document(duty.proposal, given["document"])
        if spec and "note" in spec.needs:
            add_note(duty.proposal, given["note"], actor)


def completing_as(actor: Actor, duty: Duty) -> str:
    """In which role somebody may say that a duty is done; empty if in none."""
    own = role_for(actor, duty)
    return own or (acting_as(actor, ASSIGN, duty.proposal) if "proposer" in duty.owners else "")


def withdraw_duty(duty: Duty, reason: str, actor: Actor) -> None:
    """Take back what was asked of somebody, with a public reason."""
    with moment(duty.proposal, actor) as journey:
        if duty.closed_at is not None:
            raise DutyDone()
        journey.withdraw_duty(duty.name, reason, acting_as(actor, "journey:override", duty.proposal))


def assignee_shown(duty: Duty) -> dict[str, object]:
    """What the form says of who works on a duty."""
    return {"assignee": duty.assignee_id}


def assign_duty(duty: Duty, account_id: int | None, actor: Actor, seen: str | None = None) -> None:
    """Say which person of the owning department or role works on a duty; nobody with None. `seen` is the mark of what
    was shown. Raises NotTheirs, or ChangedMeanwhile if somebody has changed it since."""
    lock(
        duty.proposal
    )  # first, as every change of a journey does: two orders of locking would wait for each other
    lock(duty)
    if duty.closed_at is not None:
        raise DutyDone()
    check_mark(seen, assignee_shown(duty))
    if account_id is not None and account_id not in {person.id for person in candidates(duty)}:
        raise NotTheirs()
    if duty.assignee_id != account_id:
        assign(duty, account_id, actor)


def override(
    proposal: Any, what: Literal["move", "end", "reopen"], target: str, reason: str, actor: Actor
) -> None:
    """Move, end or reopen a proposal outside of its rules, with a public reason."""
    with moment(proposal, actor) as journey:
        journey.force(what, target, reason)


def send_again(letter_id: int) -> None:
    """Let a letter that was given up be tried again at once. Raises Conflict where it was not given up."""
    tried = db.session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == "failed")
        .values(state="queued", attempts=0, not_before=clock.wall(), error="")
    )
    if tried.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict()


def do_again(job_id: int) -> None:
    """Let a job that could not be done be tried again at once. Raises Conflict where it did not fail."""
    if not jobs.again(job_id):
        raise Conflict()


def check_document(proposal: Any, number: str) -> None:
    """Raise DocumentWrong unless this is the number of one of the proposal's documents."""
    found = document(int(number)) if number.isascii() and number.isdecimal() and len(number) < 19 else None
    if found is None or found.proposal_id != proposal.id or found.withdrawn_at is not None:
        raise DocumentWrong()
