"""The staff's pages on which news is written and promises are added."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import ChangedMeanwhile, NotFound
from ...core.permissions import current_actor, needs, require
from ...core.web import row_number
from ...proposals.models import Proposal
from ...proposals.queries import visible
from ..answer.models import Commitment
from ..answer.queries import commitment, commitments_of
from . import services
from .forms import STATE_NAMES, CommitmentForm, UpdateForm

bp = Blueprint("execution_desk", __name__, url_prefix="/desk/proposals/<int:id>")


@bp.get("/updates")
@needs("commitment:write")
def update(id: int) -> ResponseReturnValue:
    """The form of a piece of news, about one promise if the address names it."""
    proposal = _proposal(id)
    form = _fresh_form(proposal, request.args.get("commitment", type=row_number))
    return _update_page(proposal, form)


@bp.post("/updates")
@needs("commitment:write")
def add_update(id: int) -> ResponseReturnValue:
    """Tell what has happened."""
    proposal = _proposal(id)
    form = UpdateForm().about(_titles(proposal))
    if not form.validate_on_submit():
        return _update_page(proposal, form), 422
    about = int(form.commitment_id.data) if form.commitment_id.data else None
    news = services.News(
        text=form.text("body"), commitment_id=about, state=form.state.data if about else None,
        progress=(form.progress.data or 0) if about else None, revision=form.revision.data if about else None,
        report=form.report.data,
    )  # fmt: skip
    try:
        services.add_update(proposal, news, current_actor())
    except ChangedMeanwhile:
        db.session.rollback()
        return _update_page(proposal, form, _theirs(form, about)), 409
    flash(_("The news is published."), "success")
    return redirect(url_for("desk.proposal", id=id))


@bp.get("/commitments")
@needs("commitment:write")
def commitments(id: int) -> ResponseReturnValue:
    """The form of a promise made outside of an answer."""
    proposal = _proposal(id)
    return render_template(
        "stages/execution/commitment.html", proposal=proposal, form=CommitmentForm(formdata=None)
    )


@bp.post("/commitments")
@needs("commitment:write")
def add_commitment(id: int) -> ResponseReturnValue:
    """Promise something."""
    proposal = _proposal(id)
    form = CommitmentForm()
    if not form.validate_on_submit():
        return render_template("stages/execution/commitment.html", proposal=proposal, form=form), 422
    services.add_commitment(proposal, form.promise, current_actor())
    flash(_("The promise is published."), "success")
    return redirect(url_for("desk.proposal", id=id))


def _proposal(id: int) -> Proposal:
    proposal = visible(id, current_actor())
    require("commitment:write", proposal)
    return proposal


def _titles(proposal: Proposal) -> list[tuple[str, str]]:
    return [(str(promise.id), promise.title) for promise in commitments_of(proposal.id, public_only=False)]


def _fresh_form(proposal: Proposal, number: int | None) -> UpdateForm:
    promise = _promise(proposal, number) if number is not None else None
    form = UpdateForm(
        formdata=None,
        commitment_id=str(promise.id) if promise else "",
        state=promise.state if promise else "doing",
        progress=promise.progress if promise else None,
        revision=promise.revision if promise else None,
        report=_report_is_due(proposal),
    )
    return form.about(_titles(proposal))


def _promise(proposal: Proposal, number: int) -> Commitment:
    promise = commitment(number) if 0 < number < 2**63 else None
    if promise is None or promise.proposal_id != proposal.id:
        raise NotFound()
    return promise


def _report_is_due(proposal: Proposal) -> bool:
    """Whether the report is due, and this person's to write."""
    duty = services.report_due(proposal.id)
    return duty is not None and services.owes_report(current_actor(), duty)


def _theirs(form: UpdateForm, number: int | None) -> list[tuple[str, str]]:
    promise = commitment(number) if number is not None else None
    if promise is None:
        return []
    form.revision.raw_data, form.revision.data = None, promise.revision
    return [(promise.title, f"{STATE_NAMES[promise.state]} · {promise.progress}%")]


def _update_page(proposal: Proposal, form: Any, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "stages/execution/update.html", proposal=proposal, form=form, theirs=theirs or [],
        report_due=_report_is_due(proposal),
    )  # fmt: skip
