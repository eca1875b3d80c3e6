"""Giving a file to whoever may see what it belongs to, in such a way that nothing in it can act on this site."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, current_app, make_response, request

from ..core.errors import NotFound
from ..core.storage import storage
from . import queries
from .models import StoredFile
from .places import require_seeing
from .queries import place_of

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
# So long a browser may show again what it has seen, and no cache that others share.
KEPT = 300


def visible(key: str) -> StoredFile:
    """The file of an address, where this person may see its place. Raises the same NotFound for all else."""
    file = queries.by_key(key)
    place = place_of(file)
    if place is None:
        raise NotFound()
    require_seeing(place)
    return file


def response(file: StoredFile, small: bool = False) -> Response:
    """The bytes of a file: a picture, which we have drawn ourselves, is shown; all else is only to be saved."""
    content = storage().open(f"{file.key}.small" if small else file.key)
    if content is None:
        current_app.logger.error("the bytes of file %s are gone", file.id)
        raise NotFound()
    answer = make_response(_pieces(content))
    answer.call_on_close(content.close)
    _set_headers(answer, file, small)
    answer.make_conditional(request.environ)
    return answer


def disposition(file: StoredFile) -> str:
    """`Content-Disposition`: the name as ASCII for old browsers, and as it is (RFC 6266, RFC 8187)."""
    how = "inline" if file.kind == "picture" else "attachment"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ()") else "_" for c in file.name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"


def _set_headers(answer: Response, file: StoredFile, small: bool) -> None:
    answer.content_type = "text/plain; charset=utf-8" if file.media_type == "text/plain" else file.media_type
    headers = answer.headers
    headers["Content-Disposition"] = disposition(file)
    headers["Content-Security-Policy"] = POLICY
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Robots-Tag"] = "noindex"
    headers["Cache-Control"] = f"private, max-age={KEPT}"
    answer.set_etag(f"{file.sha256[:32]}{'s' if small else ''}")
    if not small:
        answer.content_length = file.size


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    while piece := content.read(1 << 16):
        yield piece
