"""Writing down that a proposal has come to travel by other rules, or that these have no place for it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from ..core.db import db
from ..ledger.services import record
from ..process.changing import keeps_stage
from ..process.outlook import period
from ..process.state import State
from .models import Visit
from .rules import Change, calendar, process_of


def keep_rules(
    proposal: Any, visit: Visit, change: Change, lost: Collection[tuple[str, str]], at: datetime
) -> None:
    """Note that a proposal keeps its rules, since the new ones have no place for what it has."""
    record("rules_kept", proposal_id=proposal.id, subject=("visit", visit.id), at=at,
           data={**_versions(proposal, change), "lost": [list(one) for one in lost]})  # fmt: skip


def take_rules(proposal: Any, visit: Visit, change: Change, after: State) -> Mapping[str, Any]:
    """Let a proposal travel by other rules; the stays that are over remember those by which they were left. Gives what
    the history says of it: the two versions, and the last day of its period where that is another now."""
    said = _versions(proposal, change)
    old, new = process_of(proposal.version_id), process_of(change.version.id)
    left = visit.number if keeps_stage(old, new, visit.stage) else visit.number + 1
    db.session.execute(
        update(Visit)
        .where(Visit.proposal_id == proposal.id, Visit.version_id.is_(None), Visit.number < left)
        .values(version_id=proposal.version_id)
    )
    proposal.version_id = change.version.id
    db.session.flush()
    db.session.expire(proposal, ["version"])
    span, today = period(new, after, calendar()), calendar().day_of(after.settled_until)
    if after.visit.number == visit.number and span and span[1] != visit.ends_on and span[1] >= today:
        said["until"] = span[1].isoformat()
    return said


def _versions(proposal: Any, change: Change) -> dict[str, Any]:
    """The two versions, by their numbers and by their rows."""
    return {
        "before": proposal.version.number,
        "before_id": proposal.version_id,
        "number": change.version.number,
        "version_id": change.version.id,
    }
