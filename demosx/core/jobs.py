"""Jobs: what is done after the transaction that asks for it, soon, once, whatever is killed in between.

A job is a row, written in the transaction that asks for it; `core.job_queue` carries only its number to whoever works.
The row is the truth: a number that gets lost is found again by the sweep, and one that arrives twice is run once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app
from sqlalchemy import CheckConstraint, Index, String, Text, delete, event, exists, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from . import clock
from .db import BigId, Model, db, insert, only, transaction
from .text import one_line

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
log = logging.getLogger("demosx.jobs")
Work = TypeVar("Work", bound=Callable[..., None])
Carry = Callable[[list[str]], None]


class Job(Model):
    """Something to do. Of those that wait, a `key` is there once. A job that is done is no row any more.

    `due_at`: before it a waiting job is left alone; of a running one, until when whoever took it has it for itself.
    What took a job and was killed leaves it behind, and it is due again at that moment. `attempts` tells the takers
    apart. A `failed` one has been tried as often as its task says and waits for somebody to look.
    """

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'failed')", name="state_known"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("uq_job_waiting_key", "key", unique=True, **only("state = 'waiting'")),
        Index("ix_job_due", "due_at", "id", **only("state <> 'failed'")),
        Index("ix_job_failed", "id", **only("state = 'failed'")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str | None] = mapped_column(String(200))
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class Task:
    """What a name means: the function, how often it is tried, and how long one run may take at most."""

    work: Callable[..., None]
    tries: int
    within: timedelta


@dataclass(frozen=True)
class Taken:
    """A job that this process has for itself."""

    id: int
    name: str
    key: str | None
    args: dict[str, Any]
    attempts: int


class Overtaken(Exception):
    """A run took longer than its task allows, and somebody else has the job by now. Nothing of it is kept."""


_tasks: dict[str, Task] = {}
_nudged: dict[str, Callable[[], object]] = {}


def task(name: str, *, tries: int = 12, within: timedelta = timedelta(minutes=5)) -> Callable[[Work], Work]:
    """Declare what the jobs of a name do: `@task("notices")`.

    The function is called with the arguments of the job, in a transaction of its own, in which the job also ends: what
    it writes is written once. Where it raises, all of it is undone and tried again later, `tries` times in all.
    On SQLite nobody else writes meanwhile: what takes long does a part and asks for the next.
    """

    def declare(work: Work) -> Work:
        known = _tasks.get(name)
        if known is not None and known.work.__qualname__ != work.__qualname__:
            raise ValueError(f"two tasks are called {name}")
        _tasks[name] = Task(work, tries, within)
        return work

    return declare


def enqueue(name: str, key: str | None = None, *, wait: timedelta = timedelta(), **args: Any) -> int | None:
    """Ask for a job in the current transaction, after `wait`; its number. One with a `key` that already waits is not
    asked for again, and has none.

    `args` are numbers and words that JSON can hold, never objects or personal data. Two transactions that ask for the
    same key at once wait for each other, so a key should belong to a row that is locked anyway.
    """
    if name not in _tasks:
        raise ValueError(f"no task is called {name}")
    now = clock.wall()
    row = insert(Job).values(
        name=name,
        key=key,
        args=args,
        state="waiting",
        attempts=0,
        due_at=now + wait,
        created_at=now,
        error="",
    )
    number: int | None = db.session.scalar(row.on_conflict_do_nothing().returning(Job.id))
    if number is not None and not wait:
        _carry_later(str(number))
    return number


def nudge(name: str) -> None:
    """Ask for a part of the tick to be done right after the current transaction instead of at the next round.

    Nothing is written: what there is to do is in rows already, and the next round does what a lost nudge has missed.
    """
    _carry_later(f"nudge:{name}")


def on_nudge(name: str, part: Callable[[], object]) -> None:
    """Say what a nudge of this name does, in transactions of its own. It must be safe to run at once in several."""
    _nudged[name] = part


def run(what: str) -> bool:
    """Do what was carried: the job of this number, if it is due and nobody else has it, or a nudge. Whether it ran."""
    if what.startswith("nudge:"):
        part = _nudged.get(what.removeprefix("nudge:"))
        if part is not None:
            part()
        return part is not None
    taken = _take(Job.id == int(what))
    if taken is not None:
        _do(taken)
    return taken is not None


def run_due(limit: int = 1000) -> int:
    """Do up to `limit` jobs that are due, also those that they ask for in turn. How many were done.

    One that breaks does not keep the others from their turn; what broke is raised at the end, all of it.
    """
    done = 0
    broken: list[Exception] = []
    while done + len(broken) < limit:
        taken = _take()
        if taken is None:
            break
        try:
            _do(taken)
            done += 1
        except Exception as error:  # noqa: BLE001 — raised below, with the others
            broken.append(error)
    if broken:
        raise ExceptionGroup("not every job could be done", broken)
    return done


def due(limit: int) -> list[str]:
    """The numbers of jobs that are due, those that wait longest first."""
    query = select(Job.id).where(*_due(clock.wall())).order_by(Job.due_at, Job.id).limit(limit)
    return [str(number) for number in db.session.scalars(query)]


def again(job_id: int) -> bool:
    """Try a failed job again, as if it were new. False if it has not failed."""
    now = clock.wall()
    change = update(Job).where(Job.id == job_id, Job.state == "failed").values(
        state="waiting", attempts=0, due_at=now
    )  # fmt: skip
    found = db.session.scalar(change.returning(Job.id).execution_options(synchronize_session=False))
    if found is not None:
        _carry_later(str(job_id))
    return found is not None


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a quarter of a minute, then twice as long each time, an hour at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def init_app(app: Flask, carry: Carry) -> None:
    """Let an application's jobs be carried by `carry` once what asked for them is committed."""
    app.extensions["demosx_carry"] = carry
    if not event.contains(Session, "after_commit", _committed):
        event.listen(Session, "after_commit", _committed)
        event.listen(Session, "after_soft_rollback", _rolled_back)


def _due(now: datetime) -> tuple[Any, ...]:
    return (Job.state != "failed", Job.due_at <= now)


def _take(which: Any = None) -> Taken | None:
    """Take a job that is due: the one that is meant, else the one that waits longest. Only one can take it."""
    now = clock.wall()
    first = (
        select(Job.id, Job.name, Job.state, Job.attempts)
        .where(*_due(now))
        .order_by(Job.due_at, Job.id)
        .limit(1)
    )
    if which is not None:
        first = first.where(which)
    with transaction():
        found = db.session.execute(first.with_for_update(skip_locked=True)).first()
        while found is not None and _is_spent(found):
            _fail(found.id, "it was begun as often as it may be, and its process ended each time")
            found = db.session.execute(first.with_for_update(skip_locked=True)).first()
        if found is None:
            return None
        within = _tasks[found.name].within if found.name in _tasks else LONGEST_WAIT
        row = db.session.execute(
            update(Job)
            .where(Job.id == found.id, *_due(now))
            .values(state="running", attempts=Job.attempts + 1, due_at=now + within)
            .returning(Job.id, Job.name, Job.key, Job.args, Job.attempts)
            .execution_options(synchronize_session=False)
        ).first()
    return Taken(row.id, row.name, row.key, row.args, row.attempts) if row is not None else None


def _is_spent(found: Any) -> bool:
    """Whether a job that is due again was begun as often as its task is tried, and never came to write down what broke:
    it has ended its process, and would end the next one's too."""
    return found.state == "running" and found.name in _tasks and found.attempts >= _tasks[found.name].tries


def _fail(job_id: int, error: str) -> None:
    change = update(Job).where(Job.id == job_id).values(state="failed", error=error)
    db.session.execute(change.execution_options(synchronize_session=False))


def _do(taken: Taken) -> None:
    """Run a job that was taken, and end it in the same transaction. What breaks is written down, and raised."""
    known = _tasks.get(taken.name)
    if known is None:
        _put_back(taken, f"no task is called {taken.name}", tries=0)
        return
    try:
        with transaction():
            known.work(**taken.args)
            db.session.flush()
            _end(taken)
    except Overtaken:
        log.warning("job %s (%s) took longer than it may and is left to who has it now", taken.id, taken.name)
    except Exception as broken:
        _put_back(taken, f"{type(broken).__name__}: {broken}", known.tries)
        raise


def _mine(taken: Taken) -> tuple[Any, ...]:
    return (Job.id == taken.id, Job.state == "running", Job.attempts == taken.attempts)


def _end(taken: Taken) -> None:
    gone = delete(Job).where(*_mine(taken)).returning(Job.id)
    if db.session.scalar(gone.execution_options(synchronize_session=False)) is None:
        raise Overtaken()


def _put_back(taken: Taken, error: str, tries: int) -> None:
    """Let a job that broke wait for its next attempt, or for somebody to look. Where another one with its key waits
    already, that one is enough."""
    now = clock.wall()
    finished = taken.attempts >= tries
    with transaction():
        other = aliased(Job)
        twin = exists().where(other.key == taken.key, other.state == "waiting", other.id != taken.id)
        if not finished and taken.key is not None and db.session.scalar(select(twin)):
            db.session.execute(delete(Job).where(*_mine(taken)))
            return
        change = {
            "state": "failed" if finished else "waiting",
            "due_at": now + wait_after(taken.attempts),
            "error": one_line(error)[:500],
        }
        db.session.execute(
            update(Job).where(*_mine(taken)).values(change).execution_options(synchronize_session=False)
        )


def _carry_later(what: str) -> None:
    """Remember what is to be carried once the transaction is committed."""
    asked = db.session().info.setdefault("demosx_jobs", [])
    if what not in asked[-8:]:
        asked.append(what)


def _committed(session: Session) -> None:
    asked = session.info.get("demosx_jobs")
    if not asked or session.in_nested_transaction():
        return
    session.info["demosx_jobs"] = []
    carry: Carry | None = current_app.extensions.get("demosx_carry")
    if carry is not None:
        carry(asked)


def _rolled_back(session: Session, previous: Any) -> None:
    if not previous.nested:
        session.info.pop("demosx_jobs", None)
