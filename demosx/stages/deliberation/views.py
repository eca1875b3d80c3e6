"""The public pages of deliberations, and the vote."""

from typing import get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core import clock
from ...core.errors import NotFound
from ...core.paging import page_url
from ...core.permissions import current_actor, public, require, signed_in
from ...documents.queries import materials_of
from ...documents.words import as_materials
from ...journey.queries import settle
from ...journey.rules import rules_of
from ...opinions.talk import talk
from ...plugins import Stop
from ...proposals.access import may_see, may_see_stage
from .forms import VoteForm
from .pages import best_of_sides, card, in_public, shown
from .queries import Found, When, deliberations, with_ballot
from .services import vote

bp = Blueprint("deliberations", __name__, url_prefix="/deliberations")


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Deliberations under way, being prepared, or finished."""
    asked = request.args.get("when", "now")
    when: When = next((known for known in get_args(When) if known == asked), "now")
    found = deliberations(when, request.args.get("page"))
    cards = [card(row) for row in found.items if in_public(row)]
    return render_template(
        "deliberations/index.html", cards=cards, when=when, tabs=_tabs(when),
        next_url=page_url(found.next), previous_url=page_url(found.previous),
    )  # fmt: skip


@bp.get("/<int:id>")
@public
def show(id: int) -> ResponseReturnValue:
    """One deliberation, whole."""
    found, stop = _found(id)
    view = shown(stop, found.deliberation, found.ballot)
    actor = current_actor()
    return render_template(
        "deliberations/show.html", stop=stop, proposal=found.proposal,
        materials=as_materials(materials_of(found.proposal.id, id)) if view["begun"] else [],
        best=best_of_sides(stop, actor.id) if view["begun"] else [],
        talk=talk(stop, actor, view["allowed"]) if view["begun"] else None,
        **view,
    )  # fmt: skip


@bp.post("/<int:id>/vote")
@signed_in
def cast(id: int) -> ResponseReturnValue:
    """Vote, or vote otherwise; back to where the ballot stands."""
    found = _visible(id)
    require("ballot:vote", found.proposal)
    form = VoteForm()
    vote(found.proposal, id, form.choice.data or "", current_actor())
    flash(_("Your vote is counted. You can change it until the last day."), "success")
    return redirect(url_for("deliberations.show", id=id) + "#ballot")


def _tabs(current: When) -> list[dict[str, object]]:
    labels = {"now": _("Open now"), "coming": _("Being prepared"), "finished": _("Finished")}
    return [
        {"label": label, "url": url_for("deliberations.index", when=when), "current": when == current}
        for when, label in labels.items()
    ]


def _found(visit_id: int) -> tuple[Found, Stop]:
    found = _visible(visit_id)
    now = clock.now()
    if found.proposal.next_due_at is not None and found.proposal.next_due_at <= now:
        settle(found.proposal)
        found = _visible(visit_id)
    process = rules_of(found.visit, found.proposal)
    stage = process.stages.get(found.visit.stage)
    if stage is None or not may_see_stage(current_actor(), found.proposal, stage):
        raise NotFound()
    current = found.visit.number == found.proposal.visit_number and found.visit.left_at is None
    return found, Stop(found.proposal, found.visit, stage, process, now, current)


def _visible(visit_id: int) -> Found:
    found = with_ballot(visit_id) if visit_id < 2**63 else None
    if found is None or not may_see(current_actor(), found.proposal):
        raise NotFound()
    return found
