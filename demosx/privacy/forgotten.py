"""The list of those who have left, beside the database: after an older copy of it is restored they are forgotten again.

`data/forgotten` has one line for each: the number, the day, whether the texts stay, and a mark by which the account is
known again. None of it tells who it was. The mark fits one account of one site alone, so that a list which lies beside
another database forgets nobody.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from ..core import clock
from ..core.db import db, empty_log, transaction
from ..core.i18n import local_day
from ..core.settings import site
from ..people.errors import LastAdmin
from ..people.models import Account
from ..people.services.leaving import KEPT, REMOVED, mark_of
from .errors import LeftAlready
from .leaving import forget_all, leave

FILE = "data/forgotten"
SETTLED = timedelta(minutes=1)
OVERLAP = timedelta(days=2)
CHECKED = "demosx_forgotten_checked"
MANY = 500


@dataclass(frozen=True)
class Line:
    """One person who has left."""

    number: int
    day: str
    texts: str
    mark: str


def keep_up() -> int:
    """Keep list and database in step, for the calendar's rounds; how many were forgotten or noted.

    Whether a backup has brought somebody back is looked up once, in the first round of a server.
    """
    again = 0
    if CHECKED not in current_app.extensions:
        current_app.extensions[CHECKED] = True
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().touch(mode=0o600)  # an empty list is in every backup, so that nobody waits for it
        again, refused = forget_again()
        if refused:
            current_app.logger.error(
                "%s people who have left are administrators again in the database", refused
            )
    done = again + note_all()
    if done:
        empty_log()
    return done


def note_all() -> int:
    """Add those who have left to the list; how many. A minute after they left each is forgotten once more, so that
    what they did at that very moment elsewhere goes as well."""
    listed = lines()
    known = {line.number for line in listed}
    query = select(Account.id).where(Account.left_at <= clock.wall() - SETTLED).order_by(Account.id)
    if listed:
        newest = datetime.fromisoformat(max(line.day for line in listed)).replace(tzinfo=UTC)
        query = query.where(Account.left_at >= newest - OVERLAP)
    new = [number for number in db.session.scalars(query) if number not in known]
    db.session.rollback()
    for number in new:
        with transaction():
            account = db.session.get_one(Account, number)
            line = _line_of(account)
            if line is not None:
                forget_all(number, line.texts == REMOVED)
        if line is not None:
            _append(line)
    return len(new)


def forget_again() -> tuple[int, int]:
    """Forget those on the list who are in the database again; how many, and how many could not be."""
    waiting = list(back_again())
    done = 0
    for line in waiting:
        try:
            with transaction():
                account = db.session.get_one(Account, line.number)
                leave(account, remove_texts=line.texts == REMOVED, tell=False)
        except (LastAdmin, LeftAlready):
            continue
        done += 1
    return done, len(waiting) - done


def back_again() -> Iterator[Line]:
    """Those on the list whose account is there as if they had not left."""
    listed = {line.number: line for line in lines()}
    numbers = sorted(listed)
    for first in range(0, len(numbers), MANY):
        query = select(Account.id, Account.created_at).where(
            Account.id.in_(numbers[first : first + MANY]), Account.left_at.is_(None)
        )
        for number, created_at in db.session.execute(query).all():
            if mark_of(number, created_at) == listed[number].mark:
                yield listed[number]


def lines() -> list[Line]:
    """The list, as far as it can be read; half a line at the end is none."""
    file = _file()
    if not file.exists():
        return []
    found = (line.split() for line in file.read_text(encoding="ascii").splitlines())
    return [Line(int(words[0]), *words[1:]) for words in found if len(words) == 4 and words[0].isdigit()]


def _line_of(account: Account) -> Line | None:
    left, _slash, rest = account.nickname_key.partition("/")
    texts, _slash, mark = rest.partition("/")
    if left != "left" or texts not in (KEPT, REMOVED) or account.left_at is None:
        return None
    return Line(account.id, local_day(account.left_at).isoformat(), texts, mark)


def _append(line: Line) -> None:
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as open_file:
        open_file.write(f"{line.number} {line.day} {line.texts} {line.mark}\n")
        open_file.flush()
        os.fsync(open_file.fileno())


def _file() -> Path:
    return site().folder / FILE
