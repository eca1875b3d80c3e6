"""Deleting what has had its time: once a day for each kind, in batches, and written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, update

from ..core import clock
from ..core.db import db, insert, transaction
from ..core.i18n import local_day
from ..people.retention import BATCH, Retention, retentions
from .models import RetentionRun

MOST_BATCHES = 200
SHOWN_DAYS = 30


@dataclass(frozen=True)
class Kept:
    """One kind of data with its period, when it was last looked through, and how much went in the last month."""

    rule: Retention
    days: int
    last: date | None
    lately: int


def delete_old() -> int:
    """Look through every kind that was not looked through today; how many rows were deleted.

    Two rounds at once do each kind once: the row of the day belongs to whoever writes it.
    """
    return sum(_run(rule) for rule in retentions())


def overview() -> Sequence[Kept]:
    """Every kind, for whoever wants to know what is deleted when. One query."""
    since = local_day(clock.wall()) - timedelta(days=SHOWN_DAYS)
    lately = func.coalesce(func.sum(RetentionRun.n).filter(RetentionRun.day > since), 0)
    query = select(RetentionRun.kind, func.max(RetentionRun.day), lately).group_by(RetentionRun.kind)
    found: dict[str, Any] = {kind: (last, n) for kind, last, n in db.session.execute(query)}
    return [Kept(rule, rule.days(), *found.get(rule.name, (None, 0))) for rule in retentions()]


def _run(rule: Retention) -> int:
    days = rule.days()
    if days == 0 or not _claim(rule.name):
        return 0
    total = 0
    for _batch in range(MOST_BATCHES):
        with transaction():
            gone = rule.delete(days, BATCH)
            if gone:
                mine = (RetentionRun.kind == rule.name, RetentionRun.day == local_day(clock.wall()))
                db.session.execute(
                    update(RetentionRun)
                    .where(*mine)
                    .values(n=RetentionRun.n + gone)
                    .execution_options(synchronize_session=False)
                )
        total += gone
        if gone < BATCH:
            break
    return total


def _claim(kind: str) -> bool:
    """Whether this round is the one that looks through a kind today. Most rounds ask without writing."""
    day = local_day(clock.wall())
    if db.session.get(RetentionRun, (kind, day)) is not None:
        db.session.rollback()
        return False
    with transaction():
        row = insert(RetentionRun).values(kind=kind, day=day, at=clock.wall(), n=0)
        return db.session.scalar(row.on_conflict_do_nothing().returning(RetentionRun.kind)) is not None
