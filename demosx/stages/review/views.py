"""The staff's pages of a review: deciding, standing aside, the agenda item, and the departments at work."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import ChangedMeanwhile
from ...core.permissions import can, current_actor, needs, require
from ...core.seen import now_it_is
from ...journey.queries import standing
from ...journey.resting import rest_of
from ...journey.travel import StageClosed
from ...plugins import Stop
from ...proposals.models import Proposal
from ...proposals.queries import visible
from . import agenda, pages, services
from .errors import NotInReview, UnknownDepartment
from .forms import AgendaForm, DecisionForm, DepartmentsForm, RecusalForm, RoundForm
from .queries import item_of, votes_together

bp = Blueprint("review_desk", __name__, url_prefix="/desk/proposals/<int:id>")


@bp.get("/decision")
@needs("review:decide")
def decision(id: int) -> ResponseReturnValue:
    """The form of a decision."""
    proposal = _proposal(id, "review:decide")
    stop = _stop(proposal)
    return _decision_page(stop, pages.desk_view(stop)["decision_form"])


@bp.post("/decision")
@needs("review:decide")
def decide(id: int) -> ResponseReturnValue:
    """Record a decision, or vote for one where a panel decides together."""
    proposal = _proposal(id, "review:decide")
    stop = _stop(proposal)
    form = DecisionForm().offering(pages.choices(stop))
    if not form.validate_on_submit():
        return _decision_page(stop, form), 422
    if votes_together(stop.stage):
        services.cast_decision(proposal, form.choice.data, form.text("reasons"), current_actor())
        flash(_("Your vote in the panel is counted."), "success")
    else:
        services.record_decision(proposal, form.choice.data, form.text("reasons"), current_actor())
        flash(_("The decision is recorded."), "success")
    return _back(id)


@bp.post("/recusal")
@needs("review:decide")
def recuse(id: int) -> ResponseReturnValue:
    """Stand aside."""
    proposal = _proposal(id, "review:decide")
    form = RecusalForm()
    if not form.validate_on_submit():
        return render_template("stages/review/recusal.html", proposal=proposal, form=form), 422
    services.recuse(proposal, form.text("reason"), current_actor())
    flash(_("You stand aside. Your vote does not count here."), "success")
    return _back(id)


@bp.post("/round")
@needs("review:decide")
def start_round(id: int) -> ResponseReturnValue:
    """Let the panel vote again: a member where nothing can stand, who runs the site with a reason."""
    proposal = visible(id, current_actor())
    if not can(services.RESTART, proposal):
        require("review:decide", proposal)
    form = RoundForm()
    if not form.validate_on_submit():
        return render_template("stages/review/round.html", proposal=proposal, form=form), 422
    services.start_round(proposal, current_actor(), form.text("reason"))
    flash(_("The panel votes again."), "success")
    return _back(id)


@bp.get("/agenda")
@needs("agenda:write")
def agenda_item(id: int) -> ResponseReturnValue:
    """The agenda item, to be written."""
    proposal = _proposal(id, "agenda:write")
    return _agenda_page(proposal, AgendaForm(formdata=None, obj=item_of(id)))


@bp.post("/agenda")
@needs("agenda:write")
def write_agenda(id: int) -> ResponseReturnValue:
    """Save the agenda item; what somebody else has saved meanwhile is shown beside it."""
    proposal = _proposal(id, "agenda:write")
    form = AgendaForm()
    if not form.validate_on_submit():
        return _agenda_page(proposal, form), 422
    try:
        agenda.write_agenda_item(
            proposal, form.text("question"), form.text("context"), form.text("summary"),
            revision=form.revision.data or 0, actor=current_actor(),
        )  # fmt: skip
    except ChangedMeanwhile:
        db.session.rollback()
        return _agenda_page(proposal, form, _theirs(id, form)), 409
    flash(_("The agenda item is saved."), "success")
    return _back(id)


@bp.get("/departments")
@needs("proposal:assign")
def departments(id: int) -> ResponseReturnValue:
    """The departments that work on a proposal."""
    proposal = _proposal(id, "proposal:assign")
    form = pages.departments_form(proposal)
    return render_template("stages/review/departments.html", proposal=proposal, form=form)


@bp.post("/departments")
@needs("proposal:assign")
def assign(id: int) -> ResponseReturnValue:
    """Say which departments work on it."""
    proposal = _proposal(id, "proposal:assign")
    form = DepartmentsForm().offering(pages.offices())
    if not form.validate_on_submit():
        return render_template("stages/review/departments.html", proposal=proposal, form=form), 422
    helping = [_number(x) or 0 for x in form.assist.data or []]
    try:
        agenda.assign_departments(
            proposal, _number(form.lead.data), helping, actor=current_actor(), seen=form.text("seen")
        )
    except ChangedMeanwhile as refusal:
        db.session.rollback()
        saved = pages.departments_form(_proposal(id, "proposal:assign"))
        form.seen.raw_data, form.seen.data = None, saved.seen.data
        chosen = [
            str(name) for key, name in pages.offices() if key in {saved.lead.data, *(saved.assist.data or [])}
        ]
        told = now_it_is(", ".join(chosen) or "–")
        page = render_template("stages/review/departments.html", proposal=proposal, form=form, refused=told)
        return page, refusal.status
    flash(_("The departments are set."), "success")
    return _back(id)


def _proposal(id: int, permission: str) -> Proposal:
    proposal = visible(id, current_actor())
    require(permission, proposal)
    return proposal


def _stop(proposal: Proposal) -> Stop:
    here = standing(proposal)
    if here.stage.kind != "review" or here.state.ended:
        raise NotInReview()
    if rest := rest_of(here.stop):
        raise StageClosed(rest)
    return here.stop


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise UnknownDepartment()
    return int(text)


def _theirs(id: int, form: AgendaForm) -> list[tuple[str, str]]:
    saved = item_of(id)
    if saved is None:
        return []
    form.revision.raw_data, form.revision.data = None, saved.revision
    return [
        (getattr(form, name).label.text, getattr(saved, name)) for name in ("question", "context", "summary")
    ]


def _agenda_page(proposal: Proposal, form: Any, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template("stages/review/agenda.html", proposal=proposal, form=form, theirs=theirs or [])


def _decision_page(stop: Stop, form: Any) -> str:
    return render_template(
        "stages/review/decision.html", proposal=stop.proposal, form=form, together=votes_together(stop.stage)
    )


def _back(id: int) -> ResponseReturnValue:
    return redirect(url_for("desk.proposal", id=id))
