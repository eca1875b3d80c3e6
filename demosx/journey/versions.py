"""Versions of rules: from when each holds, and which come next for a proposal that is under way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..core.db import db
from .models import ProcessVersion
from .rules import calendar


@dataclass(frozen=True)
class Change:
    """Rules that hold for what is under way too, from the instant `at` on. `by_deadline`: a day has come, so that is
    midnight."""

    version: ProcessVersion
    at: datetime
    by_deadline: bool


def begins(version: ProcessVersion) -> Change:
    """From when a version holds: its `effective` day, or from being applied if that is later; never backwards."""
    days = calendar()
    if version.effective_on > days.day_of(version.applied_at):
        return Change(version, days.midnight(version.effective_on), by_deadline=True)
    return Change(version, version.applied_at, by_deadline=False)


def next_change(key: str, number: int) -> Change | None:
    """The next rules after a version of this number that hold for what is under way too; None if there are none.

    In the order in which they were applied: where a later one holds sooner, the ones before it are skipped.
    """
    query = select(ProcessVersion).where(
        ProcessVersion.key == key, ProcessVersion.number > number, ProcessVersion.applies_to == "all"
    )
    changes = [begins(version) for version in db.session.scalars(query.order_by(ProcessVersion.number))]
    return min(changes, key=lambda change: (change.at, -change.version.number), default=None)
