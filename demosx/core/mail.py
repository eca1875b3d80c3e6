"""Mail: letters are written in the transaction that causes them and leave afterwards, each once.

`post()` writes, `deliver()` sends. A server that is down delays a letter and never loses it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import CheckConstraint, Index, String, Text, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import BigId, Model, db, only, transaction
from .mail_transports import Refused, Transport, Unavailable, transport
from .security import keyed
from .settings import named, site
from .text import one_line

CLAIM = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
GIVE_UP = timedelta(days=5)
ADDRESS_KEPT = timedelta(days=1)


class Letter(Model):
    """One message in plain text. `key` says what it is about: the same key is the same letter and goes out once.

    `sending` is a claim of one deliverer; a claim that is too old was left by one that died. A sent letter keeps its
    subject only: its text may hold a link that still works, and whose it was is forgotten by `forget_addresses()`.
    """

    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name="state_known"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_when"),
        CheckConstraint("state <> 'sending' OR claimed_at IS NOT NULL", name="claimed_when"),
        CheckConstraint("state <> 'sent' OR body = ''", name="sent_is_emptied"),
        Index("ix_letter_state", "state", "not_before", "id"),
        Index("ix_letter_addressed", "sent_at", **only("state = 'sent' AND to_address <> ''")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class Delivered:
    """How many letters a run has sent, put off, and given up."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0


def link(endpoint: str, **values: object) -> str:
    """A full address on this site, from its configuration alone: what a request says of its host is not believed."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return site().address + path


def post(to: str, subject: str, body: str, key: str | None = None) -> None:
    """Write a letter in the current transaction. One with a `key` that was used before is not written again."""
    now = clock.wall()
    values = {
        "key": key,
        "to_address": to,
        "subject": one_line(subject)[:300],
        "body": body,
        "state": "queued",
        "attempts": 0,
        "not_before": now,
        "created_at": now,
        "error": "",
    }
    insert = insert_sqlite if db.session.get_bind().dialect.name == "sqlite" else insert_postgresql
    db.session.execute(insert(Letter).values(values).on_conflict_do_nothing(index_elements=["key"]))


def deliver(limit: int = 100) -> Delivered:
    """Send up to `limit` letters that are due. Each is claimed and marked in transactions of its own.

    Several may run at once. When the server is out of reach the run ends, so the others wait no longer than they must.
    """
    counts = {"sent": 0, "delayed": 0, "failed": 0}
    way: Transport | None = None
    try:
        while sum(counts.values()) < limit:
            letter = _claim()
            if letter is None:
                break
            way = way or transport()
            outcome, reached = _send(way, letter)
            counts[outcome] += 1
            if not reached:
                break
    finally:
        if way is not None:
            way.close()
    return Delivered(**counts)


def _claim() -> Letter | None:
    now = clock.wall()
    due = or_(
        and_(Letter.state == "queued", Letter.not_before <= now),
        and_(Letter.state == "sending", Letter.claimed_at < now - CLAIM),
    )
    first = select(Letter.id).where(due).order_by(Letter.not_before, Letter.id).limit(1)
    with transaction():
        claimed = db.session.scalar(
            update(Letter)
            .where(Letter.id == first.with_for_update(skip_locked=True).scalar_subquery(), due)
            .values(state="sending", claimed_at=now, attempts=Letter.attempts + 1)
            .returning(Letter)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        if claimed is not None:
            db.session.expunge(claimed)
    return claimed


def _send(way: Transport, letter: Letter) -> tuple[str, bool]:
    """The outcome, and whether the server could be reached."""
    now = clock.wall()
    try:
        way.send(message(letter), letter.to_address)
    except Refused as refused:
        if refused.for_good or now - letter.created_at > GIVE_UP:
            return _mark(letter, "failed", str(refused)), True
        return _mark(letter, "delayed", str(refused)), True
    except Unavailable as away:
        current_app.logger.warning("mail cannot leave: %s", away)
        return _mark(letter, "delayed", str(away)), False
    return _mark(letter, "sent"), True


def _mark(letter: Letter, outcome: str, error: str = "") -> str:
    """Write down the outcome, unless the claim was so old that another deliverer has taken it over."""
    now = clock.wall()
    change: dict[str, object] = {"error": one_line(error)[:500]}
    if outcome == "sent":
        change |= {"state": "sent", "sent_at": now, "body": ""}
    elif outcome == "failed":
        change |= {"state": "failed"}
    else:
        change |= {"state": "queued", "not_before": now + wait_after(letter.attempts)}
    with transaction():
        db.session.execute(
            update(Letter)
            .where(Letter.id == letter.id, Letter.state == "sending", Letter.attempts == letter.attempts)
            .values(change)
            .execution_options(synchronize_session=False)
        )
    return outcome


def forget_addresses() -> int:
    """Forget to whom letters went that left a day ago or before; how many there were. For the calendar's rounds."""
    gone = (Letter.state == "sent", Letter.to_address != "", Letter.sent_at <= clock.wall() - ADDRESS_KEPT)
    forgotten = update(Letter).where(*gone).values(to_address="").returning(Letter.id)
    with transaction():
        return len(db.session.execute(forgotten.execution_options(synchronize_session=False)).all())


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, then twice as long each time, six hours at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def message(letter: Letter) -> EmailMessage:
    """The message of a letter: the same one, with the same Message-ID, however often it is tried."""
    host = urlsplit(site().address).hostname or "localhost"
    made = EmailMessage()
    made["From"] = formataddr(
        (named(site().name, site().languages[0]), site().mail.sender or f"no-reply@{host}")
    )
    made["To"] = letter.to_address
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(letter.created_at)
    made["Message-ID"] = f"<letter-{letter.id}.{keyed('letter', letter.id)[:16]}@{host}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body, cte="8bit" if letter.body.isascii() else "base64")
    return made
