"""Proposers who go on together: offering it, and answering an offer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.db import db
from ..core.errors import NotAllowed, NotFound
from ..core.permissions import current_actor, signed_in
from ..core.web import row_number
from ..journey.travel import StageClosed
from ..proposals.access import is_proposer
from ..proposals.models import Proposal
from ..proposals.queries import visible
from ..proposals.writing_models import MergeOffer
from . import offers, queries
from .offer_forms import OfferForm

bp = Blueprint("merge_offers", __name__)


@bp.get("/proposals/<int:id>/go-on-together")
@signed_in
def choose(id: int) -> ResponseReturnValue:
    """The open offers of one's proposal; which of one's proposals is to go on in this one, where it is another's."""
    proposal, chosen = visible(id, current_actor()), request.args.get("mine", type=row_number)
    if chosen is not None:
        mine = _mine(chosen)
        if not offers.can_go_on(mine):
            raise StageClosed()
        return _form_page(mine, proposal, OfferForm(formdata=None, into=proposal.id))
    own = is_proposer(current_actor(), proposal)
    account = current_actor().id or 0
    theirs = [] if own else queries.open_proposals_of(account, proposal.process_key)
    return render_template(
        "merging/together.html", proposal=proposal, own=own,
        mine=[one for one in theirs if offers.can_go_on(one)],
        similar=queries.neighbours(proposal) if own and offers.can_go_on(proposal) else [],
        offers=_shown(proposal) if own else [], days=offers.HOLDS.days,
    )  # fmt: skip


@bp.post("/proposals/<int:id>/go-on-together")
@signed_in
def offer(id: int) -> ResponseReturnValue:
    """Offer that one's proposal goes on in another."""
    mine, chosen, form = _mine(id), request.form.get("into", type=row_number), OfferForm()
    if chosen is None:
        raise NotFound()
    into = visible(chosen, current_actor())
    if not form.validate_on_submit():
        return _form_page(mine, into, form), 422
    offers.offer(mine, into, form.text("reason"), actor=current_actor())
    flash(_("Your offer is sent. You are told what the other proposer says."), "success")
    return redirect(url_for(".choose", id=mine.id))


@bp.post("/proposals/<int:id>/go-on-together/<int:number>/agree")
@signed_in
def agree(id: int, number: int) -> ResponseReturnValue:
    """Let another proposal go on in one's own."""
    offers.agree(_offer(id, number), actor=current_actor())
    flash(_("You go on together. Both histories say so."), "success")
    return redirect(url_for("proposals.show", id=id))


@bp.post("/proposals/<int:id>/go-on-together/<int:number>/decline")
@signed_in
def decline(id: int, number: int) -> ResponseReturnValue:
    """Say no to an offer."""
    offers.decline(_offer(id, number), actor=current_actor())
    flash(_("You have declined. Nothing changes."), "success")
    return redirect(url_for(".choose", id=id))


@bp.post("/proposals/<int:id>/go-on-together/<int:number>/take-back")
@signed_in
def take_back(id: int, number: int) -> ResponseReturnValue:
    """Take one's offer back."""
    offers.take_back(_offer(id, number), actor=current_actor())
    flash(_("Your offer is taken back."), "success")
    return redirect(url_for(".choose", id=id))


def _mine(id: int) -> Proposal:
    proposal = visible(id, current_actor())
    if not is_proposer(current_actor(), proposal):
        raise NotAllowed()
    return proposal


def _offer(id: int, number: int) -> MergeOffer:
    """An offer of one's own proposal, made or received."""
    mine = _mine(id)
    found = db.session.get(MergeOffer, number) if number < 2**63 else None
    if found is None or mine.id not in (found.proposal_id, found.into_id):
        raise NotFound()
    return found


def _shown(proposal: Proposal) -> list[dict[str, object]]:
    """The open offers of a proposal, with the titles of those that everybody may see."""
    return [
        {"id": made.id, "received": made.into_id == proposal.id, "reason": made.reason, "at": made.at,
         "title": other.title, "url": url_for("proposals.show", id=other.id)}
        for made, other in queries.offers_about(proposal)
    ]  # fmt: skip


def _form_page(mine: Proposal, into: Proposal, form: OfferForm) -> str:
    return render_template(
        "merging/offer.html", mine=mine, into=into, form=form, days=offers.HOLDS.days
    )  # fmt: skip
