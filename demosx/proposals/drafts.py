"""Proposals that are being written, kept while they are typed: for an account, or for a browser without one.

A visitor's draft is locked with a key that only the browser has (`core/browser_keys.py`); there is room for a few of
them. Whoever signs in right after writing takes along what this browser holds; what somebody wrote there earlier stays
the browser's until it is opened and changed.

Two windows: each has a word of its own (`window`), which the draft keeps with what that window saved last. So a window
always goes on with what it has saved itself, also where the answer never came back, and learns when another has changed
the draft meanwhile. Nothing is overwritten then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from flask import Flask, Response, g, has_request_context
from sqlalchemy import delete, select

from ..core import clock, limits
from ..core.browser_keys import BrowserKey
from ..core.db import db, insert
from ..core.errors import NotFound, TooMany
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_in_prose
from ..core.security import digest, new_secret
from ..core.settings import site
from ..files import services as files
from ..files.places import Place
from ..people.signals import came_in
from . import draft_queries as queries
from .errors import DraftChanged, DraftGone, DraftTooLong, TooManyDrafts
from .writing_models import Draft

KEY = BrowserKey("drafts", b"demosx draft")
OF_A_BROWSER = 5
OF_AN_ACCOUNT = 20
NEAR = timedelta(minutes=30)
WORDS = ("title", "body", "place", "group_name")
FIELDS = (*WORDS, "area", "district", "latitude", "longitude", "department_id", "process_key")
LONGEST = {"title": 1000, "place": 1000, "group_name": 1000}
LONGEST_CHOICE = 100
SAVES_FROM_ONE_ADDRESS = "12000 per hour"  # forty people who write at once in one room
NEW_FROM_ONE_ADDRESS = "200 per hour"
BYTES_FROM_ONE_ADDRESS = "200000000 per hour"


@dataclass(frozen=True)
class Kept:
    """A draft that was opened. `fields` are what was typed, by the names in `FIELDS`; `window` saved them last."""

    id: int
    revision: int
    fields: Mapping[str, str]
    window: str
    changed_at: datetime
    own: bool

    @property
    def name(self) -> str:
        """By what its writer knows it again; empty where nothing was written yet."""
        written = self.fields.get("title") or self.fields.get("body", "")
        return " ".join(written.split())[:80]


def mine(actor: Actor) -> list[Kept]:
    """What this person has begun to write, here or in their account, the latest first. One query."""
    if actor.id is None and not _key():
        return []
    found = queries.of(actor.id, _digests(), clock.wall())
    return [kept for kept in map(_opened, found) if kept is not None]


def find(draft_id: int, actor: Actor) -> Kept:
    """One draft of this person's or this browser's. Raises NotFound for any other, whether it is there or not."""
    kept = _opened(_row(draft_id, actor))
    if kept is None:
        raise NotFound()
    return kept


def keep(
    fields: Mapping[str, str],
    *,
    actor: Actor,
    draft_id: int | None = None,
    revision: int = 0,
    window: str = "",
) -> Kept | None:
    """Keep what was typed so far; None where there is nothing to keep yet.

    `revision` is that of the draft which `window` has read. Raises DraftChanged or DraftGone where the draft was
    changed, thrown away or filed elsewhere, ResidentNumberRefused, DraftTooLong, TooManyDrafts and TooMany.
    """
    limits.throttle("drafts", SAVES_FROM_ONE_ADDRESS, limits.address())
    refuse_in_prose(*(fields.get(name) for name in WORDS))
    content = _content(fields, window)
    if not limits.take("draft_bytes", BYTES_FROM_ONE_ADDRESS, limits.address(), cost=len(content)):
        raise TooMany()
    if draft_id is None:
        draft_id = _of_window(window, actor)
    if draft_id is None:
        return _begin(content, actor) if any(fields.get(name) for name in WORDS) else None
    row = _row(draft_id, actor, locked=True)
    before = _opened(row)
    if row is None or before is None:
        raise DraftGone()
    if row.revision != revision and before.window != window and dict(before.fields) != _known(fields):
        raise DraftChanged()
    now = clock.wall()
    if actor.id is not None:
        _give(row, actor.id, content)
    else:
        g.draft_key = _key()
        row.content = KEY.lock(g.draft_key).encrypt(content)
    row.changed_at, row.expires_at, row.revision = now, now + _lasts(), row.revision + 1
    db.session.flush()
    return _opened(row)


def taken(
    draft_id: int | None, actor: Actor, fields: Mapping[str, str], *, revision: int = 0, window: str = ""
) -> Draft | None:
    """The draft from which a form was made, locked, if it is still there and says what the form says.

    Raises DraftChanged where another window has saved something else meanwhile.
    """
    draft_id = draft_id or _of_window(window, actor)
    row = _row(draft_id, actor, locked=True) if draft_id is not None else None
    kept = _opened(row)
    if kept is None:
        return None
    if kept.revision != revision and kept.window != window and dict(kept.fields) != _known(fields):
        raise DraftChanged()
    return row


def is_there(draft_id: int, actor: Actor) -> bool:
    """Whether this is a draft of this person's or this browser's."""
    return _row(draft_id, actor) is not None


def throw_away(draft_id: int, actor: Actor) -> None:
    """Delete a draft. Nothing happens where it is gone already."""
    row = _row(draft_id, actor, locked=True)
    if row is not None:
        files.remove_all(Place("draft", draft_id))
        delete_row(row)


def delete_row(row: Draft) -> None:
    """Delete the row of a draft that was filed."""
    db.session.delete(row)
    db.session.flush()


def adopt(actor: Actor) -> int:
    """Give to an account what this browser's visitor was just writing, as far as there is room; how many drafts."""
    if actor.id is None or not _key():
        return 0
    now, adopted = clock.wall(), 0
    room = OF_AN_ACCOUNT - queries.count_of(actor.id)
    for row in queries.of(None, _digests(), now):
        content = _unlocked(row)
        if content is not None and row.changed_at > now - NEAR and adopted < room:
            _give(row, actor.id, content)
            adopted += 1
    db.session.flush()
    return adopted


def init_app(app: Flask) -> None:
    """Let an application keep drafts: the cookie goes out with the answer to whoever has begun one."""
    app.after_request(_give_key)
    came_in.connect(_after_coming_in)


def delete_expired(_days: int, most: int) -> int:
    """Delete what nobody has gone on with; how many there were. For the rounds of the calendar."""
    over = select(Draft.id).where(Draft.expires_at <= clock.wall()).order_by(Draft.expires_at).limit(most)
    gone = delete(Draft).where(Draft.id.in_(over)).returning(Draft.id)
    return len(db.session.execute(gone.execution_options(synchronize_session=False)).all())


def _begin(content: bytes, actor: Actor) -> Kept | None:
    limits.throttle("new_drafts", NEW_FROM_ONE_ADDRESS, limits.address())
    now = clock.wall()
    times = {"created_at": now, "changed_at": now, "expires_at": now + _lasts(), "revision": 1}
    if actor.id is not None:
        if queries.count_of(actor.id) >= OF_AN_ACCOUNT:
            raise TooManyDrafts()
        row = Draft(account_id=actor.id, content=content, **times)
        db.session.add(row)
        db.session.flush()
        return _opened(row)
    g.draft_key = _key() or new_secret()
    locked = KEY.lock(g.draft_key).encrypt(content)
    for place in _digests():
        adding = insert(Draft).values(digest=place, content=locked, **times)
        number = db.session.scalar(adding.on_conflict_do_nothing().returning(Draft.id))
        if number is not None:
            return _opened(db.session.get_one(Draft, number))
    raise TooManyDrafts()


def _give(row: Draft, account_id: int, content: bytes) -> None:
    """Let a draft, and the pictures that lie at it, be an account's."""
    if row.account_id is None:
        files.give_to(row.id, account_id)
    row.account_id, row.digest, row.content = account_id, None, content


def _of_window(window: str, actor: Actor) -> int | None:
    """The draft that this very window has begun, where it never heard so."""
    return next((kept.id for kept in mine(actor) if window and kept.window == window), None)


def _row(draft_id: int, actor: Actor, *, locked: bool = False) -> Draft | None:
    if not 0 < draft_id < 2**63:
        return None
    return queries.one(draft_id, actor.id, _digests(), clock.wall(), locked=locked)


def _opened(row: Draft | None) -> Kept | None:
    content = _unlocked(row) if row is not None else None
    if row is None or content is None:
        return None
    said = json.loads(content)
    return Kept(
        row.id, row.revision, said["fields"], said["window"], row.changed_at, row.account_id is not None
    )


def _unlocked(row: Draft) -> bytes | None:
    """What a row holds; None where the browser's key is none for it."""
    if row.digest is None:
        return row.content
    try:
        return KEY.lock(_key()).decrypt(row.content)
    except InvalidToken:
        return None


def _content(fields: Mapping[str, str], window: str) -> bytes:
    known = _known(fields)
    for name, text in known.items():
        longest = 2 * site().limits.text if name == "body" else LONGEST.get(name, LONGEST_CHOICE)
        if len(text) > longest:
            raise DraftTooLong(longest=longest, over=len(text) - longest)
    return json.dumps({"fields": known, "window": window[:40]}, ensure_ascii=False).encode()


def _known(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields[name] for name in FIELDS if fields.get(name)}


def _key() -> str:
    return str(g.get("draft_key") or KEY.held()) if has_request_context() else ""


def _digests() -> list[str]:
    """By what the drafts of this browser are found: one for each that it has room for."""
    key = _key()
    return [digest(f"{key}/{place}") for place in range(OF_A_BROWSER)] if key else []


def _lasts() -> timedelta:
    return timedelta(days=site().drafts.days)


def _give_key(response: Response) -> Response:
    if g.get("draft_key") and response.status_code < 400:
        KEY.give(response, g.draft_key, _lasts())
    return response


def _after_coming_in(actor: Actor) -> None:
    adopt(actor)
