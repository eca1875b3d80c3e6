"""Supports that look unusual, at the desk: what was noticed, what a decision would do, and the decisions."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, or_, true

from ..core.db import db
from ..core.errors import NotFound
from ..core.i18n import number
from ..core.paging import page_url
from ..core.permissions import WHOLE_SITE, book, can, current_actor, needs, refusal, require
from ..core.web import writes
from ..journey.queries import standing
from ..people.reasons import looking
from ..proposals.access import may_see
from ..proposals.models import Proposal
from ..proposals.queries import visible
from ..stages.support.models import Discount
from . import queries, services
from .effects import Effect, bars, thresholds
from .forms import DiscountForm, RestoreForm, SetAsideForm
from .models import Finding
from .services import DISCOUNT
from .words import INNOCENT, KIND_NAMES, consequence, span, why

bp = Blueprint("scrutiny", __name__, url_prefix="/desk")
BEFORE = 3  # days before a group that its table of times begins


@bp.get("/supports")
@needs(DISCOUNT)
def index() -> str:
    """What was noticed and waits for somebody to look at it; or what has been looked at."""
    looked = request.args.get("show") == "looked"
    page = queries.findings(looked, _in_sight(), request.args.get("page"))
    return render_template(
        "scrutiny/index.html", looked=looked, rows=[_row(found) for found in page.items if _may(found)],
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.get("/supports/<int:id>")
@needs(DISCOUNT)
@writes
def finding(id: int) -> ResponseReturnValue:
    """One group: why it was noticed, when they came, and what it would do not to count them. A group of one person's
    supports is a look at that person."""
    found = _found(id)
    if found.account_id is not None:
        looking("origins", person_id=found.account_id)
    return _finding_page(found)


@bp.post("/supports/<int:id>/discount")
@needs(DISCOUNT)
def discount(id: int) -> ResponseReturnValue:
    """Count a group no more."""
    found, form = _found(id), DiscountForm()
    if not form.validate_on_submit():
        return _finding_page(found, discount_form=form), 422
    deciding = _deciding(found, _seen(form))
    people = {proposal.id: accounts for proposal, accounts in deciding.items()}
    made = services.discount(
        people, form.text("reason"), actor=current_actor(), public=found.account_id is None
    )
    services.settle(found, people.keys(), actor=current_actor())
    left_out = sum(one.supports for one in made)
    flash(
        ngettext("%(count)s support is not counted any more.", "%(count)s supports are not counted any more.",
                 left_out, count=number(left_out))
        if found.account_id is not None
        else ngettext("%(count)s support is not counted any more. The history says so.",
                      "%(count)s supports are not counted any more. The history says so.", left_out,
                      count=number(left_out)),
        "success",
    )  # fmt: skip
    return redirect(url_for(".finding", id=id))


@bp.post("/supports/<int:id>/keep")
@needs(DISCOUNT)
def keep(id: int) -> ResponseReturnValue:
    """Say that nothing is wrong."""
    found, form = _found(id), SetAsideForm()
    if not form.validate_on_submit():
        return _finding_page(found, aside_form=form), 422
    services.set_aside(found, form.text("note"), actor=current_actor())
    flash(_("Noted. It comes back if the group goes on growing."), "success")
    return redirect(url_for(".index"))


@bp.get("/proposals/<int:id>/supports")
@needs(DISCOUNT)
def proposal(id: int) -> ResponseReturnValue:
    """What was noticed about a proposal, and every decision on its supports."""
    return _proposal_page(_proposal(id))


@bp.post("/proposals/<int:id>/supports/<int:discount_id>/undo")
@needs(DISCOUNT)
def undo(id: int, discount_id: int) -> ResponseReturnValue:
    """Count again what a decision took out."""
    proposal, form = _proposal(id), RestoreForm()
    made = db.session.get(Discount, discount_id)
    if made is None or made.proposal_id != proposal.id:
        raise NotFound()
    if not form.validate_on_submit():
        return _proposal_page(proposal, made.id, form), 422
    services.restore(made, form.text("reason"), actor=current_actor())
    flash(_("They are counted again. The history says so."), "success")
    return redirect(url_for(".proposal", id=id))


def _in_sight() -> ColumnElement[bool]:
    """Hidden proposals are in the list for those who may see them; who decides on supports mostly may."""
    if can("proposal:see_hidden"):
        return true()
    return or_(Proposal.hidden_at.is_(None), Proposal.id.is_(None))


def _may(found: Finding) -> bool:
    """What one account has supported concerns the whole site: for that, a role that is limited does not count."""
    if found.proposal is None:
        return book().can(current_actor().within(WHOLE_SITE), DISCOUNT)
    return can(DISCOUNT, found.proposal)


def _found(id: int) -> Finding:
    """A finding that this person may decide on; one of an account may touch any proposal."""
    found = queries.finding(id)
    if found is None or not (found.proposal is None or may_see(current_actor(), found.proposal)):
        raise NotFound()
    if not _may(found):
        raise refusal(DISCOUNT, found.proposal)
    return found


def _proposal(id: int) -> Proposal:
    found = visible(id, current_actor())
    require(DISCOUNT, found)
    return found


def _deciding(found: Finding, until: int | None = None) -> dict[Proposal, list[int]]:
    """Whom a decision would be about, by proposal, as far as this person may decide there."""
    counting, actor = queries.counting(found, until), current_actor()
    return {
        proposal: counting[proposal.id]
        for proposal in ([found.proposal] if found.proposal else queries.proposals(list(counting)))
        if proposal.id in counting and may_see(actor, proposal) and can(DISCOUNT, proposal)
    }


def _seen(form: DiscountForm) -> int | None:
    """The last support that the page has shown: what has come since is not decided on."""
    typed = form.text("seen")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _row(found: Finding) -> dict[str, Any]:
    return {
        "url": url_for(".finding", id=found.id),
        "kind": KIND_NAMES[found.kind],
        "why": why(found),
        "at": found.last_at,
        "note": found.note,
        "proposal": found.proposal.title if found.proposal is not None else "",
    }


def _finding_page(found: Finding, **forms: Any) -> str:
    effects = _effects(_deciding(found))
    return render_template(
        "scrutiny/finding.html", found=found, row=_row(found), innocent=INNOCENT[found.kind],
        effects=effects, left_out=queries.left_out(found), chart=_chart(found), alone=found.account_id is not None,
        told=[consequence(one, effect.before, effect.after) for effect in effects for one in effect.thresholds],
        count=sum(effect.before - effect.after for effect in effects),
        discount_form=_named(found, forms.get("discount_form") or DiscountForm(formdata=None, seen=str(found.last_id))),
        aside_form=forms.get("aside_form") or SetAsideForm(formdata=None), wrong=next(iter(forms.values()), None),
    )  # fmt: skip


def _named(found: Finding, form: DiscountForm) -> DiscountForm:
    """The form as it asks for a public reason, or for one that colleagues alone read."""
    if found.account_id is not None:
        form.reason.label.text, form.reason.description = (
            _("Reason"),
            _("For colleagues. The public does not read it."),
        )
    return form


def _effects(deciding: dict[Proposal, list[int]]) -> list[Effect]:
    """What would become of each count; of a single proposal also what its rules ask for."""
    alone = len(deciding) == 1
    return [
        Effect(
            proposal,
            proposal.supports,
            proposal.supports - len(people),
            thresholds(standing(proposal)) if alone else (),
        )
        for proposal, people in deciding.items()
    ]


def _chart(found: Finding) -> dict[str, Any]:
    """When the supports of a proposal came, and those of the group among them."""
    group = queries.times(found)
    if found.proposal_id is None:
        everybody = group
    else:
        everybody = queries.around(found.proposal_id, found.first_at, found.last_at, BEFORE)
    width, shown = bars(everybody, group)
    return {
        "bars": shown, "highest": max((bar.all for bar in shown), default=1),
        "width": span(int(width.total_seconds() // 60)),
    }  # fmt: skip


def _proposal_page(proposal: Proposal, wrong_id: int = 0, wrong: RestoreForm | None = None) -> str:
    return render_template(
        "scrutiny/proposal.html", proposal=proposal, rows=[_row(one) for one in queries.of_proposal(proposal.id)],
        made=queries.decisions(proposal.id), wrong=wrong, wrong_id=wrong_id,
    )  # fmt: skip
