"""One duty: whose it is, how its clock stands, and what can be done about it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.errors import ChangedMeanwhile, NotFound
from ...core.permissions import Actor, can, current_actor, needs, require
from ...core.seen import mark, now_it_is
from ...documents.queries import documents_of
from ...duties import queries as owed
from ...duties.models import Duty
from ...journey.people import role_for
from ...journey.queries import standing
from ...journey.rules import process_of
from ...process.definition import REPORT
from ...proposals.access import may_see
from ...stages.answer.pages import asks_for_answer
from .. import services
from ..clock_words import clock_view, hand_over_form, hand_over_question
from ..clocks import clock_of
from ..forms import AssigneeForm, GivenForm, ReasonForm
from ..queries import duties as mine
from ..words import duty_row, word_names
from . import bp


@bp.get("/duties/<int:duty_id>")
@needs("desk:see")
def duty(duty_id: int) -> ResponseReturnValue:
    """One duty: whose it is, and what can be done about it."""
    return duty_page(find_duty(duty_id))


@bp.post("/duties/<int:duty_id>/assign")
@needs("duty:assign")
def assign(duty_id: int) -> ResponseReturnValue:
    """Give a duty to one of the people whose it is."""
    found = find_duty(duty_id)
    require("duty:assign", found.proposal)
    form = AssigneeForm().offering(mine.candidates(found))
    if not form.validate_on_submit():
        return duty_page(found, assignee_form=form)
    try:
        services.assign_duty(found, form.account_id.data or None, current_actor(), form.text("seen"))
    except ChangedMeanwhile as refusal:
        db.session.rollback()
        found = find_duty(duty_id)
        form.seen.raw_data, form.seen.data = None, mark(services.assignee_shown(found))
        saved = next((x.nickname for x in mine.candidates(found) if x.id == found.assignee_id), "–")
        return duty_page(found, now_it_is(str(saved)), refusal.status, assignee_form=form)
    flash(_("The duty is assigned."), "success")
    return redirect(url_for("desk.proposal", id=found.proposal_id))


@bp.post("/duties/<int:duty_id>/complete")
@needs("duty:complete")
def complete(duty_id: int) -> ResponseReturnValue:
    """Say that a duty without outcomes is done."""
    found = find_duty(duty_id)
    if not _completed_here(found):
        raise NotFound()
    form = GivenForm()
    if not form.validate_on_submit():
        return duty_page(found, given_form=form)
    services.complete_duty(found, form.given(), current_actor())
    flash(_("The duty is done."), "success")
    return redirect(url_for("desk.index"))


@bp.post("/duties/<int:duty_id>/withdraw")
@needs("journey:override")
def withdraw(duty_id: int) -> ResponseReturnValue:
    """Take a duty back."""
    found = find_duty(duty_id)
    require("journey:override", found.proposal)
    form = ReasonForm()
    if not form.validate_on_submit():
        return duty_page(found, reason_form=form)
    services.withdraw_duty(found, form.reason.data or "", current_actor())
    flash(_("The duty is taken back. The reason is public."), "success")
    return redirect(url_for("desk.proposal", id=found.proposal_id))


def find_duty(duty_id: int) -> Duty:
    """A duty that is this person's, or on a proposal that they may see."""
    found = owed.get(duty_id) if duty_id < 2**63 else None
    actor = current_actor()
    if found is None or not (may_see(actor, found.proposal) and (found.public or _concerned(actor, found))):
        raise NotFound()
    return found


def _concerned(actor: Actor, duty: Duty) -> bool:
    return duty.assignee_id == actor.id or can("duty:assign", duty.proposal) or bool(role_for(actor, duty))


def _completed_here(duty: Duty) -> bool:
    """Whether a duty is simply done: decisions, answers and reports have pages of their own. What the rules no longer
    name is done too."""
    process = process_of(duty.proposal.version_id)
    spec = process.duty(duty.name)
    if duty.name == REPORT or asks_for_answer(duty, process):
        return False
    return spec is None or not spec.outcomes


def duty_page(found: Duty, refused: str = "", status: int = 422, **forms: Any) -> ResponseReturnValue:
    """The page of a duty; with what was typed where a form comes back, and why it was `refused`."""
    actor, here = current_actor(), standing(found.proposal)
    clock = clock_of(here, found.name, found)
    owns = found.closed_at is None and bool(services.completing_as(actor, found))
    spec = here.process.duty(found.name, here.visit.stage)
    wanted = spec.needs if spec else ()
    page = render_template(
        "desk/duty.html",
        duty=found,
        row=duty_row(found),
        refused=refused,
        needs=word_names(here.process, wanted),
        documents=documents_of(found.proposal_id, published_only=False) if "document" in wanted else [],
        assignee_form=forms.get("assignee_form") or _assignee_form(found),
        given_form=forms.get("given_form") or GivenForm(formdata=None),
        reason_form=forms.get("reason_form") or ReasonForm(formdata=None),
        may_complete=owns and can("duty:complete") and _completed_here(found),
        may_withdraw=can("journey:override", found.proposal) and found.kind != "stage",
        clock=clock_view(here, clock, _addresses(found.id), forms.get("pause")),
        hand_over=hand_over_form(clock, forms.get("hand_over")) if found.closed_at is None else None,
        hand_over_question=hand_over_question(clock),
    )
    return page, status if forms or refused else 200


def _addresses(duty_id: int) -> dict[str, str]:
    ways = ("pause", "resume", "extend", "hand_over")
    return {way: url_for(f"desk.{way}", duty_id=duty_id) for way in ways}


def _assignee_form(duty: Duty) -> AssigneeForm | None:
    if duty.closed_at is not None or not can("duty:assign", duty.proposal):
        return None
    kept = {"account_id": duty.assignee_id or 0, "seen": mark(services.assignee_shown(duty))}
    return AssigneeForm(formdata=None, data=kept).offering(mine.candidates(duty))
