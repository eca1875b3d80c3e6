"""Pictures and files: adding, describing, ordering, removing them at their place, and giving them out."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.errors import DomainError, NotFound
from ..core.permissions import current_actor, public
from . import queries, services, serving
from .errors import Empty
from .models import StoredFile
from .pages import uploads
from .places import Place, kind_of, may_change, require_changing, require_seeing, require_taking_down
from .queries import place_of

bp = Blueprint("files", __name__, url_prefix="/files")
PIECE = "fragment"  # what files.js asks for instead of a whole page


@bp.get("/<key>")
@public
def show(key: str) -> Response:
    """A picture in its size, or a file to be saved."""
    return serving.response(serving.visible(key))


@bp.get("/<key>/small")
@public
def small(key: str) -> Response:
    """A picture as lists show it. Of a file there is none, so that it is the file."""
    file = serving.visible(key)
    return serving.response(file, small=file.kind == "picture")


@bp.get("/of/<kind>/<int:id>")
@public
def place(kind: str, id: int) -> str:
    """What lies at a place, with the forms to change it."""
    here = Place(kind, id)
    require_seeing(here)
    if not may_change(here):
        require_taking_down(here)
    return _page(here)


@bp.post("/of/<kind>/<int:id>")
@public
def upload(kind: str, id: int) -> ResponseReturnValue:
    """Add one picture or file. A script sends several one after the other."""
    here = Place(kind, id)
    require_changing(here)
    said, done = request.form.get("description", ""), request.form.get("then") == "done"
    chosen = request.files.get("file")
    if done and not (chosen and chosen.filename):
        return redirect(kind_of(here).page(here.id))
    try:
        if chosen is None:
            raise Empty()
        services.add(here, chosen, description=said, actor=current_actor())
    except DomainError as wrong:
        return _refused(here, wrong, said)
    if done:
        return redirect(kind_of(here).page(here.id))
    return _changed(here, _("It is added."))


@bp.post("/<key>/describe")
@public
def describe(key: str) -> ResponseReturnValue:
    """Say what a picture shows."""
    file = queries.by_key(key)
    here = _place(file)
    try:
        services.describe(file, request.form.get("description", ""), current_actor())
    except DomainError as wrong:
        return _refused(here, wrong, "")
    return _changed(here, _("The description is saved."))


@bp.post("/<key>/move")
@public
def move(key: str) -> ResponseReturnValue:
    """Move one up or down."""
    file = queries.by_key(key)
    here = _place(file)
    services.move(file, -1 if request.form.get("where") == "up" else 1, current_actor())
    return _changed(here, _("The order is changed."))


@bp.post("/<key>/remove")
@public
def remove(key: str) -> ResponseReturnValue:
    """Take one away."""
    file = queries.by_key(key)
    here = _place(file)
    try:
        services.remove(file, current_actor(), request.form.get("reason", ""))
    except DomainError as wrong:
        return _refused(here, wrong, "")
    return _changed(here, _("It is removed."))


def _place(file: StoredFile) -> Place:
    """Where a file lies, if this person may know of it. Raises NotFound."""
    here = place_of(file)
    if here is None:
        raise NotFound()
    require_seeing(here)
    return here


def _page(here: Place, **more: Any) -> str:
    return render_template(
        "files/_upload.html" if _wants_piece() else "files/place.html",
        uploads=uploads(here, others=not may_change(here)),
        **more,
    )


def _changed(here: Place, said: str) -> ResponseReturnValue:
    """Back to the page, or for the script the part of it that has changed."""
    if _wants_piece():
        return _page(here)
    flash(said, "success")
    return redirect(url_for(".place", kind=here.kind, id=here.id))


def _refused(here: Place, wrong: DomainError, said: str) -> ResponseReturnValue:
    """The same page with what is wrong and what was typed."""
    if wrong.status in (403, 404):
        raise wrong
    return _page(here, wrong=str(wrong), said=said), wrong.status


def _wants_piece() -> bool:
    return request.headers.get("X-Requested-With") == PIECE
