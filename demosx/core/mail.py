"""Mail: letters are written in the transaction that causes them and leave afterwards, each once.

`post()` writes, `deliver()` sends. A server that is down delays a letter and never loses it. Other ways out, such as
web push, keep the same promises.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, bindparam, select, update

from . import clock
from .db import db, transaction
from .mail_transports import Gone, Refused, Unavailable
from .outbox import (
    MAIL,
    ByMail,
    Later,
    Letter,
    Made,
    Maker,
    Way,
    add_maker,
    add_way,
    link,
    message,
    path_to,
    post,
    post_later,
)
from .text import one_line

CLAIM = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
GIVE_UP = timedelta(days=5)
ADDRESS_KEPT = timedelta(days=1)
_WHOM = re.compile(r"[^\s<>@:;,()]+@[^\s<>@:;,()]+|\+?\d[\d -]{7,}\d")  # addresses, and telephone numbers
TOGETHER = 20  # letters that are claimed at once


@dataclass(frozen=True)
class Delivered:
    """How many letters a run has sent, put off, given up, and left unsent since there was nothing to say any more."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    dropped: int = 0


def deliver_all() -> None:
    """Send everything that is due."""
    while (run := deliver()) != Delivered():
        if run.sent + run.failed + run.dropped == 0:
            break


def deliver(limit: int = 100) -> Delivered:
    """Send up to `limit` letters that are due. A few are claimed together; each is marked in a transaction of its own.

    Several may run at once. When a server is out of reach the others that leave by it wait for the next run, so they
    wait no longer than they must. A letter that cannot be made keeps no other from leaving; what broke is raised at
    the end, all of it.
    """
    run = _Run(current_app.extensions.get("demosx_mail_ways", {MAIL: ByMail}))
    try:
        while (room := limit - run.tried) > 0 and run.has_more(min(room, TOGETHER)):
            run.send_next()
    finally:
        run.end()
    if run.broken:
        raise ExceptionGroup("not every letter could be made", run.broken)
    return Delivered(**run.counts)


class _Run:
    """One run of a deliverer: what it has claimed, the ways that it has opened, and what came of each letter.

    That a letter was sent is written down at once. What was not sent is written with the others of its batch: whoever
    is killed before has only delayed it.
    """

    def __init__(self, known: Mapping[str, Callable[[], Way]]) -> None:
        self.counts = {"sent": 0, "delayed": 0, "failed": 0, "dropped": 0}
        self.broken: list[Exception] = []
        self._known = known
        self._open: dict[str, Way] = {}
        self._away: set[str] = set()
        self._claimed: list[Letter] = []
        self._outcomes: list[dict[str, Any]] = []

    @property
    def tried(self) -> int:
        return sum(self.counts.values())

    def has_more(self, together: int) -> bool:
        """Whether there is a letter that can be sent now; a batch is claimed where none is held. Those of a way that is
        out of reach, and all where their claim gets old, are let go."""
        now = clock.wall()
        fresh = bool(self._claimed) and now - (self._claimed[0].claimed_at or now) < CLAIM / 2
        kept = [letter for letter in self._claimed if fresh and letter.way not in self._away]
        _release([letter for letter in self._claimed if letter not in kept])
        self._claimed = kept
        if not kept:
            self._write_down()
            self._claimed = _claim(self._away, together)
        return bool(self._claimed)

    def send_next(self) -> None:
        """Make the next letter and send it."""
        letter, broken = self._claimed.pop(0), self.broken
        try:
            made = make(letter)
            db.session.rollback()
            outcome, said = self._send(letter, made)
        except Exception as error:  # noqa: BLE001 — raised at the end of the run, with the others
            self._note(letter, "delayed", f"{type(error).__name__}: {error}")
            broken.append(error)
        else:
            self._note(letter, outcome, said)

    def _send(self, letter: Letter, made: Made | None) -> tuple[str, str]:
        """The outcome, and what was said."""
        if made is None or letter.way not in self._known:
            return "dropped", ""
        try:
            if letter.way not in self._open:
                self._open[letter.way] = self._known[letter.way]()
            self._open[letter.way].send(letter, made)
        except Gone as gone:
            return "dropped", str(gone)
        except Refused as refused:
            for_good = refused.for_good or clock.wall() - letter.created_at > GIVE_UP
            return "failed" if for_good else "delayed", str(refused)
        except Unavailable as out_of_reach:
            current_app.logger.warning(
                "%s cannot leave: %s", letter.way, without_addresses(str(out_of_reach))
            )
            self._away.add(letter.way)
            return "delayed", str(out_of_reach)
        return "sent", ""

    def _note(self, letter: Letter, outcome: str, error: str) -> None:
        self.counts[outcome] += 1
        self._outcomes.append(_outcome(letter, outcome, error))
        if outcome == "sent":
            self._write_down()

    def _write_down(self) -> None:
        if self._outcomes:
            with transaction():
                db.session.connection().execute(_marking(), self._outcomes)
            self._outcomes = []

    def end(self) -> None:
        """Write down what is left, let go of what was not tried, and close what was opened."""
        try:
            self._write_down()
            _release(self._claimed)
        finally:
            for way in self._open.values():
                way.close()


def _claim(away: Iterable[str] = (), many: int = 1) -> list[Letter]:
    """Take letters that are due, by ways that are open, so that nobody else does: `sending` since now. Up to `many`
    of those that wait, and as many that a deliverer left behind that has died."""
    now = clock.wall()
    waiting = and_(Letter.state == "queued", Letter.not_before <= now)
    left = and_(Letter.state == "sending", Letter.claimed_at < now - CLAIM)
    # Each of the two is read in the order of the index, however many wait: of both together all would be sorted.
    # By names of their own PostgreSQL runs them once. Within the condition it may run them for each row, and claim all.
    # They lock what they read: nobody changes it before it is claimed.
    first_few = _first(waiting, away, many).cte("first_few")
    left_behind = _first(left, away, many).cte("left_behind")
    mine = select(first_few.c.id).union_all(select(left_behind.c.id))
    with transaction():
        claimed = db.session.scalars(
            update(Letter)
            .where(Letter.id.in_(mine))
            .values(state="sending", claimed_at=now, attempts=Letter.attempts + 1)
            .returning(Letter)
            .execution_options(synchronize_session=False, populate_existing=True)
        ).all()
        for letter in claimed:
            db.session.expunge(letter)
    return sorted(claimed, key=lambda letter: (letter.not_before, letter.id))


def _first(which: ColumnElement[bool], away: Iterable[str], many: int) -> Select[Any]:
    """The numbers of the letters of a kind that have waited longest, but those that another deliverer looks at."""
    query = select(Letter.id).where(which, Letter.way.not_in(tuple(away)))
    return query.order_by(Letter.not_before, Letter.id).limit(many).with_for_update(skip_locked=True)


def _release(claimed: list[Letter]) -> None:
    """Let others have letters that were claimed and not tried."""
    if not claimed:
        return
    with transaction():
        for letter in claimed:
            db.session.execute(
                update(Letter)
                .where(Letter.id == letter.id, Letter.state == "sending", Letter.attempts == letter.attempts)
                .values(state="queued", attempts=Letter.attempts - 1)
                .execution_options(synchronize_session=False)
            )


def make(letter: Letter) -> Made | None:
    """What the letter says now; None where its maker has nothing to say, or its room is not there any more."""
    if not letter.maker:
        return Made(letter.to_address, letter.subject, letter.body, letter.headers)
    maker: Maker | None = current_app.extensions.get("demosx_makers", {}).get(letter.maker)
    return maker(letter) if maker is not None else None


def without_addresses(said: str) -> str:
    """What a server has said, without to whom: servers repeat addresses, and that a letter failed is kept long."""
    return _WHOM.sub("…", said)


def _outcome(letter: Letter, outcome: str, error: str = "") -> dict[str, Any]:
    """What is written down of a letter that was tried: the values of `_marking`."""
    now = clock.wall()
    sent, later = outcome == "sent", outcome == "delayed"
    return {
        "letter": letter.id, "claim": letter.attempts, "to_state": "queued" if later else outcome,
        "sent": now if sent else None, "emptied": "" if sent else letter.body,
        "reason": without_addresses(one_line(error))[:500],
        "next": now + wait_after(letter.attempts) if later else letter.not_before,
    }  # fmt: skip


@lru_cache
def _marking() -> Any:
    """How an outcome is written down, unless the claim was so old that another deliverer has taken the letter over."""
    table: Any = Letter.__table__
    mine = (
        table.c.id == bindparam("letter"),
        table.c.state == "sending",
        table.c.attempts == bindparam("claim"),
    )
    return table.update().where(*mine).values(
        state=bindparam("to_state"), sent_at=bindparam("sent"), body=bindparam("emptied"),
        error=bindparam("reason"), not_before=bindparam("next"),
    )  # fmt: skip


def forget_addresses() -> int:
    """Forget to whom letters went that left a day ago or before; how many there were. For the calendar's rounds."""
    gone = (Letter.state == "sent", Letter.to_address != "", Letter.sent_at <= clock.wall() - ADDRESS_KEPT)
    forgotten = update(Letter).where(*gone).values(to_address="").returning(Letter.id)
    with transaction():
        return len(db.session.execute(forgotten.execution_options(synchronize_session=False)).all())


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, then twice as long each time, six hours at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


__all__ = [
    "MAIL", "ByMail", "Delivered", "Later", "Letter", "Made", "add_maker", "add_way", "deliver", "deliver_all",
    "forget_addresses", "link", "make", "message", "path_to", "post", "post_later", "wait_after", "without_addresses",
]  # fmt: skip
