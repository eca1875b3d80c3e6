"""Asking for a supplement at the desk, and answering it on the proposal's page."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.i18n import day, local_day
from ..core.permissions import Actor, can, current_actor, needs, require
from ..journey.queries import Standing, standing
from . import access, queries, supplements, writing_queries
from .models import Proposal
from .supplements import ASK
from .views import bp
from .writing_forms import SupplementAnswerForm, SupplementForm
from .writing_models import Supplement

TEMPLATE = "proposals/_supplements.html"
WAITING = "proposals/_supplement.html"


@bp.get("/desk/proposals/<int:id>/supplement")
@needs(ASK)
def supplement_form(id: int) -> ResponseReturnValue:
    """The form in which staff ask for a supplement; where one is open, that, and taking it back."""
    return _desk_page(_asked_for(id), SupplementForm(formdata=None))


@bp.post("/desk/proposals/<int:id>/supplement")
@needs(ASK)
def ask_supplement(id: int) -> ResponseReturnValue:
    """Ask for a supplement."""
    proposal, form = _asked_for(id), SupplementForm()
    if not form.validate_on_submit() or form.due.data is None:
        return _desk_page(proposal, form, 422)
    supplements.ask(proposal, form.text("question"), form.due.data, actor=current_actor())
    flash(_("It is asked for. The proposers get a letter."), "success")
    return redirect(url_for("desk.proposal", id=id))


@bp.post("/desk/proposals/<int:id>/supplement/<int:number>/take-back")
@needs(ASK)
def take_back_supplement(id: int, number: int) -> ResponseReturnValue:
    """Ask for it no longer."""
    proposal = _asked_for(id)
    supplements.take_back(proposal, number, request.form.get("reason", ""), actor=current_actor())
    flash(_("It is not asked for any more."), "success")
    return redirect(url_for("desk.proposal", id=id))


@bp.get("/proposals/<int:id>/supplement/<int:number>")
@needs("proposal:add_own")
def answer_form(id: int, number: int) -> ResponseReturnValue:
    """The form of an answer, where it comes back or was linked to."""
    proposal = queries.visible(id, current_actor())
    require("proposal:add_own", proposal)
    return _answer_page(proposal, number, SupplementAnswerForm(formdata=None))


@bp.post("/proposals/<int:id>/supplement/<int:number>")
@needs("proposal:add_own")
def answer_supplement(id: int, number: int) -> ResponseReturnValue:
    """Answer what is asked for."""
    proposal, form = queries.visible(id, current_actor()), SupplementAnswerForm()
    require("proposal:add_own", proposal)
    if not form.validate_on_submit():
        return _answer_page(proposal, number, form, 422)
    supplements.answer(proposal, number, form.text("answer"), actor=current_actor())
    flash(_("Thank you. Those who work on it are told, and the clock runs on."), "success")
    return redirect(url_for(".show", id=id))


def waiting(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """Above the text: that an answer of the proposers is waited for, until when, and for them the form."""
    found = [one for one in writing_queries.around(here).supplements if _waits(one, here)]
    if not found or here.state.ended:
        return None
    asked = found[-1]
    return {
        "asked": asked,
        "title": _("Waiting for a supplement, until %(day)s", day=day(asked.due_on)),
        "mine": access.proposes(actor, here.proposal),
        "action": url_for("proposals.answer_supplement", id=here.proposal.id, number=asked.id),
        "form": SupplementAnswerForm(formdata=None),
        "may_edit": "edit" in here.allowed(),
    }


def over(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """Below the text: what was asked for and answered, or not."""
    today = local_day(here.now)
    rows = [
        {
            "asked": one, "lapsed": supplements.has_lapsed(one, today),
            "author": writing_queries.around(here).nickname(here.proposal, one.answered_by),
        }
        for one in writing_queries.around(here).supplements
        if one.closed_as in (supplements.ANSWERED, supplements.LAPSED) or supplements.has_lapsed(one, today)
    ]  # fmt: skip
    return {"rows": rows} if rows else None


def for_desk(here: Standing) -> dict[str, Any] | None:
    """The link at the desk; None where this person may not ask, or the rules ask by a duty of their own."""
    if here.state.ended or not can(ASK, here.proposal) or here.proposal.origin != "citizen":
        return None
    if (
        supplements.asks_by_duty(here.process)
        or here.proposal.archived
        or here.proposal.hidden_at is not None
    ):
        return None
    open_now = [one for one in writing_queries.around(here).supplements if _waits(one, here)]
    return {"url": url_for("proposals.supplement_form", id=here.proposal.id), "asked": open_now[-1:]}


def _waits(asked: Supplement, here: Standing) -> bool:
    return asked.closed_at is None and not supplements.has_lapsed(asked, local_day(here.now))


def _asked_for(id: int) -> Proposal:
    proposal = queries.visible(id, current_actor())
    require(ASK, proposal)
    return proposal


def _desk_page(proposal: Proposal, form: SupplementForm, status: int = 200) -> ResponseReturnValue:
    here = standing(proposal)
    asked = next((one for one in writing_queries.around(here).supplements if _waits(one, here)), None)
    html = render_template(
        "proposals/ask_supplement.html", proposal=proposal, form=form, asked=asked, stops=_stops(here),
        by_duty=supplements.asks_by_duty(here.process), over=bool(here.state.ended),
    )  # fmt: skip
    return html, status


def _stops(here: Standing) -> bool:
    """Whether the file lets anything that runs now stop for a supplement."""
    reason = supplements.REASON
    duties = (
        here.process.duty(duty.name, here.visit.stage) for duty in here.state.open_duties() if duty.within
    )
    return any(spec is not None and reason in spec.pause for spec in duties) or (
        here.stage.period is not None and reason in here.stage.pause
    )


def _answer_page(
    proposal: Proposal, number: int, form: SupplementAnswerForm, status: int = 200
) -> ResponseReturnValue:
    here = standing(proposal)
    asked = next((one for one in writing_queries.around(here).supplements if one.id == number), None)
    if asked is None or not _waits(asked, here):
        return redirect(url_for(".show", id=proposal.id))
    return render_template(
        "proposals/answer_supplement.html", proposal=proposal, form=form, asked=asked
    ), status
