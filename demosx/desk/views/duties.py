"""What is due on my desk, what came in, and one duty."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.errors import NotFound
from ...core.paging import Page, page_url
from ...core.permissions import Actor, can, current_actor, needs, require
from ...duties import queries as owed
from ...duties.models import Duty
from ...journey.people import role_for
from ...journey.rules import process_of
from ...opinions.reports import waiting
from ...process.definition import REPORT
from ...proposals.access import may_see
from ...proposals.cards import card
from ...proposals.models import Proposal
from ...stages.answer.pages import asks_for_answer
from .. import services
from ..forms import AssigneeForm, GivenForm, ReasonForm
from ..queries import board, staff
from ..queries import duties as mine
from ..words import by_time, drafts, duty_row, word_names
from . import bp

FIRST = 10


@bp.get("")
@needs("desk:see")
def index() -> str:
    """My duties by due day, and below them what came in."""
    actor, cursor = current_actor(), request.args.get("page")
    dated = mine.dated(actor, cursor)
    undated = mine.undated(actor, None, FIRST) if not cursor else None
    rows = [duty_row(duty) for duty in [*dated.items, *(undated.items if undated else [])]]
    present = board.processes()
    arrivals = staff.arrivals(actor, None, FIRST) if can("proposal:assign") and not cursor else None
    return render_template(
        "desk/index.html",
        sections=by_time(rows[: len(dated.items)]),
        undated=rows[len(dated.items) :],
        more_undated=bool(undated and undated.next),
        to_open=[_arrival(proposal) for proposal in board.to_open(actor, present)] if not cursor else [],
        drafts=drafts(actor, present) if can("proposal:create_agency") else [],
        arrivals=[_arrival(proposal) for proposal in arrivals.items] if arrivals else None,
        more_arrivals=bool(arrivals and arrivals.next),
        reports=waiting() if can("opinion:moderate") else 0,
        next_url=page_url(dated.next),
        previous_url=page_url(dated.previous),
    )


@bp.get("/undated")
@needs("desk:see")
def undated() -> str:
    """My duties without a fixed day."""
    page = mine.undated(current_actor(), request.args.get("page"))
    return render_template(
        "desk/undated.html", rows=[duty_row(duty) for duty in page.items], next_url=page_url(page.next),
        previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.get("/arrivals")
@needs("proposal:assign")
def arrivals() -> str:
    """Proposals for which no department is responsible yet."""
    page: Page[Proposal] = staff.arrivals(current_actor(), request.args.get("page"))
    return render_template(
        "desk/arrivals.html", cards=[_arrival(proposal) for proposal in page.items],
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.get("/duties/<int:duty_id>")
@needs("desk:see")
def duty(duty_id: int) -> ResponseReturnValue:
    """One duty: whose it is, and what can be done about it."""
    return _duty_page(_duty(duty_id))


@bp.post("/duties/<int:duty_id>/assign")
@needs("duty:assign")
def assign(duty_id: int) -> ResponseReturnValue:
    """Give a duty to one of the people whose it is."""
    found = _duty(duty_id)
    require("duty:assign", found.proposal)
    form = AssigneeForm().offering(mine.candidates(found))
    if not form.validate_on_submit():
        return _duty_page(found, assignee_form=form)
    services.assign_duty(found, form.account_id.data or None, current_actor())
    flash(_("The duty is assigned."), "success")
    return redirect(url_for("desk.proposal", id=found.proposal_id))


@bp.post("/duties/<int:duty_id>/complete")
@needs("duty:complete")
def complete(duty_id: int) -> ResponseReturnValue:
    """Say that a duty without outcomes is done."""
    found = _duty(duty_id)
    if not _completed_here(found):
        raise NotFound()
    form = GivenForm()
    if not form.validate_on_submit():
        return _duty_page(found, given_form=form)
    services.complete_duty(found, form.given(), current_actor())
    flash(_("The duty is done."), "success")
    return redirect(url_for("desk.index"))


@bp.post("/duties/<int:duty_id>/withdraw")
@needs("journey:override")
def withdraw(duty_id: int) -> ResponseReturnValue:
    """Take a duty back."""
    found = _duty(duty_id)
    require("journey:override", found.proposal)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _duty_page(found, reason_form=form)
    services.withdraw_duty(found, form.reason.data or "", current_actor())
    flash(_("The duty is taken back. The reason is public."), "success")
    return redirect(url_for("desk.proposal", id=found.proposal_id))


def _duty(duty_id: int) -> Duty:
    """A duty that is this person's, or on a proposal that they may see."""
    found = owed.get(duty_id) if duty_id < 2**63 else None
    actor = current_actor()
    if found is None or not (may_see(actor, found.proposal) and (found.public or _concerned(actor, found))):
        raise NotFound()
    return found


def _concerned(actor: Actor, duty: Duty) -> bool:
    return duty.assignee_id == actor.id or can("duty:assign", duty.proposal) or bool(role_for(actor, duty))


def _completed_here(duty: Duty) -> bool:
    """Whether a duty is simply done: decisions, answers and reports have pages of their own."""
    process = process_of(duty.proposal.version_id)
    spec = process.duty(duty.name)
    if spec is None or duty.name == REPORT or asks_for_answer(duty, process):
        return False
    return not spec.outcomes


def _duty_page(found: Duty, **forms: Any) -> ResponseReturnValue:
    actor, process = current_actor(), process_of(found.proposal.version_id)
    owns = found.closed_at is None and bool(role_for(actor, found))
    spec = process.duty(found.name)
    needed = word_names(process, spec.needs if spec else ())
    page = render_template(
        "desk/duty.html",
        duty=found,
        row=duty_row(found),
        needs=needed,
        assignee_form=forms.get("assignee_form") or _assignee_form(found),
        given_form=forms.get("given_form") or GivenForm(formdata=None),
        reason_form=forms.get("reason_form") or ReasonForm(formdata=None),
        may_complete=owns and can("duty:complete") and _completed_here(found),
    )
    return page, 422 if forms else 200


def _assignee_form(duty: Duty) -> AssigneeForm | None:
    if duty.closed_at is not None or not can("duty:assign", duty.proposal):
        return None
    return AssigneeForm(formdata=None, account_id=duty.assignee_id or 0).offering(mine.candidates(duty))


def _arrival(proposal: Proposal) -> dict[str, Any]:
    return {**card(proposal), "url": url_for("desk.proposal", id=proposal.id), "receipt": proposal.number}
