"""Reported opinions: hiding them, or letting them stay."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.permissions import current_actor, needs, require
from ...opinions.models import Opinion
from ...opinions.moderation import hide, keep
from ...opinions.queries import visible
from ...opinions.reports import reported
from ...opinions.words import REASON_NAMES
from ..forms import ReasonForm
from . import bp


@bp.get("/opinions")
@needs("opinion:moderate")
def opinions() -> ResponseReturnValue:
    """What was reported and waits for somebody to look at it."""
    return _page()


@bp.post("/opinions/<int:opinion_id>/hide")
@needs("opinion:moderate")
def hide_opinion(opinion_id: int) -> ResponseReturnValue:
    """Hide a reported opinion."""
    opinion = _opinion(opinion_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(opinion_id, form)
    hide(opinion, form.reason.data or "", actor=current_actor())
    flash(_("The opinion is hidden."), "success")
    return redirect(url_for("desk.opinions"))


@bp.post("/opinions/<int:opinion_id>/keep")
@needs("opinion:moderate")
def keep_opinion(opinion_id: int) -> ResponseReturnValue:
    """Let a reported opinion stay."""
    keep(_opinion(opinion_id), actor=current_actor())
    flash(_("The opinion stays."), "success")
    return redirect(url_for("desk.opinions"))


def _opinion(opinion_id: int) -> Opinion:
    opinion = visible(opinion_id, current_actor())
    require("opinion:moderate", opinion.proposal)
    return opinion


def _page(wrong_id: int | None = None, wrong: ReasonForm | None = None) -> ResponseReturnValue:
    page = reported(request.args.get("page"))
    html = render_template(
        "desk/opinions.html",
        page=page,
        reasons=REASON_NAMES,
        wrong_id=wrong_id,
        wrong=wrong,
        next_url=url_for("desk.opinions", page=page.next) if page.next else None,
        previous_url=url_for("desk.opinions", page=page.previous) if page.previous else None,
    )
    return html, 422 if wrong else 200
