"""Hints: what the machine noticed in opinions, for those who look at the queue. They hide and hold up nothing."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from ..core.db import db, insert
from ..core.settings import site
from .models import Opinion, OpinionHint
from .noticing import noticed, squeezed

WHILE = timedelta(hours=1)
OFTEN = 3  # times the same text within WHILE
LONG_ENOUGH = 20  # letters from which on the same text of several people is no coincidence


def notice(opinion: Opinion, now: datetime) -> None:
    """Write down what there is to notice in an opinion as it stands; what is there no more waits no more."""
    settings = site().moderation
    found = noticed(opinion.text, settings.words, settings.links)
    if _repeated(opinion, now):
        found.add("repeated")
    gone = delete(OpinionHint).where(
        OpinionHint.opinion_id == opinion.id, OpinionHint.handled_at.is_(None), OpinionHint.why.not_in(found)
    )
    db.session.execute(gone.execution_options(synchronize_session=False))
    again = {"at": now, "handled_at": None, "handled_by": None}
    for why in sorted(found):
        row = insert(OpinionHint).values(opinion_id=opinion.id, why=why, **again)
        db.session.execute(row.on_conflict_do_update(index_elements=["opinion_id", "why"], set_=again))


def settle(opinion_id: int, by: int | None, at: datetime) -> None:
    """Mark the waiting hints of an opinion as looked at."""
    db.session.execute(
        update(OpinionHint)
        .where(OpinionHint.opinion_id == opinion_id, OpinionHint.handled_at.is_(None))
        .values(handled_at=at, handled_by=by)
        .execution_options(synchronize_session=False)
    )


def _repeated(opinion: Opinion, now: datetime) -> bool:
    """Whether somebody has said the same several times in an hour, or several people the same here."""
    text = squeezed(opinion.text)
    own = select(Opinion.text).where(
        Opinion.account_id == opinion.account_id,
        Opinion.created_at > now - WHILE,
        Opinion.deleted_at.is_(None),
    )
    if sum(squeezed(said) == text for said in db.session.scalars(own)) >= OFTEN:
        return True
    if len(text) < LONG_ENOUGH:
        return False
    here = select(func.count(Opinion.id)).where(
        Opinion.proposal_id == opinion.proposal_id, Opinion.thread == opinion.thread,
        Opinion.shown.in_([True, False]), Opinion.created_at > now - WHILE, Opinion.text == opinion.text,
        Opinion.deleted_at.is_(None),
    )  # fmt: skip
    return (db.session.scalar(here) or 0) >= OFTEN
