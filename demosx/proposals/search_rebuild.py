"""Indexing anew what is there already, in small transactions that hold nobody up, and that go on where they stopped.

What is still to be done stands in `proposal_search_progress`: a source's name, and the last id that is done.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from sqlalchemy import BigInteger, String, column, delete, func, insert, select, table, text, update

from ..core.db import db, transaction
from . import search_index
from .models import Proposal
from .search_index import ABOUT, KINDS, SAID, Source

PROPOSALS = "proposal"
BATCH = 200
TICK = 5.0
"""Seconds that a round of the ticker spends on it."""
_TABLE: Any = table("proposal_search_progress", column("source", String), column("done", BigInteger))
_KEYS = {
    ("sqlite", ABOUT): "rowid",
    ("sqlite", SAID): "rowid",
    ("postgresql", ABOUT): "proposal_id",
    ("postgresql", SAID): "id",
}
_PAGES = 200
"""So many of its pages SQLite merges at a time."""


@dataclass(frozen=True)
class Step:
    """That a source is indexed up to an id, and which is its last."""

    source: str
    done: int
    last: int


def begin() -> bool:
    """Say that everything is to be indexed anew. False where that has begun already, and goes on."""
    with transaction():
        if _unfinished():
            return False
        names = [PROPOSALS, *search_index.sources()]
        db.session.execute(insert(_TABLE), [{"source": name, "done": 0} for name in names])
    return True


def work() -> Iterator[Step]:
    """Do what is left, a batch in a transaction of its own at a time. Stopping in between loses nothing."""
    while True:
        with transaction():
            left = _unfinished()
            step = _batch(*left[0]) if left else None
        if step is None:
            return
        yield step
        if step.done >= step.last:
            _tidy(ABOUT if step.source == PROPOSALS else SAID)


def go_on() -> int:
    """What the ticker does of it in one round: how many batches."""
    until, done = monotonic() + TICK, 0
    for _step in work():
        done += 1
        if monotonic() > until:
            break
    return done


def _unfinished() -> Sequence[tuple[str, int]]:
    """What is left. Whoever asks first does it, the next one waits."""
    query = select(_TABLE.c.source, _TABLE.c.done).order_by(_TABLE.c.source.desc())
    return [(row[0], row[1]) for row in db.session.execute(query.with_for_update())]


def _batch(name: str, after: int) -> Step:
    if name != PROPOSALS and name not in search_index.sources():
        db.session.execute(delete(_TABLE).where(_TABLE.c.source == name))
        return Step(name, after, after)
    ids = list(_following(name)(after, BATCH))
    here = delete(_TABLE) if not ids else update(_TABLE).values(done=ids[-1])
    db.session.execute(here.where(_TABLE.c.source == name))
    _clear(name, after, ids[-1] if ids else None)
    if name == PROPOSALS:
        lock_proposals(ids)
        search_index.index_proposals(ids)
    elif ids:
        known = search_index.sources()[name]
        lock_proposals(said.proposal_id for said in known.readable(ids))
        search_index.index_said(name, ids)
    return Step(name, ids[-1] if ids else after, _last(name) if ids else after)


def lock_proposals(numbers: Any) -> None:
    """Let nobody change these, or what is said of them, until the transaction ends."""
    wanted = sorted(set(numbers))
    query = select(Proposal.id).where(Proposal.id.in_(wanted)).order_by(Proposal.id)
    db.session.execute(query.with_for_update()).all()


def _following(name: str) -> Callable[[int, int], Sequence[int]]:
    if name != PROPOSALS:
        return search_index.sources()[name].following

    def proposals(after: int, most: int) -> Sequence[int]:
        query = select(Proposal.id).where(Proposal.id > after).order_by(Proposal.id)
        return db.session.scalars(query.limit(most)).all()

    return proposals


def _last(name: str) -> int:
    if name == PROPOSALS:
        return db.session.scalar(select(func.max(Proposal.id))) or 0
    return search_index.sources()[name].last()


def _clear(name: str, after: int, last: int | None) -> None:
    """Take out what the index has of a source behind one id and up to another, also what is there no more."""
    holds = ABOUT if name == PROPOSALS else SAID
    known: Source | None = search_index.sources().get(name)
    times, number = (1, 0) if known is None else (KINDS, known.number)
    key: Any = column(_KEYS[search_index.dialect(), holds], BigInteger)
    gone = delete(table(holds, key)).where(key > after * times + number, key % times == number)
    if last is not None:
        gone = gone.where(key <= last * times + number)
    db.session.execute(gone)


def _tidy(name: str) -> None:
    """Let SQLite put together the many small parts of an index, a little at a time; PostgreSQL does so by itself."""
    if db.engine.dialect.name != "sqlite":
        return
    holds = table(name, column(name), column("rank"))
    merge = insert(holds).values({name: "merge", "rank": _PAGES})
    while True:
        with transaction():
            before = db.session.scalar(text("SELECT total_changes()"))
            db.session.execute(merge)
            after = db.session.scalar(text("SELECT total_changes()"))
        if (after or 0) - (before or 0) < 2:
            return
