"""Taking bytes from the network: only where something is taken, from whom it is taken, and not more than may come.

Elsewhere a request has to be small. Where it may be large, the sender has been looked at before a byte of the body is
read: that it is a page of this site that sends, that this person may change what lies at the place where the path
names one, and that its address has not sent too much. A large request is counted there and then, whatever becomes of
it; a small one with the file that is taken from it. Nothing of this holds the database while the body comes.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, has_request_context, request
from werkzeug.datastructures import FileStorage

from ..core import limits
from ..core.db import db, let_go, reading
from ..core.errors import DomainError, TooMany
from ..core.permissions import Actor
from ..core.settings import site
from .errors import Empty, TooLarge
from .kinds import Found, recognise
from .pictures import redraw
from .places import Place, require_changing
from .words import size_words

BESIDE = 200_000  # bytes of a form beside its file
EACH_ACCOUNT = "120 per hour"
EACH_ADDRESS = "400 per hour"
BYTES_OF_ADDRESS = "3000000000 per day"
BYTES_OF_ACCOUNT = "600000000 per day"


@dataclass(frozen=True)
class Received:
    """What came in, as it will be kept. Width, height and `small` are those of a picture."""

    found: Found
    media_type: str
    content: Any
    small: bytes | None = None
    width: int | None = None
    height: int | None = None


def accept_uploads(app: Flask, endpoint: str, *, one: bool = False) -> None:
    """Let the form of an endpoint hold pictures and files: as many bytes as all that a place may hold, or only `one`
    of them."""
    app.extensions.setdefault("demosx_upload_forms", {})[endpoint] = one


def init_app(app: Flask) -> None:
    """Look at senders before the token of their form is looked for, since that reads the whole body."""
    app.url_value_preprocessor(_admit)


def receive(upload: FileStorage, actor: Actor) -> Received:
    """What was sent, recognised, and drawn anew where it is a picture. Takes seconds: no transaction is open meanwhile.

    Raises `NotTaken`, `TooLarge`, `TooManyPixels`, TooMany and Busy.
    """
    stream: Any = upload.stream
    size = _length(stream)
    if not size:
        raise Empty()
    settings = site().uploads
    found = recognise(stream, upload.filename or "")
    most = settings.picture if found.picture else settings.file
    if size > most:
        raise TooLarge(most=size_words(most))
    _count(size, actor)
    let_go()
    if not found.picture:
        stream.seek(0)
        return Received(found, found.media_type, stream)
    drawn = redraw(stream, found.media_type, settings.pixels)
    return Received(
        Found(drawn.media_type),
        drawn.media_type,
        BytesIO(drawn.large),
        drawn.small,
        drawn.width,
        drawn.height,
    )


def came_large() -> bool:
    """Whether this request was let in as a large one."""
    return (request.max_content_length or 0) > site().limits.request


def _admit(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a request be large where files are taken and this sender may send some. To all others the usual size holds,
    and what is wrong is said by whoever is asked next: the token of the form, or the view."""
    with_files = request.method == "POST" and request.mimetype == "multipart/form-data"
    if not with_files or endpoint is None or not _by_this_site():
        return
    settings, usual = site().uploads, site().limits.request
    one = current_app.extensions.get("demosx_upload_forms", {}).get(endpoint)
    if one is False:
        whole = settings.picture * settings.pictures_each + settings.file * settings.files_each
    elif one or (endpoint == "files.upload" and _may_change(values or {})):
        whole = max(settings.picture, settings.file)
    else:
        return
    most = whole + BESIDE
    size = most if request.content_length is None else request.content_length
    if usual < size <= most and limits.take("upload_bytes", BYTES_OF_ADDRESS, limits.address(), cost=size):
        request.max_content_length = most


def _may_change(values: dict[str, Any]) -> bool:
    """Whether this person may put files at the place that a path names, asked in a transaction that only reads."""
    with reading():
        db.session.rollback()
        try:
            require_changing(Place(str(values.get("kind")), int(values.get("id", 0))))
        except DomainError:
            return False
        finally:
            db.session.rollback()
    return True


def _by_this_site() -> bool:
    """Whether a page of this site sends, as far as the browser says: old ones say nothing, and their form's token is
    looked at as always."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return False
    origin = request.headers.get("Origin")
    return not origin or urlsplit(origin).netloc == request.host


def _count(size: int, actor: Actor) -> None:
    """Count a file, for its account and its address. The bytes of a large request were counted when it was let in. What
    the house itself adds is not counted."""
    if not has_request_context():
        return
    if actor.id is not None:
        limits.throttle("upload_account", EACH_ACCOUNT, str(actor.id))
        _throttle_bytes("upload_account_bytes", BYTES_OF_ACCOUNT, str(actor.id), size)
    limits.throttle("upload", EACH_ADDRESS, limits.address())
    if not came_large():
        _throttle_bytes("upload_bytes", BYTES_OF_ADDRESS, limits.address(), size)


def _throttle_bytes(what: str, rule: str, who: str, size: int) -> None:
    if not limits.take(what, rule, who, cost=size):
        raise TooMany()


def _length(stream: Any) -> int:
    stream.seek(0, 2)
    length = int(stream.tell())
    stream.seek(0)
    return length
