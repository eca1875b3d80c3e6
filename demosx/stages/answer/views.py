"""The staff's page on which an answer is written."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.permissions import current_actor, needs, require
from ...duties.models import Duty
from ...duties.services import open_duties
from ...journey.labels import duty_label
from ...journey.queries import standing
from ...journey.resting import stopped_row
from ...journey.rules import process_of
from ...journey.travel import StageClosed
from ...proposals.models import Proposal
from ...proposals.queries import visible
from . import pages, services
from .errors import NothingToAnswer
from .forms import MOST, ROWS, AnswerForm

bp = Blueprint("answer_desk", __name__, url_prefix="/desk/proposals/<int:id>/answers")


@bp.get("/<name>")
@needs("answer:write")
def write(id: int, name: str) -> ResponseReturnValue:
    """The form of the answer to a duty."""
    proposal = visible(id, current_actor())
    standing(proposal)
    duty = _duty(proposal, name)
    return _page(duty, pages.form_for(duty)(formdata=None))


@bp.post("/<name>")
@needs("answer:write")
def answer(id: int, name: str) -> ResponseReturnValue:
    """Give the answer; the rules go on from its verdict."""
    proposal = visible(id, current_actor())
    duty = _duty(proposal, name)
    form = pages.form_for(duty)()
    if form.more.data:
        for _row in range(min(ROWS, MOST - len(form.commitments))):
            form.commitments.append_entry()
        return _page(duty, form)
    if not form.validate_on_submit():
        return _page(duty, form), 422
    services.answer(proposal, name, form.said, current_actor())
    flash(_("The answer is given."), "success")
    return redirect(url_for("desk.proposal", id=id))


def _duty(proposal: Proposal, name: str) -> Duty:
    process = process_of(proposal.version_id)
    duty = next((owed for owed in open_duties(proposal.id) if owed.name == name), None)
    if duty is None or not pages.asks_for_answer(duty, process):
        raise NothingToAnswer()
    require("answer:write", duty)
    if rest := pages.rests(duty, process):
        raise StageClosed(rest)
    return duty


def _page(duty: Duty, form: AnswerForm) -> str:
    proposal: Any = duty.proposal
    process = process_of(proposal.version_id)
    return render_template(
        "stages/answer/write.html", proposal=proposal, duty=duty, form=form, name=duty_label(process, duty.name),
        stopped=stopped_row(process, duty),
    )  # fmt: skip
