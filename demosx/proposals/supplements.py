"""Asking the proposers for a supplement (보완 요구): by a day, until which the clock stands still, and its answer.

Whatever the process file lets stop for a `supplement` is held from today up to that day: the time of a supplement is
not counted (Korea: 청원법 art. 9 (4), 민원 처리에 관한 법률 art. 19). An answer lets it run on at once. When the day
has passed the clock runs on by the calendar alone, so that it never matters when somebody notices; what is noted then
is dated to that midnight.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from ..core import clock
from ..core.db import db, raising, transaction
from ..core.errors import NotAllowed
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_in_prose
from ..core.settings import site
from ..core.text import clean
from ..journey.rules import calendar
from ..journey.travel import LONGEST_GIVEN, Journey, moment
from ..ledger.services import record
from ..process.definition import Process
from . import access, writing_queries
from .errors import (
    OverAlready,
    SupplementByDuty,
    SupplementOpen,
    SupplementOver,
    SupplementWrong,
)
from .models import Proposal
from .writing_models import Supplement

ASK = "proposal:ask_supplement"
REASON = "supplement"  # for what a process file lets a clock stop
LONGEST_DAYS = 180
BATCH = 200
ANSWERED, TAKEN_BACK, LAPSED, OVER = "answered", "taken_back", "lapsed", "over"


def asks_by_duty(process: Process) -> bool:
    """Whether the file has a duty for supplements, which is opened by its rules and stops the clock itself."""
    return REASON in process.duties


def ask(proposal: Proposal, question: str, due: date, *, actor: Actor) -> Supplement:
    """Ask the proposers for something by the end of `due`. The question is public.

    Raises SupplementWrong, SupplementOpen, SupplementByDuty, OverAlready, NotAllowed.
    """
    question = clean(question)
    refuse_in_prose(question)
    if not 0 < len(question) <= LONGEST_GIVEN:
        raise SupplementWrong(longest=LONGEST_GIVEN)
    with moment(proposal, actor) as journey:
        role = access.acting_as(actor, ASK, proposal)
        if not role:
            raise NotAllowed()
        _require_askable(proposal, journey)
        today = calendar().day_of(journey.now)
        if not today < due <= today + timedelta(days=LONGEST_DAYS):
            raise SupplementWrong(SupplementWrong.day, days=LONGEST_DAYS)
        open_now = writing_queries.open_supplement(proposal.id)
        if open_now is not None and not close_if_lapsed(open_now, proposal, today):
            raise SupplementOpen()
        made = Supplement(
            proposal_id=proposal.id, question=question, due_on=due, asked_by=actor.id, asked_at=journey.now
        )
        with raising(SupplementOpen()):
            db.session.add(made)
        made.paused = journey.hold(REASON, due, role=role)
        _note("supplement_asked", made, actor, role, reason=question, due=due.isoformat())
    return made


def answer(proposal: Proposal, supplement_id: int, text: str, *, actor: Actor) -> None:
    """Answer what is asked; the clock runs on. The answer is public.

    Raises SupplementWrong, SupplementOver, NotAllowed, OverAlready.
    """
    text = clean(text)
    refuse_in_prose(text)
    if not 0 < len(text) <= LONGEST_GIVEN:
        raise SupplementWrong(SupplementWrong.answer, longest=LONGEST_GIVEN)
    with moment(proposal, actor) as journey:
        if not access.proposes(actor, proposal):
            raise NotAllowed()
        asked = _open(proposal, supplement_id, journey)
        asked.answer, asked.answered_at, asked.answered_by = text, journey.now, actor.id
        _close(asked, ANSWERED, journey.now)
        if asked.paused:
            journey.release(REASON, role="proposer")
        _note("supplement_answered", asked, actor, "proposer")


def take_back(proposal: Proposal, supplement_id: int, reason: str, *, actor: Actor) -> None:
    """Ask for it no longer; the clock runs on. Raises SupplementOver, NotAllowed, OverAlready."""
    with moment(proposal, actor) as journey:
        role = access.acting_as(actor, ASK, proposal)
        if not role:
            raise NotAllowed()
        asked = _open(proposal, supplement_id, journey)
        _close(asked, TAKEN_BACK, journey.now)
        if asked.paused:
            journey.release(REASON, role=role)
        _note("supplement_taken_back", asked, actor, role, reason=clean(reason)[:LONGEST_GIVEN])


def has_lapsed(asked: Supplement, today: date) -> bool:
    """Whether the day of a request has passed without an answer, noted or not."""
    return asked.closed_as == LAPSED or (asked.closed_at is None and asked.due_on < today)


def close_if_lapsed(asked: Supplement, proposal: Proposal, today: date) -> bool:
    """Note that the day of an open request has passed, dated to that midnight. False where it has not."""
    if asked.closed_at is not None or not has_lapsed(asked, today):
        return False
    at = calendar().after(asked.due_on)
    if proposal.ended_at is not None and proposal.ended_at <= at:
        _close(asked, OVER, proposal.ended_at)
    else:
        _close(asked, LAPSED, at)
        _note("supplement_lapsed", asked, None, "", at=at, due=asked.due_on.isoformat())
    db.session.flush()
    return True


def note_lapsed(progress: Callable[[int], object] = lambda done: None) -> int:
    """Note every request whose day has passed, each in a transaction of its own; gives how many.

    One that cannot be noted does not keep the others waiting; what broke is raised at the end.
    """
    today, after, noted = clock.today(site().zone), 0, 0
    broken: list[Exception] = []
    while found := _lapsed(today, after):
        for number, proposal_id in found:
            try:
                noted += _note_lapsed(number, proposal_id, today)
            except Exception as error:  # noqa: BLE001 — raised below, with the others
                error.add_note(f"while a request to proposal {proposal_id} was noted as lapsed")
                broken.append(error)
            progress(1)
        after = found[-1][0]
    if broken:
        raise ExceptionGroup("some requests could not be noted as lapsed", broken)
    return noted


def _lapsed(today: date, after: int) -> Sequence[tuple[int, int]]:
    with transaction():
        return writing_queries.lapsed_supplements(today, after, BATCH)


def _note_lapsed(number: int, proposal_id: int, today: date) -> bool:
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        with moment(proposal):
            asked = writing_queries.open_supplement(proposal_id)
            return asked is not None and asked.id == number and close_if_lapsed(asked, proposal, today)


def _require_askable(proposal: Proposal, journey: Journey) -> None:
    if journey.state.ended:
        raise OverAlready()
    if asks_by_duty(journey.process):
        raise SupplementByDuty()
    if proposal.origin != "citizen" or proposal.archived or proposal.hidden_at is not None:
        raise NotAllowed()


def _open(proposal: Proposal, supplement_id: int, journey: Journey) -> Supplement:
    """A request that still waits for its answer, under the proposal's lock."""
    if journey.state.ended:
        raise OverAlready()
    asked = writing_queries.open_supplement(proposal.id)
    if asked is None or asked.id != supplement_id or has_lapsed(asked, calendar().day_of(journey.now)):
        raise SupplementOver()
    return asked


def _close(asked: Supplement, how: str, at: Any) -> None:
    asked.closed_at, asked.closed_as = at, how


def _note(
    verb: str,
    asked: Supplement,
    actor: Actor | None,
    role: str,
    reason: str = "",
    at: Any = None,
    **data: Any,
) -> None:
    proposal = db.session.get_one(Proposal, asked.proposal_id)
    record(
        verb, subject=("supplement", asked.id), proposal_id=asked.proposal_id, actor=actor, role=role, data=data,
        reason=reason, at=at, public=access.works_in_public(proposal),
    )  # fmt: skip
