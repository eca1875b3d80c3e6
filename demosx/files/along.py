"""A picture or a file that was chosen in the form of a text, and is sent with it: where no script has sent it before.

It is put at its place before the form itself is looked at, so that it is kept whatever becomes of the text.
"""

from collections.abc import Callable

from flask import Flask, current_app, g, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from ..core.db import transaction, writing
from ..core.errors import DomainError
from ..core.permissions import current_actor
from . import services
from .errors import NotKept
from .places import Place
from .receiving import accept_uploads, came_large

FIELD = "file"
Where = Callable[[], Place | None]


def take_along(app: Flask, endpoint: str, where: Where) -> None:
    """Let the form of an endpoint bring a file. `where` says at which place this form puts it; None where it knows
    none, or the place is not this person's."""
    accept_uploads(app, endpoint, one=True)
    forms = app.extensions.setdefault("demosx_forms_with_files", {})
    if not forms:
        app.before_request(_take)
    forms[endpoint] = where


def refusal() -> str:
    """Why the file that came with the form of this request was not taken; empty where it was, or none came."""
    return str(g.get("file_refused", ""))


def _take() -> None:
    where = current_app.extensions["demosx_forms_with_files"].get(request.endpoint)
    if where is None or request.method != "POST" or request.mimetype != "multipart/form-data":
        return
    if came_large() and set(request.files) - {FIELD}:
        raise RequestEntityTooLarge()  # it may be so for the sake of this field alone
    for upload in request.files.getlist(FIELD):
        if upload.filename and _keep(where, upload):
            upload.filename = ""  # so that nobody says of it that it was left out
    writing()


def _keep(where: Where, upload: FileStorage) -> bool:
    """Put it at its place; whether it lies there now."""
    try:
        with transaction():
            place = where()
            if place is None:
                raise NotKept()
            services.add(place, upload, actor=current_actor())
    except DomainError as wrong:
        g.file_refused = str(wrong)
        return False
    return True
