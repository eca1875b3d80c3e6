"""What waited (`pending.py`) is done: once, with what becomes of its row and of the key in the browser.

What was done leaves its row, with another digest and, locked with the same key, where it has led. So a second press of
the button is told that it is done and led there, too, while the browser has the key: a quarter of an hour longer.
"""

from urllib.parse import quote

from cryptography.fernet import InvalidToken
from flask import Flask, Response, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from . import clock
from .db import db, transaction
from .errors import Conflict
from .pending import BACK, JUST_NOW, KEY, MARK, PATH, PendingAct, remove, word_for
from .security import digest, local_path
from .web import answering

DONE = "done:"


class NotWaiting(Conflict):
    """What a form says had been waiting does not wait any more, and was not done. `back`: the page it began on."""

    message = _l("This did not wait any more, so nothing was sent. Please do it again.")

    def __init__(self, back: str) -> None:
        super().__init__()
        self.back = back


def init_app(app: Flask) -> None:
    """Let an application do what waited."""
    app.before_request(_take_up)
    app.after_request(_done)
    answering.connect(_note_where, app)


def again() -> str:
    """Where somebody goes to try once more, where this request has brought what waited and it could not be done: it
    waits on. Empty for any other request."""
    if not g.get("pending_taken"):
        return ""
    return f"{PATH}?next={quote(local_path(request.form.get(BACK)), safe='')}"


def was_done(word: str) -> str | None:
    """Where the act of this word has led that this browser has done lately; None where it has done none."""
    key = KEY.held()
    return _led_to(digest(key), key) if key and word == word_for(key) else None


def say_done(where: str) -> ResponseReturnValue:
    """Lead somebody to where their act has led already, and say so."""
    flash(_("This is done already. Nothing was sent a second time."))
    return redirect(where)


def _take_up() -> ResponseReturnValue | None:
    """Where a form is what had been waiting: take it out of the waiting ones, in the transaction in which it is done.

    So it is done once, also when two windows send it, and waits on where it fails. Whoever is too late is told.
    """
    mark = request.form.get(MARK) if request.method == "POST" and MARK in request.form else None
    if mark is None:
        return None
    key, back = KEY.held(), local_path(request.form.get(BACK))
    if key and mark == digest(key):
        g.pending_taken = True
        if _take(mark):
            return None
        g.pending_taken = False
    where = _led_to(mark, key)
    if where is None:
        raise NotWaiting(back)
    return say_done(where or back)


def _note_where(_app: Flask, response: Response) -> None:
    """Keep, in the transaction in which an act is done, where it leads."""
    if not g.get("pending_taken"):
        return
    key, where = KEY.held(), local_path(response.location, "") if response.location else ""
    content = KEY.lock(key).encrypt(where.encode())
    row = update(PendingAct).where(PendingAct.digest == _done_mark(digest(key))).values(content=content)
    db.session.execute(row.execution_options(synchronize_session=False))


def _done(response: Response) -> Response:
    """Take the key out of the browser once there is nothing more to do; of what is done, a quarter of an hour later.

    A form that was refused is shown with what was typed, or on a page that gives it back: then nothing waits any more.
    """
    if g.get("pending_kept"):
        return response
    if g.get("pending_taken") and response.status_code < 400:
        KEY.give(response, KEY.held(), JUST_NOW)
    elif g.get("pending_taken") and response.status_code < 500:
        _forget_refused()
        KEY.take_away(response)
    elif g.get("pending_dropped"):
        KEY.take_away(response)
    return response


def _forget_refused() -> None:
    """Without its key nobody reads the row, so it may also go by itself where the database does not answer now."""
    try:
        with transaction():
            remove(KEY.held())
    except (OperationalError, NoConnection) as error:
        current_app.logger.warning("what was refused stays locked until it expires: %s", type(error).__name__)


def _take(mark: str) -> bool:
    """Turn what waits into what is done; whether it waited. Whoever comes second waits for this transaction."""
    row = update(PendingAct).where(PendingAct.digest == mark, PendingAct.expires_at > clock.wall())
    row = row.values(digest=_done_mark(mark), content=b"").returning(PendingAct.id)
    found = db.session.execute(row.execution_options(synchronize_session=False))
    return bool(found.all())


def _led_to(mark: str, key: str) -> str | None:
    """Where the act of this mark has led, as far as the key opens it; None where it was not done."""
    content = db.session.scalar(select(PendingAct.content).where(PendingAct.digest == _done_mark(mark)))
    if content is None:
        return None
    try:
        return local_path(KEY.lock(key).decrypt(content).decode(), "")
    except InvalidToken:
        return ""


def _done_mark(mark: str) -> str:
    """By what the row of an act is found that is done: as long as a mark, and none."""
    return f"{DONE}{mark}"[: len(mark)]
