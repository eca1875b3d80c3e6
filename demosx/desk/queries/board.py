"""Where everything stands: for each stage of each process the proposals that are in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import defer, joinedload

from ...core.db import db
from ...core.paging import Order, Page, limited, page, place
from ...core.permissions import Actor
from ...journey.models import ProcessVersion, Visit
from ...journey.rules import current_versions, process_of
from ...process.definition import Process, Stage
from ...proposals.models import Proposal
from ..access import roles_at, seen_at

IN_COLUMN = 6
SIZE = 30
CLOSING = Order("closing", (Proposal.closes_on, Proposal.id), descending=False)
ENDLESS = Order("endless", (Proposal.id,), descending=False)


@dataclass(frozen=True)
class Narrowing:
    """What the board is narrowed down to; empty values do not narrow."""

    process: str = ""
    area: str = ""
    department_id: int | None = None


@dataclass
class Column:
    """One stage of one process. `more`: there are others than the first `proposals`."""

    process: Process
    stage: Stage
    present: bool = True
    proposals: list[Proposal] = field(default_factory=list)
    more: bool = False


def columns() -> list[Column]:
    """The stages in which proposals can be: those of the present versions, then those of earlier ones alone."""
    found = [Column(process, stage) for process in processes() for stage in process.stages.values()]
    known = {(column.process.key, column.stage.key) for column in found}
    rows = db.session.execute(
        select(ProcessVersion.id, ProcessVersion.key).order_by(ProcessVersion.id.desc())
    )
    for version_id, key in rows.all():
        earlier = process_of(version_id)
        for stage in earlier.stages.values():
            if (key, stage.key) not in known:
                known.add((key, stage.key))
                found.append(Column(earlier, stage, present=False))
    return found


def filled(actor: Actor, everything: Sequence[Column], narrowing: Narrowing) -> list[Column]:
    """The board: each column with its first proposals, those without a last day first. One query."""
    board = [c for c in everything if not narrowing.process or c.process.key == narrowing.process]
    if not board:
        return []
    branches = []
    for number, column in enumerate(board):
        for endless, order in ((True, ENDLESS), (False, CLOSING)):
            conditions = _conditions(actor, column, narrowing, endless)
            rows: Any = select(Proposal.id, literal(number).label("number")).where(*conditions)
            branches.append(limited(_by_index(rows, endless), order, None, IN_COLUMN).subquery())
    union = union_all(*(select(branch.c.id, branch.c.number) for branch in branches)).subquery()
    query = _rows().add_columns(union.c.number).join(union, union.c.id == Proposal.id)
    for proposal, number in db.session.execute(query).unique():
        board[number].proposals.append(proposal)
    for column in board:
        column.proposals.sort(key=lambda p: (p.closes_on is not None, p.closes_on, p.id))
        column.more = len(column.proposals) > IN_COLUMN
        del column.proposals[IN_COLUMN:]
    return [column for column in board if column.present or column.proposals]


def processes() -> list[Process]:
    """The processes by which what is filed today travels. One query."""
    return [process_of(version.id) for version in current_versions().values()]


def to_open(actor: Actor, present: Sequence[Process]) -> list[Proposal]:
    """What waits for this person, among others, to set its first day. One query."""
    stages = [
        Column(process, stage)
        for process in present
        for stage in process.stages.values()
        if roles_at(actor, process.key, stage.key) & set(stage.opened_by)
    ]
    if not stages:
        return []
    waiting = or_(*(and_(*_conditions(actor, column, Narrowing(), endless=True)) for column in stages))
    query = _rows().join(Visit, (Visit.proposal_id == Proposal.id) & (Visit.number == Proposal.visit_number))
    query = query.where(waiting, Visit.starts_on.is_(None)).order_by(Proposal.id).limit(SIZE)
    return list(db.session.scalars(query).unique())


def in_stage(
    actor: Actor, column: Column, narrowing: Narrowing, endless: bool, cursor: str | None
) -> Page[Proposal]:
    """A page of one column: those without a last day by number, the others by it."""
    order = ENDLESS if endless else CLOSING
    at = place(order, cursor)
    query = _by_index(_rows().where(*_conditions(actor, column, narrowing, endless)), endless)
    rows = db.session.scalars(limited(query, order, at, SIZE)).unique().all()
    return page(rows, order, at, lambda p: tuple(getattr(p, c.key) for c in order.columns), SIZE)


def _by_index(query: Select[Any], endless: bool) -> Select[Any]:
    """Those without a last day are in order of it as well, since they have none: said so, PostgreSQL takes the index of
    the board instead of looking through all proposals by number."""
    return query.order_by(Proposal.closes_on) if endless else query


def _conditions(
    actor: Actor, column: Column, narrowing: Narrowing, endless: bool
) -> list[ColumnElement[bool]]:
    found = [
        Proposal.ended_at.is_(None),
        Proposal.process_key == column.process.key,
        Proposal.stage == column.stage.key,
        Proposal.closes_on.is_(None) if endless else Proposal.closes_on.is_not(None),
        seen_at(actor, column.stage),
    ]
    if narrowing.area:
        found.append(Proposal.area == narrowing.area)
    if narrowing.department_id is not None:
        found.append(Proposal.lead_department_id == narrowing.department_id)
    return found


def _rows() -> Select[Any]:
    return select(Proposal).options(
        joinedload(Proposal.lead_department), defer(Proposal.text, raiseload=True), defer(Proposal.memory)
    )


def ids_of(board: Sequence[Column]) -> list[int]:
    """The numbers of every proposal on a board."""
    return [proposal.id for column in board for proposal in column.proposals]
