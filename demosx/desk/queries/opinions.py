"""Opinions that somebody has reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ...core.db import db
from ...core.paging import Order, Page, limited, page, place
from ...opinions.models import Opinion, OpinionReport

MANY = 100
SIZE = 20
WAITING = Order("reports", (OpinionReport.at, OpinionReport.id), descending=False)


@dataclass(frozen=True)
class Reported:
    """An opinion with the reports on it that wait, the first one first."""

    opinion: Opinion
    reports: Sequence[OpinionReport]


def waiting() -> int:
    """How many reports wait, `MANY` at most."""
    some = select(OpinionReport.id).where(OpinionReport.handled_at.is_(None)).limit(MANY).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def reported(cursor: str | None) -> Page[Reported]:
    """A page of reported opinions, the one that waits longest first, each with all its waiting reports. Two queries."""
    earlier = (
        select(func.min(OpinionReport.id))
        .where(OpinionReport.handled_at.is_(None))
        .group_by(OpinionReport.opinion_id)
    )
    firsts = select(OpinionReport).where(OpinionReport.id.in_(earlier))
    at = place(WAITING, cursor)
    query = firsts.options(
        joinedload(OpinionReport.opinion).joinedload(Opinion.author),
        joinedload(OpinionReport.opinion).joinedload(Opinion.proposal),
    )
    rows = db.session.scalars(limited(query, WAITING, at, SIZE)).unique().all()
    found = page(rows, WAITING, at, lambda report: (report.at, report.id), SIZE)
    every = _waiting_on([report.opinion_id for report in found.items])
    return Page(
        [Reported(report.opinion, every[report.opinion_id]) for report in found.items], found.next, found.previous
    )


def _waiting_on(opinion_ids: Sequence[int]) -> dict[int, list[OpinionReport]]:
    found: dict[int, list[OpinionReport]] = {number: [] for number in opinion_ids}
    if not found:
        return found
    query = select(OpinionReport).where(
        OpinionReport.opinion_id.in_(found), OpinionReport.handled_at.is_(None)
    )
    for report in db.session.scalars(query.order_by(OpinionReport.id)):
        found[report.opinion_id].append(report)
    return found
