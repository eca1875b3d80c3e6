"""Answers go out compressed, and what they are read from is closed after them."""

from flask import Flask, Response
from flask_compress import Compress


def init_app(app: Flask) -> None:
    """Compress answers of the kinds that COMPRESS_MIMETYPES names."""
    Compress(app)
    app.after_request(_close_what_is_read)  # runs before Flask-Compress: what is registered last comes first


def _close_what_is_read(response: Response) -> Response:
    """Flask-Compress puts a stream of its own in the place of a file, and leaves the file open."""
    close = getattr(response.response, "close", None)
    if close is not None:
        response.call_on_close(close)
    return response
