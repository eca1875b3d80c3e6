"""What can be done to opinions. Each answer goes back to where the opinion is read."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.errors import InvalidInput, NotFound
from ..core.permissions import current_actor, needs, require
from ..core.security import local_path
from ..journey.rules import process_of
from ..proposals import queries as proposals
from . import moderation, queries, reports, services
from .forms import ReasonForm, ReportForm, SayForm
from .models import Opinion
from .talk import sides_of

bp = Blueprint("opinions", __name__)


@bp.post("/proposals/<int:proposal_id>/opinions")
@needs("opinion:create")
def say(proposal_id: int) -> ResponseReturnValue:
    """Say something, or answer somebody."""
    actor = current_actor()
    proposal = proposals.visible(proposal_id, actor)
    form = SayForm(sides=_sides_of(proposal))
    if not form.validate_on_submit():
        return render_template("opinions/say.html", form=form, proposal=proposal), 422
    opinion = services.say(
        proposal, form.text("body"), actor=actor, parent_id=form.parent.data or None, stance=_stance(form)
    )
    flash(_("Your opinion is published."), "success")
    return _back(opinion, form.text("back"))


@bp.get("/opinions/<int:id>/edit")
@needs("opinion:create")
def edit_form(id: int) -> ResponseReturnValue:
    """The form for changing one's own opinion."""
    opinion = _own(id)
    form = SayForm(
        formdata=None, sides=_sides_of(opinion.proposal),
        data={"body": opinion.text, "stance": opinion.stance or "", "back": local_path(request.args.get("back"), "")},
    )  # fmt: skip
    return render_template("opinions/edit.html", form=form, opinion=opinion, proposal=opinion.proposal)


@bp.post("/opinions/<int:id>/edit")
@needs("opinion:create")
def edit(id: int) -> ResponseReturnValue:
    """Change one's own opinion."""
    opinion = _own(id)
    form = SayForm(sides=_sides_of(opinion.proposal))
    if not form.validate_on_submit():
        page = render_template("opinions/edit.html", form=form, opinion=opinion, proposal=opinion.proposal)
        return page, 422
    services.edit(opinion, form.text("body"), actor=current_actor(), stance=_stance(form))
    flash(_("Your changes are saved."), "success")
    return _back(opinion, form.text("back"))


@bp.post("/opinions/<int:id>/delete")
@needs("opinion:create")
def delete(id: int) -> ResponseReturnValue:
    """Take back one's own opinion."""
    opinion = _own(id)
    services.delete(opinion, actor=current_actor())
    flash(_("Your opinion is deleted."), "success")
    return _back(opinion, request.form.get("back", ""), anchor="opinions")


@bp.post("/opinions/<int:id>/agree")
@needs("opinion:agree")
def agree(id: int) -> ResponseReturnValue:
    """Agree with an opinion."""
    opinion = _readable(id)
    services.agree(opinion, actor=current_actor())
    return _back(opinion, request.form.get("back", ""))


@bp.post("/opinions/<int:id>/unagree")
@needs("opinion:agree")
def unagree(id: int) -> ResponseReturnValue:
    """Take back an agreement."""
    opinion = _readable(id)
    services.unagree(opinion, actor=current_actor())
    return _back(opinion, request.form.get("back", ""))


@bp.post("/opinions/<int:id>/report")
@needs("opinion:report")
def report(id: int) -> ResponseReturnValue:
    """Ask the operators to look at an opinion."""
    opinion = _readable(id)
    form = ReportForm()
    if not form.validate_on_submit():
        raise InvalidInput(_("Please say what is wrong with the opinion."))
    reports.report(opinion, form.text("reason"), actor=current_actor(), note=form.text("note"))
    flash(_("Thank you. The operators will look at it."), "success")
    return _back(opinion, form.text("back"))


@bp.post("/opinions/<int:id>/hide")
@needs("opinion:moderate")
def hide(id: int) -> ResponseReturnValue:
    """Hide an opinion, with a reason."""
    opinion = queries.visible(id, current_actor())
    require("opinion:moderate", opinion.proposal)
    form = ReasonForm()
    if not form.validate_on_submit():
        raise InvalidInput(_("Please say why it is hidden."))
    moderation.hide(opinion, form.text("reason"), actor=current_actor())
    flash(_("The opinion is hidden."), "success")
    return _back(opinion, form.text("back"), anchor="opinions")


@bp.post("/opinions/<int:id>/show")
@needs("opinion:moderate")
def show(id: int) -> ResponseReturnValue:
    """Show a hidden opinion again."""
    opinion = queries.visible(id, current_actor())
    require("opinion:moderate", opinion.proposal)
    moderation.show(opinion, actor=current_actor())
    flash(_("The opinion is shown again."), "success")
    return _back(opinion, request.form.get("back", ""))


@bp.post("/opinions/<int:id>/keep")
@needs("opinion:moderate")
def keep(id: int) -> ResponseReturnValue:
    """Settle the reports of an opinion that may stay."""
    opinion = queries.visible(id, current_actor())
    require("opinion:moderate", opinion.proposal)
    moderation.keep(opinion, actor=current_actor())
    flash(_("The opinion stays; its reports are settled."), "success")
    return _back(opinion, request.form.get("back", ""))


def _readable(id: int) -> Opinion:
    """An opinion that can be read by everyone who sees its proposal."""
    opinion = queries.visible(id, current_actor())
    if not opinion.visible:
        raise NotFound()
    return opinion


def _own(id: int) -> Opinion:
    """The person's own opinion; anybody else's is as good as not there."""
    opinion = queries.visible(id, current_actor())
    if opinion.account_id != current_actor().id or opinion.deleted_at is not None:
        raise NotFound()
    return opinion


def _sides_of(proposal: Any) -> dict[str, str]:
    """The stances that may be shown where the proposal is now."""
    process = process_of(proposal.version_id)
    return sides_of(process, process.stages[proposal.stage])


def _stance(form: SayForm) -> str | None:
    return form.text("stance") or None if "stance" in form else None


def _back(opinion: Opinion, back: str, anchor: str = "") -> ResponseReturnValue:
    path = local_path(back, url_for("proposals.show", id=opinion.proposal_id))
    return redirect(f"{path.partition('#')[0]}#{anchor or f'opinion-{opinion.id}'}")
