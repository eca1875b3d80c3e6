"""What somebody was about to do when something else had to come first, such as signing in: kept, then done.

The fields of the form are kept in a row, encrypted with a key that only a cookie of the browser holds
(`browser_keys.py`). So the database says nothing about votes and opinions; without the cookie nobody gets at them, and
who has the cookie has typed them.

Nobody else can plant an act here. It is kept only of a request whose CSRF token was right, which another site cannot
send. What is kept is done only by a form of this site, with a token of the session that there is by then, and the
address that it goes to asks for permission as always. Signing out drops it. Whoever else comes in later with the same
browser is asked before anything happens, and after half an hour nothing is left for them: only the step that the act
itself has led to, or somebody within half an hour, gets to it (`Act.near`). What leads there at once is a word in the
path that the step goes on to (`Act.word`): whoever signs in from any other page has none. The page of that step may be
left open, too, where several people use one device: it says what waits and lets anybody throw it away, and after a
quarter of an hour (`Act.just_now`) also whoever goes on from it is asked first.

How it is done, once, is in `pending_done.py`.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote

from cryptography.fernet import InvalidToken
from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import Index, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import HTTPException

from . import clock, limits, ticks
from .browser_keys import BrowserKey
from .db import BigId, Model, db, transaction
from .resident_numbers import form_holds_resident_number
from .security import digest, local_path, new_secret

KEY = BrowserKey("pending", b"demosx pending act")
PATH = "/continue"
MARK = "pending_act"
BACK = "pending_back"
LIFETIME = timedelta(hours=48)
NEAR = timedelta(minutes=30)
JUST_NOW = timedelta(minutes=15)
WORD = "act"
MOST = 100_000  # bytes: the longest proposal, and what its form holds beside it
LONGEST_BACK = 1500
KEPT_FROM_ONE_ADDRESS = "200 per hour"
BYTES_FROM_ONE_ADDRESS = "2000000 per hour"
_OURS = frozenset({"csrf_token", MARK, BACK})


class PendingAct(Model):
    """One form that waits, whose key is in one browser. `digest` is that of the key, by which the row is found.

    Once it is done, `digest` is another one, and `content` is where it has led (`pending_done.py`).
    """

    __table_args__ = (Index("ix_pending_act_expiry", "expires_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


@dataclass(frozen=True)
class Act:
    """A form as it was sent: where to, with which fields, and from which page. `files`: some were left out."""

    path: str
    fields: tuple[tuple[str, str], ...]
    back: str
    at: datetime
    endpoint: str
    mark: str
    word: str = ""
    files: bool = False

    @property
    def near(self) -> bool:
        """Whether it was sent so lately that whoever comes in most likely has sent it."""
        return clock.wall() - self.at < NEAR

    @property
    def just_now(self) -> bool:
        """Whether it was sent so lately that nobody else has come to the step that it has led to."""
        return clock.wall() - self.at < JUST_NOW

    def belongs(self, path: str) -> bool:
        """Whether it is for somebody who goes on from `path`: who has sent it there, or lately."""
        return self.back == path or self.near


@dataclass(frozen=True)
class Name:
    """How an act is spoken of: what it does, and what is said of it where somebody has to sign in first.

    `written` is one whose fields are somebody's words. `pressed` are the button of one that is nothing but a press and
    the sentence beside it, for a browser in which it does not wait; only such an act goes there with a mailed link.
    """

    words: object
    waits: object
    written: bool = False
    pressed: tuple[object, object] | None = None


def init_app(app: Flask, never: Iterable[str]) -> None:
    """Let an application keep acts: none of what is in `never`, which is about coming in and accounts. It names
    blueprints, and with a slash how addresses begin."""
    app.extensions["demosx_pending"] = tuple(never)
    app.extensions.setdefault("demosx_pending_names", {})
    ticks.register(app, "pending_acts", forget_expired)


def name_act(
    app: Flask,
    endpoint: str,
    words: object,
    waits: object,
    *,
    written: bool = False,
    pressed: tuple[object, object] | None = None,
) -> None:
    """Say what is done at an address, as in `Name`. What is not named is called what its permission says."""
    app.extensions.setdefault("demosx_pending_names", {})[endpoint] = Name(words, waits, written, pressed)


def name_of(endpoint: str) -> Name | None:
    """How the act at an address is spoken of; None where nobody has said it."""
    names: dict[str, Name] = current_app.extensions["demosx_pending_names"]
    return names.get(endpoint)


def onward(path: str) -> str:
    """Where somebody goes who has just done what was needed first: to what waits to be done, else to `path`."""
    act, here = waiting(), page_of(path)
    if act is None:
        return path
    if word_of(path) == act.word:
        return f"{PATH}?{WORD}={act.word}&next={quote(here, safe='')}"
    return f"{PATH}?next={quote(here, safe='')}" if act.belongs(here) else path


def keepable() -> bool:
    """Whether what this request has sent may be done later."""
    return (
        request.method == "POST"
        and request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data")
        and (bool(g.get("csrf_valid")) or not current_app.config["WTF_CSRF_ENABLED"])
        and _may_wait(request.endpoint, request.path)
    )


def keep(back: str, lead: Callable[[str], Response]) -> Response | None:
    """Keep what this request has sent, for when its sender has been at a step: `lead` gives what leads there, for the
    path on which to go on after it.

    `back` is the path on which they were. What this browser has kept before is replaced. Gives None, and keeps nothing,
    when it is too large, holds what looks like a resident number, or too much was kept for one address. The request's
    own transaction has been rolled back.
    """
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
    now = clock.wall()
    act = {
        "path": request.full_path.rstrip("?"), "fields": fields, "back": back, "at": now.isoformat(),
        "files": any(file.filename for _name, file in request.files.items(multi=True)),
    }  # fmt: skip
    content = json.dumps(act, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if len(content) > MOST or form_holds_resident_number([value for _name, value in fields]):
        return None
    if not limits.take("pending", KEPT_FROM_ONE_ADDRESS, limits.address()):
        return None
    if not limits.take("pending_bytes", BYTES_FROM_ONE_ADDRESS, limits.address(), cost=len(content)):
        return None
    key = new_secret()
    with transaction():
        remove(KEY.held())
        db.session.add(
            PendingAct(
                digest=digest(key),
                content=KEY.lock(key).encrypt(content),
                created_at=now,
                expires_at=now + LIFETIME,
            )
        )
    shown = back if len(back) <= LONGEST_BACK else "/"
    response = lead(f"{PATH}?{WORD}={word_for(key)}&next={quote(shown, safe='')}")
    KEY.give(response, key, LIFETIME)
    g.pending_kept = True
    return response


def waiting() -> Act | None:
    """What waits to be done in this browser; None where there is nothing, or nothing that may be done."""
    key = KEY.held() if has_request_context() else None
    if not key or g.get("pending_dropped"):
        return None
    found = db.session.scalar(
        select(PendingAct).where(PendingAct.digest == digest(key), PendingAct.expires_at > clock.wall())
    )
    return _read(found, key) if found is not None else None


def drop() -> None:
    """Forget what waits in this browser, in the transaction of the request: when somebody signs out or will not."""
    remove(KEY.held())
    g.pending_dropped = True


def forget_expired() -> int:
    """Delete what nobody has come back for; how many there were. For the rounds of the calendar."""
    gone = delete(PendingAct).where(PendingAct.expires_at <= clock.wall()).returning(PendingAct.id)
    with transaction():
        return len(db.session.execute(gone.execution_options(synchronize_session=False)).all())


def endpoint_of(path: str) -> str | None:
    """What a POST to this path calls; None where there is no such thing."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path.partition("?")[0], "POST")
    except HTTPException:
        return None
    return str(endpoint)


def page_of(path: str) -> str:
    """The path on which somebody was, where `path` says beside it what waits in another browser."""
    page, _sign, query = path.partition("?")
    return local_path(dict(parse_qsl(query)).get("next")) if page == PATH else path


def word_of(path: str) -> str:
    """The word of the act that has led to a step, where `path`, on which the step goes on, holds one."""
    page, _sign, query = path.partition("?")
    return dict(parse_qsl(query)).get(WORD, "") if page == PATH else ""


def remove(key: str | None) -> bool:
    """Delete the row of a key; whether there was one."""
    if not key:
        return False
    gone = delete(PendingAct).where(PendingAct.digest == digest(key), PendingAct.expires_at > clock.wall())
    found = db.session.execute(
        gone.returning(PendingAct.id).execution_options(synchronize_session=False)
    ).all()
    return bool(found)


def _read(row: PendingAct, key: str) -> Act | None:
    """The act in a row, if it is whole and its address is still one to which it may be sent."""
    try:
        said: dict[str, Any] = json.loads(KEY.lock(key).decrypt(row.content).decode("utf-8", "surrogatepass"))
    except InvalidToken:
        return None
    path = local_path(said["path"], "")
    endpoint = endpoint_of(path)
    if not path or not _may_wait(endpoint, path):
        return None
    return Act(
        path=path, fields=tuple((name, value) for name, value in said["fields"]),
        back=local_path(said["back"]), at=row.created_at, endpoint=endpoint or "", mark=row.digest,
        word=word_for(key), files=bool(said["files"]),
    )  # fmt: skip


def _may_wait(endpoint: str | None, path: str) -> bool:
    never: tuple[str, ...] = current_app.extensions["demosx_pending"]
    return endpoint is not None and endpoint.partition(".")[0] not in never and not path.startswith(never)


def word_for(key: str) -> str:
    """By what the step is known to which an act has led: nothing that the database holds, nor the page of going on."""
    return digest(f"go on {key}")[:32]
