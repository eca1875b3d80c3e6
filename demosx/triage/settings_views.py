"""What staff keep in order for everybody: areas, districts, labels, templates of replies."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core import terms as core_terms
from ..core.db import db
from ..core.errors import ChangedMeanwhile, NotFound
from ..core.i18n import local_name
from ..core.permissions import current_actor, needs
from ..core.seen import mark
from . import labels, queries, replies, terms
from .errors import KeyTaken
from .forms import DistrictForm, LabelForm, NewLabelForm, NewTermForm, TemplateForm, TermForm
from .models import Label, ReplyTemplate
from .views import bp
from .words import KINDS, USED_FOR


@bp.route("/terms", methods=["GET", "POST"], defaults={"kind": "area"})
@bp.route("/terms/<kind>", methods=["GET", "POST"])
@needs(terms.EDIT)
def term_list(kind: str) -> ResponseReturnValue:
    """The areas or the districts, and a form for a new one."""
    form = NewTermForm()
    _known(kind)
    if form.validate_on_submit():
        try:
            terms.add(kind, form.text("key"), form.names(), current_actor())
        except KeyTaken as error:
            form.key.errors = [str(error)]
        else:
            flash(_("It is added, and can be chosen now."), "success")
            return redirect(url_for(".term_list", kind=kind))
    known = core_terms.known(kind)
    page = render_template(
        "triage/terms.html", kind=kind, title=KINDS[kind], form=form,
        rows=[(key, local_name(names, key), key in known.offered) for key, names in known.names.items()],
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/terms/<kind>/<key>", methods=["GET", "POST"])
@needs(terms.EDIT)
def term(kind: str, key: str) -> ResponseReturnValue:
    """One area or district: its names, whether it can be chosen, and how many live in a district."""
    names = _known(kind).names.get(key)
    if names is None:
        raise NotFound()
    form, theirs = (DistrictForm if kind == "district" else TermForm)(data=_term_data(kind, key)), []
    if form.validate_on_submit():
        try:
            terms.change(
                kind, key, form.names(), form.offered.data, current_actor(), form.text("seen"),
                form.population.data if "population" in form else None,
            )  # fmt: skip
        except ChangedMeanwhile:
            theirs = _again(form, terms.shown(kind, key))
        else:
            flash(_("Your changes are saved."), "success")
            return redirect(url_for(".term_list", kind=kind))
    page = render_template(
        "triage/term.html", kind=kind, title=KINDS[kind], name=local_name(names, key), key=key, form=form,
        theirs=theirs,
    )  # fmt: skip
    return page, 409 if theirs else 422 if form.errors else 200


@bp.post("/terms/<kind>/<key>/<any(up, down):way>")
@needs(terms.EDIT)
def move_term(kind: str, key: str, way: str) -> ResponseReturnValue:
    """Move one up or down."""
    _known(kind)
    terms.move(kind, key, -1 if way == "up" else 1, current_actor())
    return redirect(url_for(".term_list", kind=kind) + f"#term-{key}")


@bp.route("/labels", methods=["GET", "POST"])
@needs(labels.EDIT)
def label_list() -> ResponseReturnValue:
    """The labels, and a form for a new one."""
    form = NewLabelForm()
    if form.validate_on_submit():
        try:
            labels.add(form.text("key"), form.names(), form.public.data, current_actor())
        except KeyTaken as error:
            form.key.errors = [str(error)]
        else:
            flash(_("The label is added."), "success")
            return redirect(url_for(".label_list"))
    page = render_template("triage/labels.html", labels=queries.labels(retired=True), form=form)
    return page, 422 if form.errors else 200


@bp.route("/labels/<int:id>", methods=["GET", "POST"])
@needs(labels.EDIT)
def label(id: int) -> ResponseReturnValue:
    """One label."""
    found = db.session.get(Label, id)
    if found is None:
        raise NotFound()
    shown = labels.shown(found)
    form, theirs = LabelForm(data={**_names(found.names), **shown, "seen": mark(shown)}), []
    if form.validate_on_submit():
        try:
            labels.change(
                found, form.names(), form.public.data, form.offered.data, current_actor(), form.text("seen")
            )
        except ChangedMeanwhile:
            theirs = _again(form, labels.shown(found))
        else:
            flash(_("Your changes are saved."), "success")
            return redirect(url_for(".label_list"))
    page = render_template("triage/label.html", label=found, form=form, theirs=theirs)
    return page, 409 if theirs else 422 if form.errors else 200


@bp.route("/replies", methods=["GET", "POST"])
@needs(replies.EDIT)
def reply_list() -> ResponseReturnValue:
    """The templates of replies, and a form for a new one."""
    form = TemplateForm()
    if form.validate_on_submit():
        replies.add(form.text("name"), form.text("used_for"), form.text("words"), current_actor())
        flash(_("The template is added."), "success")
        return redirect(url_for(".reply_list"))
    page = render_template(
        "triage/replies.html", templates=queries.templates(retired=True), used_for=USED_FOR, form=form
    )
    return page, 422 if form.errors else 200


@bp.route("/replies/<int:id>", methods=["GET", "POST"])
@needs(replies.EDIT)
def reply(id: int) -> ResponseReturnValue:
    """One template."""
    found = db.session.get(ReplyTemplate, id)
    if found is None:
        raise NotFound()
    shown = replies.shown(found)
    form, theirs = TemplateForm(data={**shown, "words": found.text, "seen": mark(shown)}), []
    if form.validate_on_submit():
        try:
            replies.change(
                found, form.text("name"), form.text("used_for"), form.text("words"), form.offered.data,
                current_actor(), form.text("seen"),
            )  # fmt: skip
        except ChangedMeanwhile:
            theirs = _again(form, replies.shown(found))
        else:
            flash(_("Your changes are saved."), "success")
            return redirect(url_for(".reply_list"))
    page = render_template("triage/reply.html", template=found, form=form, theirs=theirs)
    return page, 409 if theirs else 422 if form.errors else 200


def _known(kind: str) -> core_terms.Known:
    if kind not in KINDS:
        abort(404)
    return core_terms.known(kind)


def _term_data(kind: str, key: str) -> dict[str, Any]:
    shown = terms.shown(kind, key)
    return {**_names(core_terms.known(kind).names[key]), **shown, "seen": mark(shown)}


def _names(names: Any) -> dict[str, str]:
    return {f"name_{language}": names.get(language, "") for language in ("ko", "en")}


def _again(form: Any, now: dict[str, object]) -> list[tuple[str, str]]:
    """Let a form that comes back carry the mark of what is saved now, which is shown beside it."""
    db.session.rollback()
    form.seen.raw_data, form.seen.data = None, mark(now)
    labels_ = {"names": _("Name"), "offered": _("It can be chosen"), "public": _("Everybody sees it"),
               "name": _("Name"), "used_for": _("Used for"), "text": _("Text"),
               "population": _("Inhabitants")}  # fmt: skip
    return [(labels_[key], _said(value)) for key, value in now.items()]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return _("Not known")
    return " · ".join(value.values()) if isinstance(value, dict) else str(value)
