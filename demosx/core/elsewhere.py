"""What waits in one browser, and a mailed link that is opened in another: a messenger's, and then that of a mail app.

The link takes along that something waits. Of an act that is nothing but a press, such as a support, it also takes the
address to which it goes, never a field: no words, no vote. The mark is part of the path to which the link leads, and
signed, so that nobody else makes one. Opening it does nothing: the page shows a button, or says where the rest is.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from . import pending

LONGEST = 2000
SECONDS = int(pending.LIFETIME.total_seconds())


@dataclass(frozen=True)
class Elsewhere:
    """What has been left in another browser: the address of a mere press, or nothing but that it is there."""

    path: str
    endpoint: str
    written: bool


def along(path: str) -> str:
    """Where a link leads that is asked for by somebody who was on `path`: there, with what waits in this browser."""
    act, word, page = pending.waiting(), pending.word_of(path), pending.page_of(path)
    if act is None or not (act.word == word or act.belongs(page)):
        return path
    name = pending.name_of(act.endpoint)
    mark = [act.path if name and name.pressed else "", bool(name and name.written)]
    marked = f"{pending.PATH}?{urlencode({pending.WORD: word, 'next': page, 'along': _signer().dumps(mark)})}"
    return marked if len(marked) <= LONGEST else path


def left_elsewhere(mark: str) -> Elsewhere | None:
    """What a link has taken along; None where it has taken nothing, or so long ago that nothing waits any more."""
    try:
        path, written = _signer().loads(mark, max_age=SECONDS)
    except BadData:
        return None
    endpoint = pending.endpoint_of(path) or ""
    name = pending.name_of(endpoint)
    pressed = name is not None and bool(name.pressed)
    return Elsewhere(path if pressed else "", endpoint, bool(written))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="what waits elsewhere")
