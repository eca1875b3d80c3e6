"""What can be done to opinions. Each answer goes back to where the opinion is read."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core import clock
from ..core.errors import ChangedMeanwhile, InvalidInput, NotFound
from ..core.permissions import current_actor, needs, public, require, signed_in
from ..core.security import local_path
from ..core.seen import mark as seen_mark
from ..core.settings import site
from ..core.web import row_number
from ..journey.rules import process_of
from ..proposals import queries as proposals
from ..proposals.personal_data import found_in, mark
from . import moderation, objections, queries, reports, services
from .forms import HideForm, ObjectionForm, ReportForm, SayForm
from .models import Opinion
from .talk import OPENED, PAGE, quote_of, sides_of, thread_address, with_opened
from .words import REASON_NAMES, RULES

bp = Blueprint("opinions", __name__)


@bp.get("/opinions/rules")
@public
def rules() -> str:
    """What may be said here, and what happens with what may not."""
    days = site().moderation.objection_days
    return render_template("opinions/rules.html", rules=RULES, names=REASON_NAMES, days=days)


@bp.get("/opinions/<int:id>")
@public
def go(id: int) -> ResponseReturnValue:
    """Where an opinion is read: the page of its thread on which it stands."""
    actor = current_actor()
    opinion = queries.visible(id, actor)
    if not opinion.visible:
        if opinion.hidden_at is not None and opinion.account_id == actor.id and opinion.deleted_at is None:
            return redirect(url_for("opinions.objection", id=id))
        if not opinion.shown:
            raise NotFound()
    more = {PAGE: queries.cursor_of(opinion), OPENED: opinion.parent_id}
    return redirect(thread_address(opinion, anchor=f"opinion-{id}", **more))


@bp.get("/proposals/<int:proposal_id>/opinions/new")
@public
def say_form(proposal_id: int) -> str:
    """The form for an opinion that quotes another one."""
    proposal = proposals.visible(proposal_id, current_actor())
    quotes = request.args.get("quotes", type=row_number)
    quote = quote_of(proposal, quotes)
    if quotes is not None and quote is None:
        raise NotFound()
    form = SayForm(
        formdata=None, sides=_sides_of(proposal),
        data={"quotes": quotes, "back": local_path(request.args.get("back"), "")},
    )  # fmt: skip
    return render_template("opinions/say.html", form=form, proposal=proposal, quote=quote)


@bp.post("/proposals/<int:proposal_id>/opinions")
@needs("opinion:create")
def say(proposal_id: int) -> ResponseReturnValue:
    """Say something, or answer somebody. Whoever writes down a contact is asked once whether that is meant."""
    actor = current_actor()
    proposal = proposals.visible(proposal_id, actor)
    form = SayForm(sides=_sides_of(proposal))
    if not form.validate_on_submit() or not _contact_meant(form):
        quote = quote_of(proposal, form.quotes.data)
        return render_template("opinions/say.html", form=form, proposal=proposal, quote=quote), 422
    opinion = services.say(
        proposal, form.text("body"), actor=actor, parent_id=form.parent.data or None,
        quotes_id=form.quotes.data or None, stance=_stance(form),
    )  # fmt: skip
    flash(_("Your opinion is published."), "success")
    return _back(opinion, form.text("back"))


@bp.get("/opinions/<int:id>/edit")
@needs("opinion:create")
def edit_form(id: int) -> ResponseReturnValue:
    """The form for changing one's own opinion."""
    opinion = _own(id)
    form = SayForm(
        formdata=None, sides=_sides_of(opinion.proposal),
        data={
            "body": opinion.text, "stance": opinion.stance or "", "seen": seen_mark(services.shown(opinion)),
            "back": local_path(request.args.get("back"), ""),
        },
    )  # fmt: skip
    return _edit_page(form, opinion)


@bp.post("/opinions/<int:id>/edit")
@needs("opinion:create")
def edit(id: int) -> ResponseReturnValue:
    """Change one's own opinion; where another window has changed it meanwhile, show both."""
    opinion = _own(id)
    form = SayForm(sides=_sides_of(opinion.proposal))
    if not form.validate_on_submit() or not _contact_meant(form):
        return _edit_page(form, opinion), 422
    seen = form.text("seen")
    try:
        services.edit(opinion, form.text("body"), actor=current_actor(), stance=_stance(form), seen=seen)
    except ChangedMeanwhile:
        form.seen.raw_data, form.seen.data = None, seen_mark(services.shown(opinion))
        return _edit_page(form, opinion, [(_("Your opinion"), opinion.text)]), 409
    flash(_("Your changes are saved."), "success")
    return _back(opinion, form.text("back"))


@bp.post("/opinions/<int:id>/delete")
@needs("opinion:create", freely=True)
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
@needs("opinion:agree", freely=True)
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


@bp.get("/opinions/<int:id>/objection")
@signed_in
def objection(id: int) -> str:
    """Why one's own opinion was hidden, what it said, and how to object; or what came of that."""
    return _objection_page(_own(id), ObjectionForm(formdata=None))


@bp.post("/opinions/<int:id>/objection")
@signed_in
def object_to(id: int) -> ResponseReturnValue:
    """Object to the hiding of one's own opinion."""
    opinion = _own(id)
    form = ObjectionForm()
    if not form.validate_on_submit():
        return _objection_page(opinion, form), 422
    objections.object_to(opinion, form.text("why"), actor=current_actor())
    flash(
        _("Your objection has arrived. Somebody else looks at it, and you are told what comes of it."),
        "success",
    )
    return redirect(url_for("opinions.objection", id=id))


@bp.post("/opinions/<int:id>/hide")
@needs("opinion:moderate")
def hide(id: int) -> ResponseReturnValue:
    """Hide an opinion by a rule of the house."""
    opinion = queries.visible(id, current_actor())
    require("opinion:moderate", opinion.proposal)
    form = HideForm()
    if not form.validate_on_submit():
        raise InvalidInput(
            _("Please choose the rule that was broken, and say why where it is “Something else”.")
        )
    moderation.hide(opinion, form.text("reason"), actor=current_actor(), rule=form.text("rule"))
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


def _edit_page(form: SayForm, opinion: Opinion, theirs: Sequence[tuple[str, str]] = ()) -> str:
    return render_template(
        "opinions/edit.html", form=form, opinion=opinion, proposal=opinion.proposal, theirs=theirs
    )


def _objection_page(opinion: Opinion, form: ObjectionForm) -> str:
    if opinion.hidden_at is None and objections.last_of(opinion.id) is None:
        raise NotFound()
    last = objections.until(opinion)
    return render_template(
        "opinions/objection.html", opinion=opinion, proposal=opinion.proposal, form=form, until=last,
        rule=REASON_NAMES.get(opinion.hidden_rule, ""), objection=objections.present(opinion),
        may_object=last is not None and clock.now() <= last,
    )  # fmt: skip


def _contact_meant(form: SayForm) -> bool:
    """Whether no personal data seem to stand in a text, or its author was asked about these very ones and means it."""
    found = found_in(form.text("body"))
    if not found or form.text("contact_meant") == mark(found):
        return True
    form.found = found
    form.contact_meant.data = mark(found)
    return False


def _sides_of(proposal: Any) -> dict[str, str]:
    """The stances that may be shown where the proposal is now."""
    process = process_of(proposal.version_id)
    return sides_of(process, process.stages[proposal.stage])


def _stance(form: SayForm) -> str | None:
    return form.text("stance") or None if "stance" in form else None


def _back(opinion: Opinion, back: str, anchor: str = "") -> ResponseReturnValue:
    """Back to the page on which somebody was, with the replies unfolded among which the opinion stands."""
    path = local_path(back, url_for("proposals.show", id=opinion.proposal_id))
    if opinion.parent_id is not None and not anchor:
        path = with_opened(path, opinion.parent_id)
    return redirect(f"{path.partition('#')[0]}#{anchor or f'opinion-{opinion.id}'}")
