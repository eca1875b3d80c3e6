"""Keeping what is being written, going on with it, throwing it away."""

from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.errors import DomainError
from ..core.i18n import moment
from ..core.permissions import current_actor, public
from ..core.resident_numbers import DOTS, ResidentNumberRefused, prose_without_resident_numbers, written_in
from ..core.security import local_path
from ..files.along import refusal
from . import drafts
from .errors import DraftChanged, DraftGone, DraftTooLong, TooManyDrafts
from .forms import no_resident_number
from .views import bp
from .writing_page import LABELS, TEXTS, found_in, page, typed, wanted_process, which_draft, writing_form
from .writing_views import both_drafts

AROUND = 12
"""So many letters before a number say where it stands."""


@bp.post("/proposals/drafts")
@public
def keep_draft() -> ResponseReturnValue:
    """Keep what was typed so far: for a script as JSON, else by going on with the form."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return _for_a_script()
    try:
        kept = drafts.keep(typed(), actor=current_actor(), **which_draft())
    except (DraftChanged, DraftGone, DraftTooLong, TooManyDrafts, ResidentNumberRefused) as error:
        return _not_kept(error)
    if kept is None:
        flash(_("There is nothing to keep yet."))
        return redirect(url_for(".new", process=request.form.get("process_key") or None))
    if refusal():
        process = wanted_process(kept.fields.get("process_key", ""), writing=True)
        return page(writing_form(process, sent=True), process), 422
    if request.form.get("then") == "files":
        return redirect(url_for(".new", draft=kept.id, add="files", _anchor="uploads"))
    flash(_("Kept. You can go on whenever you like."), "success")
    return redirect(url_for(".new", draft=kept.id, _anchor="where" if "map.x" in request.form else None))


@bp.post("/proposals/drafts/<int:id>/discard")
@public
def discard_draft(id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    drafts.throw_away(id, current_actor())
    flash(_("Thrown away."), "success")
    return redirect(local_path(request.form.get("next"), url_for(".new")))


def _for_a_script() -> ResponseReturnValue:
    fields = typed()
    found = found_in(fields)
    said: dict[str, Any] = {"found": render_template("proposals/_found.html", found=found) if found else ""}
    try:
        kept = drafts.keep(fields, actor=current_actor(), **which_draft())
    except ResidentNumberRefused as error:
        return jsonify(said | {"error": error.code, "message": _where_it_stands(fields)}), error.status
    if kept is not None:
        saved = _("Kept: %(time)s", time=moment(kept.changed_at))
        said |= {"draft": kept.id, "revision": kept.revision, "saved": saved}
    return jsonify(said)


def _where_it_stands(fields: Mapping[str, str]) -> str:
    """Beside which words a resident number stands, without it, and where the text is meanwhile."""
    name, place = next((name, places[0]) for name in TEXTS if (places := written_in(fields[name])))
    before = prose_without_resident_numbers(fields[name][: place[0]])[-AROUND:]
    return _(
        "In the field “%(field)s”, at “%(words)s”, there is what looks like a resident registration number. Until you "
        "take it out, what you write now is kept on this device only.",
        field=LABELS[name], words=f"{before}{DOTS}",
    )  # fmt: skip


def _not_kept(error: DomainError) -> ResponseReturnValue:
    """The form as it was typed, with what kept it from being saved."""
    process = wanted_process(request.form.get("process_key", ""), writing=True)
    form = writing_form(process, sent=True)
    if isinstance(error, DraftChanged):
        return both_drafts(form, process)
    if isinstance(error, DraftGone):
        for field in (form.draft, form.draft_revision):
            field.raw_data, field.data = None, ""
        return page(form, process, gone=True), error.status
    form.form_errors = [str(error)]
    if isinstance(error, ResidentNumberRefused):
        form.form_errors = []
        for name in TEXTS:
            form[name].validators = [no_resident_number]
            form[name].validate(form)
    return page(form, process), error.status
