"""Objections (이의 제기): the author of a hidden opinion asks that somebody else looks at it once more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from ..core import clock
from ..core.db import db, insert, lock
from ..core.errors import InvalidInput
from ..core.permissions import Actor, Grant, Place, book
from ..core.settings import site
from ..core.text import clean
from ..journey.people import departments_of
from ..ledger.services import record
from .errors import AnotherDecides, DoneAlready, NotYours, ObjectedAlready, TooLate
from .models import Objection, Opinion
from .queries import grants_of_others

MODERATE = "opinion:moderate"
LONGEST = 3000


def until(opinion: Opinion) -> datetime | None:
    """Until when the author of a hidden opinion may object."""
    if opinion.hidden_at is None:
        return None
    return opinion.hidden_at + timedelta(days=site().moderation.objection_days)


def object_to(opinion: Opinion, text: str, *, actor: Actor) -> None:
    """Object to the hiding of one's own opinion, once for each time it was hidden; the same words sent twice are one.

    Raises NotYours, TooLate, InvalidInput without words, ObjectedAlready, or DoneAlready: shown again, or deleted.
    """
    text = clean(text)
    if not 0 < len(text) <= LONGEST:
        raise InvalidInput()
    if actor.id is None or opinion.account_id != actor.id:
        raise NotYours()
    lock(opinion.proposal)
    db.session.refresh(opinion)
    last, now = until(opinion), clock.now()
    if last is None or opinion.deleted_at is not None:
        raise DoneAlready()
    if now > last:
        raise TooLate()
    row = insert(Objection).values(
        opinion_id=opinion.id, hidden_at=opinion.hidden_at, account_id=actor.id, text=text, at=now, answer=""
    )
    if db.session.scalar(row.on_conflict_do_nothing().returning(Objection.id)) is None:
        if (before := objection_of(opinion)) is None or before.text != text:
            raise ObjectedAlready()
        return
    record(
        "opinion_objected", subject=("opinion", opinion.id), proposal_id=opinion.proposal_id, actor=actor,
        data={"opinion": opinion.id}, public=False,
    )  # fmt: skip


def objection_of(opinion: Opinion) -> Objection | None:
    """What the author has said against the present hiding; None before that."""
    query = select(Objection).where(
        Objection.opinion_id == opinion.id, Objection.hidden_at == opinion.hidden_at
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def waits(opinion: Opinion) -> bool:
    """Whether the author has objected to the present hiding, and nobody has decided."""
    found = objection_of(opinion)
    return found is not None and found.decided_at is None


def present(opinion: Opinion) -> Objection | None:
    """The objection that its author asks about: against the present hiding, or else the last one that was decided."""
    return objection_of(opinion) if opinion.hidden_at is not None else last_of(opinion.id)


def last_of(opinion_id: int) -> Objection | None:
    """The latest objection to a hiding of an opinion, decided or not."""
    query = select(Objection).where(Objection.opinion_id == opinion_id).order_by(Objection.id.desc())
    return db.session.scalars(query.limit(1).execution_options(populate_existing=True)).one_or_none()


def settle(opinion: Opinion, how: str, answer: str, actor: Actor, at: datetime) -> bool:
    """Note what came of the objection that waits; whether there was one."""
    decided = (
        update(Objection)
        .where(Objection.opinion_id == opinion.id, Objection.decided_at.is_(None))
        .values(decision=how, answer=answer, decided_by=actor.id, decided_at=at)
        .returning(Objection.id)
    )
    return bool(db.session.execute(decided.execution_options(synchronize_session=False)).all())


def withdraw(opinion_id: int) -> None:
    """Forget an objection that waits: its author has deleted the opinion."""
    gone = delete(Objection).where(Objection.opinion_id == opinion_id, Objection.decided_at.is_(None))
    db.session.execute(gone.execution_options(synchronize_session=False))


def require_another(opinion: Opinion, actor: Actor) -> None:
    """Raise AnotherDecides for whoever hid the opinion, where somebody else may decide on the objection."""
    if opinion.hidden_by is None or opinion.hidden_by != actor.id:
        return
    if another_may(others(actor), opinion, departments_of(opinion.proposal)):
        raise AnotherDecides()


def others(actor: Actor) -> Sequence[Grant]:
    """The grants by which others than this person may moderate. One query."""
    roles = [role for role, words in book().roles.items() if MODERATE in words]
    return grants_of_others(roles, actor.id)


def another_may(grants: Sequence[Grant], opinion: Opinion, departments: frozenset[int]) -> bool:
    """Whether one of these grants reaches an opinion's proposal."""
    proposal = opinion.proposal
    here = Place(departments, proposal.process_key, proposal.stage)
    return any(grant.reaches(here) for grant in grants)
