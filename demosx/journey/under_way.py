"""Proposals that are under way while rules change: from when on others hold for them, and what these would lose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, case, func, or_, select, update

from ..core.db import db
from ..duties.models import Duty
from ..process.changing import every_obstacle
from ..process.definition import Process

SHOWN = 5


@dataclass(frozen=True)
class Lost:
    """What new rules have no place for: `stage_gone`, `kind_changed` or `duty_gone`, with its key; how many proposals
    have it now, and the receipt numbers of some."""

    code: str
    key: str
    count: int
    numbers: tuple[str, ...] = ()


def schedule(key: str, at: datetime) -> int:
    """Let other rules hold from an instant on for every proposal of a process that is under way; how many these are.

    Nothing happens to them yet: the calendar or the next look lets each go over, dated to that instant. They are locked
    in the order of their numbers, as whoever locks several does.
    """
    one = _proposals()
    due = one.c.next_due_at
    concerned = (
        select(one.c.id)
        .where(one.c.process_key == key, one.c.ended_at.is_(None))
        .where(or_(one.c.rules_due_at.is_(None), one.c.rules_due_at > at))
        .order_by(one.c.id)
        .with_for_update()
        .cte("concerned")
    )
    statement = (
        update(one)
        .where(one.c.id.in_(select(concerned.c.id)))
        .values(rules_due_at=at, next_due_at=case((or_(due.is_(None), due > at), at), else_=due))
    )
    return int(db.session.connection().execute(statement).rowcount)


def versions_under_way(key: str) -> Mapping[int, int]:
    """How many proposals of a process are under way by each of its versions, by the version's number of row."""
    one = _proposals()
    query = select(one.c.version_id, func.count()).where(one.c.process_key == key, one.c.ended_at.is_(None))
    return {
        int(version): int(count) for version, count in db.session.execute(query.group_by(one.c.version_id))
    }


def lost_of(new: Process, held: Mapping[int, Process], later: bool) -> list[Lost]:
    """What new rules have no place for, of what proposals by the versions `held` have. `later`: they hold from a later
    day, until when a proposal may still come to have anything that its rules know."""
    found: dict[tuple[str, str], list[int]] = {}
    for version, old in held.items():
        for obstacle in every_obstacle(old, new):
            found.setdefault(obstacle, []).append(version)
    told = [_lost(code, key, versions) for (code, key), versions in found.items()]
    return [one for one in told if one.count or later]


def _lost(code: str, key: str, versions: Sequence[int]) -> Lost:
    one = _proposals()
    holds: Any = and_(one.c.version_id.in_(versions), one.c.ended_at.is_(None))
    if code == "duty_gone":
        owed = select(Duty.proposal_id).where(
            Duty.name == key, Duty.closed_at.is_(None), Duty.visit_number.is_(None)
        )
        holds = and_(holds, one.c.id.in_(owed))
    else:
        holds = and_(holds, one.c.stage == key)
    count = db.session.scalar(select(func.count()).select_from(one).where(holds)) or 0
    numbers = db.session.scalars(select(one.c.number).where(holds).order_by(one.c.id).limit(SHOWN))
    return Lost(code, key, count, tuple(numbers))


def _proposals() -> Table:
    """The table of what travels; its room stands above this one."""
    return db.metadata.tables["proposal"]
