"""The staff's pages around a deliberation: preparing it, and setting its first day."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import ChangedMeanwhile
from ...core.permissions import current_actor, needs, require
from ...proposals.models import Proposal
from ...proposals.queries import visible
from .errors import NotDeliberating
from .forms import OpeningForm, QuestionForm
from .models import Deliberation
from .queries import present
from .services import open_deliberation, write_question

bp = Blueprint("deliberation_desk", __name__, url_prefix="/desk/proposals/<int:id>")


@bp.get("/deliberation")
@needs("deliberation:prepare")
def prepare(id: int) -> ResponseReturnValue:
    """The question and the summary of the deliberation that a proposal is in."""
    proposal = _proposal(id)
    return _page(proposal, QuestionForm(formdata=None, obj=_deliberation(proposal)))


@bp.post("/deliberation")
@needs("deliberation:prepare")
def write(id: int) -> ResponseReturnValue:
    """Save the preparation; a text that somebody else has changed meanwhile is shown beside one's own."""
    proposal = _proposal(id)
    form = QuestionForm()
    if not form.validate_on_submit():
        return _page(proposal, form), 422
    try:
        write_question(
            proposal, form.text("question"), form.text("summary"),
            revision=form.revision.data or 0, actor=current_actor(),
        )  # fmt: skip
    except ChangedMeanwhile:
        db.session.rollback()
        saved = _deliberation(proposal)
        form.revision.raw_data, form.revision.data = None, saved.revision
        theirs = [(form.question.label.text, saved.question), (form.summary.label.text, saved.summary)]
        return _page(proposal, form, theirs), 409
    flash(_("The preparation is saved."), "success")
    return redirect(url_for("desk.proposal", id=id))


@bp.post("/opening")
@needs("journey:press")
def open_on(id: int) -> ResponseReturnValue:
    """Set the first day; the process says who may."""
    proposal = _proposal(id, "journey:press")
    form = OpeningForm()
    if not form.validate_on_submit() or form.first_day.data is None:
        page = render_template("stages/deliberation/opening.html", proposal=proposal, form=form)
        return page, 422
    open_deliberation(proposal, form.first_day.data, current_actor())
    flash(_("The first day is set."), "success")
    return redirect(url_for("desk.proposal", id=id))


def _proposal(id: int, permission: str = "deliberation:prepare") -> Proposal:
    proposal = visible(id, current_actor())
    require(permission, proposal)
    return proposal


def _deliberation(proposal: Proposal) -> Deliberation:
    found = present(proposal)
    if found is None:
        raise NotDeliberating()
    return found


def _page(proposal: Proposal, form: QuestionForm, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "stages/deliberation/prepare.html", proposal=proposal, form=form, theirs=theirs or []
    )
