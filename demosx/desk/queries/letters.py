"""How mail is doing."""

from dataclasses import dataclass

from sqlalchemy import func, literal, select, true
from sqlalchemy.orm import aliased, defer

from ...core.db import db
from ...core.jobs import Job
from ...core.mail import Letter
from ...core.paging import Order, Page, entities

NEWEST = Order("letters", (Letter.id,))
STATES = ("queued", "failed")


@dataclass(frozen=True)
class Outbox:
    """How many letters wait, how many of them after a failed attempt, and how many were given up."""

    waiting: int
    retrying: int
    failed: int


def outbox() -> Outbox:
    """The state of the outbox. Only what has not left is counted."""
    tried = Letter.attempts > 0
    query = select(Letter.state, tried, func.count()).where(Letter.state.in_(("queued", "sending", "failed")))
    counts = {
        (state, bool(was)): n for state, was, n in db.session.execute(query.group_by(Letter.state, tried))
    }
    failed = sum(n for (state, _was), n in counts.items() if state == "failed")
    return Outbox(sum(counts.values()) - failed, counts.get(("queued", True), 0), failed)


def letters(state: str, cursor: str | None) -> Page[Letter]:
    """A page of the letters that wait ("queued"), that were given up ("failed"), or of all ("").

    The newest first. Neither subjects nor texts are read: they may name what is hidden, and hold secret links.
    """
    query = select(Letter).options(defer(Letter.subject, raiseload=True), defer(Letter.body, raiseload=True))
    if state:
        query = query.where(Letter.state.in_(("queued", "sending") if state == "queued" else (state,)))
    return entities(query, NEWEST, cursor)


@dataclass(frozen=True)
class Work:
    """How many jobs wait or are under way, and those that could not be done, the latest first."""

    waiting: int
    failed: list[Job]


def work() -> Work:
    """How the jobs are doing, in one query: a few rows of those that failed, with the number of the others."""
    others = select(func.count()).select_from(Job).where(Job.state != "failed").scalar_subquery()
    failed = select(Job).where(Job.state == "failed").order_by(Job.id.desc()).limit(20).subquery()
    job = aliased(Job, failed)
    rows = db.session.execute(
        select(others, job).select_from(select(literal(1)).subquery()).outerjoin(failed, true())
    ).all()
    return Work(rows[0][0], [row[1] for row in rows if row[1] is not None])
