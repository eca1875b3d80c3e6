"""The outbox: letters that wait to leave, written in the transaction that causes them, and what they are made of.

`core.mail` sends them. A letter says by which way it leaves; rooms add ways with `add_way()`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, jobs
from .db import BigId, Model, db, insert, only
from .mail_transports import Transport, transport
from .security import keyed
from .settings import named, site
from .text import one_line

MAIL = "mail"


class Letter(Model):
    """One message in plain text. `key` says what it is about: the same key is the same letter and goes out once.

    One with a `maker` has no text yet: it is made from `args` when it leaves, so that it says what is true and may be
    said then; where nothing is left to say it is `dropped`. `way` is how it leaves.

    `sending` is a claim of one deliverer; a claim that is too old was left by one that died. A sent letter keeps its
    subject only: its text may hold a link that still works, and whose it was is forgotten by `forget_addresses()`.
    `about_id` is the number of the account that it is about, wherever it goes, so that it goes with the account.
    """

    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed', 'dropped')", name="state_known"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_when"),
        CheckConstraint("state <> 'sending' OR claimed_at IS NOT NULL", name="claimed_when"),
        CheckConstraint("state <> 'sent' OR body = ''", name="sent_is_emptied"),
        Index("ix_letter_state", "state", "not_before", "id"),
        Index("ix_letter_to", "to_address", **only("to_address <> ''")),
        Index("ix_letter_about", "about_id", **only("about_id IS NOT NULL")),
        Index("ix_letter_addressed", "sent_at", **only("state = 'sent' AND to_address <> ''")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    to_address: Mapped[str] = mapped_column(String(254))
    about_id: Mapped[int | None] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    way: Mapped[str] = mapped_column(String(10), default=MAIL)
    maker: Mapped[str] = mapped_column(String(40), default="")
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(Text, default="")


class Whole(EmailPolicy):
    """The usual form of mail, with headers that hold an address in one piece: broken or encoded, which the standard
    library does with long words, no program finds it."""

    UNBROKEN = frozenset({"list-unsubscribe", "message-id"})

    def fold(self, name: str, value: Any) -> str:
        """One header as text."""
        whole = name.lower() in self.UNBROKEN
        return f"{name}: {value}{self.linesep}" if whole else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """One header as bytes."""
        if name.lower() in self.UNBROKEN:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


WHOLE = Whole()


@dataclass(frozen=True)
class Made:
    """What a letter says, to whom, in the moment in which it leaves."""

    to: str
    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Way(Protocol):
    """A way out for what was made. `send` raises Refused or Unavailable; `close` ends what was open."""

    def send(self, letter: Letter, made: Made) -> None: ...

    def close(self) -> None: ...


Maker = Callable[[Letter], Made | None]


class ByMail:
    """The way of e-mail: into files, onto the console or to a server, as the site file says."""

    def __init__(self) -> None:
        self.transport: Transport = transport()

    def send(self, letter: Letter, made: Made) -> None:
        """Hand the message over."""
        self.transport.send(message(letter, made), made.to)

    def close(self) -> None:
        """End the connection."""
        self.transport.close()


def add_way(app: Flask, name: str, way: Callable[[], Way]) -> None:
    """Let letters leave by another way: `way()` begins a run."""
    app.extensions.setdefault("demosx_mail_ways", {MAIL: ByMail})[name] = way


def add_maker(app: Flask, name: str, maker: Maker) -> None:
    """Say what makes letters of a kind, when they leave. It only reads; None where nothing is to be said any more."""
    app.extensions.setdefault("demosx_makers", {})[name] = maker


def link(endpoint: str, **values: object) -> str:
    """A full address on this site, from its configuration alone: what a request says of its host is not believed."""
    return site().address + path_to(endpoint, **values)


def path_to(endpoint: str, **values: object) -> str:
    """The path of a page, also where there is no request."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def post(
    to: str,
    subject: str,
    body: str,
    key: str | None = None,
    headers: Mapping[str, str] | None = None,
    about: int | None = None,
) -> None:
    """Write a letter in the current transaction. One with a `key` that was used before is not written again.

    `about` is the number of the account that it is about, with which it is forgotten.
    """
    values = {"to_address": to, "about_id": about, "subject": one_line(subject)[:300], "body": body}
    _write([_row(key, **values, headers=dict(headers or {}))])


class Later(NamedTuple):
    """A letter that is made when it leaves: its key, its way, the numbers it is made from, and whose account it is
    about."""

    key: str
    way: str
    args: dict[str, Any]
    about: int | None = None


def post_later(maker: str, letters: Iterable[tuple[Any, ...]]) -> None:
    """Write letters that `maker` makes when they leave, of each what `Later` names."""
    found = [Later(*letter) for letter in letters]
    rows = [_row(one.key, way=one.way, maker=maker, args=one.args, about_id=one.about) for one in found]
    if rows:
        _write(rows)


def _row(key: str | None, **values: Any) -> dict[str, Any]:
    now = clock.wall()
    empty: dict[str, Any] = {
        "to_address": "",
        "subject": "",
        "body": "",
        "headers": {},
        "way": MAIL,
        "maker": "",
        "args": {},
        "about_id": None,
    }
    state = {"state": "queued", "attempts": 0, "not_before": now, "created_at": now, "error": ""}
    return {"key": key} | empty | state | values


def _write(rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(Letter).on_conflict_do_nothing(index_elements=["key"]), rows)
    jobs.nudge(MAIL)


def message(letter: Letter, made: Made) -> EmailMessage:
    """The message of a letter: with the same Message-ID and day, however often it is tried."""
    host = urlsplit(site().address).hostname or "localhost"
    mail = EmailMessage(policy=WHOLE)
    mail["From"] = formataddr(
        (named(site().name, site().languages[0]), site().mail.sender or f"no-reply@{host}")
    )
    mail["To"] = made.to
    mail["Subject"] = one_line(made.subject)[:300]
    mail["Date"] = format_datetime(letter.created_at)
    mail["Message-ID"] = f"<letter-{letter.id}.{keyed('letter', letter.id)[:16]}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in made.headers.items():
        mail[name] = value
    mail.set_content(made.body, cte="8bit" if made.body.isascii() else "base64")
    return mail
