"""Which rules come next for a proposal that is under way."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from ..core.db import db
from .models import ProcessVersion
from .rules import Change, begins


def hold(key: str) -> None:
    """Wait for whoever applies rules of a process just now, and let nobody apply any until this transaction ends.

    Whoever locks several proposals calls it first: rules are locked before proposals, so that nobody waits for ever.
    """
    rules = select(ProcessVersion.id).where(ProcessVersion.key == key).order_by(ProcessVersion.number)
    db.session.execute(rules.with_for_update(read=True))


def next_change(key: str, number: int, since: datetime | None = None) -> Change | None:
    """The next rules after a version of this number that hold for what is under way too, from `since` or later; None if
    there are none.

    In the order in which they were applied: where a later one holds sooner, the ones before it are skipped.
    """
    query = select(ProcessVersion).where(
        ProcessVersion.key == key, ProcessVersion.number > number, ProcessVersion.applies_to == "all"
    )
    query = query.options(defer(ProcessVersion.source)).order_by(ProcessVersion.number)
    changes = [begins(version) for version in db.session.scalars(query)]
    due = [change for change in changes if since is None or change.at >= since]
    return min(due, key=lambda change: (change.at, -change.version.number), default=None)
