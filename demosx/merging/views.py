"""Merging a proposal into another and undoing that, at the desk; and the list of what was merged into one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.paging import page_url
from ..core.permissions import current_actor, needs, public, require
from ..core.web import row_number
from ..journey.labels import stage_label
from ..journey.queries import Standing, standing
from ..proposals.access import acting_as, may_see
from ..proposals.cards import card
from ..proposals.models import Proposal
from ..proposals.queries import visible
from . import pages, preview, queries, services
from .forms import MergeForm, UnmergeForm
from .services import MERGE, OVERRIDE
from .words import consequences, owed_there

bp = Blueprint("merging", __name__)
desk_bp = Blueprint("merging_desk", __name__, url_prefix="/desk/proposals/<int:id>")


@bp.get("/proposals/<int:id>/merged")
@public
def index(id: int) -> str:
    """Everything that was merged into a proposal."""
    proposal = visible(id, current_actor())
    page = queries.gone_into(id, request.args.get("page"))
    return render_template(
        "merging/index.html", proposal=proposal, rows=pages.rows(page.items),
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


@desk_bp.get("/merge")
@needs(MERGE)
def choose(id: int) -> ResponseReturnValue:
    """Find the proposal in which this one is to go on; once it is chosen, tell what merging would do."""
    proposal = _proposal(id)
    chosen = request.args.get("into", type=row_number)
    if chosen is not None and not proposal.ended:
        return _preview_page(proposal, _proposal(chosen), MergeForm(formdata=None, into=chosen))
    return _choose_page(proposal)


@desk_bp.post("/merge")
@needs(MERGE)
def merge(id: int) -> ResponseReturnValue:
    """Merge it."""
    proposal = _proposal(id)
    chosen = request.form.get("into", type=row_number)
    if chosen is None:
        return _choose_page(proposal), 422
    into, form = _proposal(chosen), MergeForm()
    if not form.validate_on_submit():
        return _preview_page(proposal, into, form), 422
    services.merge(proposal, into, form.text("reason"), actor=current_actor())
    flash(_("The proposal is merged. Both histories say so."), "success")
    return _to(into)


@desk_bp.get("/unmerge")
@needs(MERGE)
def undo(id: int) -> ResponseReturnValue:
    """Tell what undoing would do."""
    proposal = _parted(id)
    return _undo_page(proposal, UnmergeForm(formdata=None))


@desk_bp.post("/unmerge")
@needs(MERGE)
def unmerge(id: int) -> ResponseReturnValue:
    """Let it go on alone again."""
    proposal, form = _parted(id), UnmergeForm()
    if not form.validate_on_submit():
        return _undo_page(proposal, form), 422
    services.unmerge(proposal, form.text("reason"), actor=current_actor())
    flash(_("The merging is undone. Both histories say so."), "success")
    return _to(proposal)


def _proposal(id: int) -> Proposal:
    """A proposal that this person may see and merge."""
    proposal = visible(id, current_actor())
    require(MERGE, proposal)
    return proposal


def _parted(id: int) -> Proposal:
    """A merged proposal that this person may part from the one in which it goes on: both are theirs to merge."""
    proposal = _proposal(id)
    require(MERGE, services.merged_into(proposal))
    return proposal


def _choose_page(proposal: Proposal) -> str:
    actor, words = current_actor(), request.args.get("q", "")[:100]
    here = standing(proposal)
    found = queries.looked_for(proposal, words, actor) if words else queries.suggested(proposal, actor)
    return render_template(
        "merging/choose.html", proposal=proposal, words=words, may=_may(here), over=bool(here.state.ended),
        stage=stage_label(here.process, here.visit.stage), cards=[_candidate(one, proposal) for one in found],
    )  # fmt: skip


def _candidate(found: Proposal, proposal: Proposal) -> dict[str, Any]:
    address = url_for(".choose", id=proposal.id, into=found.id)
    return {**card(found), "url": address, "receipt": found.number}


def _preview_page(proposal: Proposal, into: Proposal, form: MergeForm) -> str:
    here, there = standing(proposal), standing(into)
    services.check(proposal, into)
    told = preview.of_merging(here, there)
    return render_template(
        "merging/preview.html", proposal=proposal, into=into, form=form, told=told, may=_may(here),
        inside="merge" in here.allowed(), turned="merge" in there.allowed(),
        stage=stage_label(here.process, here.visit.stage), cards=[_desk_card(proposal), _desk_card(into)],
        duties=[owed_there(duty, there.process) for duty in told.duties],
        effects=consequences(told.events, there.process, frozenset(duty.name for duty in told.duties)),
        unseen=[one for one in (proposal, into) if not one.listed],
    )  # fmt: skip


def _undo_page(proposal: Proposal, form: UnmergeForm) -> str:
    into = services.merged_into(proposal)
    services.require_undecided(proposal, into)
    here = standing(proposal)
    told = preview.of_parting(here, into)
    return render_template(
        "merging/undo.html", proposal=proposal, into=into, form=form, told=told,
        stage=stage_label(here.process, here.visit.stage),
        effects=consequences(told.events[2:], here.process, frozenset()),
    )  # fmt: skip


def _desk_card(proposal: Proposal) -> dict[str, Any]:
    return {**card(proposal), "url": url_for("desk.proposal", id=proposal.id), "receipt": proposal.number}


def _may(here: Standing) -> bool:
    """Whether this person may merge the proposal where it is now: the stage allows it, or they act outside of it."""
    return "merge" in here.allowed() or bool(acting_as(current_actor(), OVERRIDE, here.proposal))


def _to(proposal: Proposal) -> ResponseReturnValue:
    """The staff's page of a proposal, or the desk where the rules have just taken it out of this person's sight."""
    seen = may_see(current_actor(), proposal)
    return redirect(url_for("desk.proposal", id=proposal.id) if seen else url_for("desk.index"))
