"""The list of proposals, and changing and hiding one."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.permissions import current_actor, needs, public, require
from ..core.text import clean
from ..journey.queries import standing
from ..journey.travel import StageClosed, moment
from . import list_page, own_duties, personal_data, queries, services
from .cards import area_name, district_name
from .errors import EditedMeanwhile
from .forms import EditForm, HideForm
from .models import Proposal
from .writing_page import TEXTS, found_in, map_of, remove_personal_data

bp = Blueprint("proposals", __name__)


@bp.get("/proposals")
@public
def index() -> str:
    """The list: narrowed, searched, sorted, a page at a time."""
    return list_page.page()


@bp.get("/proposals/<int:id>/edit")
@needs("proposal:edit_own")
def edit_form(id: int) -> str:
    """The form for changing the text."""
    proposal = _own(id)
    if "edit" not in standing(proposal).allowed():
        raise StageClosed()
    form = EditForm(formdata=None, obj=proposal, body=proposal.text)
    return _edit_page(form, proposal)


@bp.post("/proposals/<int:id>/edit")
@needs("proposal:edit_own")
def edit(id: int) -> ResponseReturnValue:
    """Change the text; where somebody else has changed it meanwhile, show both."""
    proposal = _own(id)
    form = EditForm()
    if not form.validate_on_submit():
        return _edit_page(form, proposal), 422
    if request.form.get("do") == "remove":
        remove_personal_data(form)
    before = "\n".join((proposal.title, proposal.text, proposal.place, proposal.group_name))
    found = [one for one in found_in({name: form.text(name) for name in TEXTS}) if one.text not in before]
    mark = personal_data.mark(found)
    if found and form.sent_anyway.data != mark:
        return _edit_page(form, proposal, found=found, mark=mark), 422
    try:
        services.edit(
            proposal, form.text("title"), form.text("body"), actor=current_actor(),
            revision=form.revision.data or 0, place=form.text("place"), area=form.text("area"),
            district=form.text("district"), group_name=form.text("group_name"), position=form.position,
        )  # fmt: skip
    except EditedMeanwhile:
        return _both_texts(form, proposal)
    flash(_("Your changes are saved."), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/proposals/<int:id>/press")
@needs("proposal:withdraw_own")
def press(id: int) -> ResponseReturnValue:
    """Press a button that the process gives to the proposer."""
    proposal = queries.visible(id, current_actor())
    require("proposal:withdraw_own", proposal)
    with moment(proposal, current_actor()) as journey:
        journey.press(request.form.get("rule", ""), {"reason": request.form.get("reason", "")})
    flash(_("Done."), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/proposals/<int:id>/duties/<int:duty_id>")
@needs("proposal:add_own")
def complete(id: int, duty_id: int) -> ResponseReturnValue:
    """Do what was asked of the proposer."""
    proposal = queries.visible(id, current_actor())
    require("proposal:add_own", proposal)
    text, outcome = clean(request.form.get("done", "")), request.form.get("outcome", "")
    own_duties.complete(proposal, duty_id, text, outcome, current_actor())
    flash(_("Thank you. Those who work on it are told."), "success")
    return redirect(url_for(".show", id=id))


@bp.get("/proposals/<int:id>/hide")
@needs("proposal:hide")
def hide_form(id: int) -> str:
    """The form for taking a proposal out of sight."""
    proposal = queries.visible(id, current_actor())
    require("proposal:hide", proposal)
    return render_template("proposals/hide.html", proposal=proposal, form=HideForm(formdata=None))


@bp.post("/proposals/<int:id>/hide")
@needs("proposal:hide")
def hide(id: int) -> ResponseReturnValue:
    """Take a proposal out of sight."""
    proposal = queries.visible(id, current_actor())
    require("proposal:hide", proposal)
    form = HideForm()
    if not form.validate_on_submit():
        return render_template("proposals/hide.html", proposal=proposal, form=form), 422
    services.hide(proposal, form.why(), current_actor())
    flash(_("The proposal is hidden."), "success")
    return redirect(url_for(".show", id=id))


@bp.post("/proposals/<int:id>/show")
@needs("proposal:hide")
def show_again(id: int) -> ResponseReturnValue:
    """Put a hidden proposal back in sight."""
    proposal = queries.visible(id, current_actor())
    require("proposal:hide", proposal)
    services.show(proposal, current_actor())
    flash(_("The proposal is shown again."), "success")
    return redirect(url_for(".show", id=id))


def _own(id: int) -> Proposal:
    proposal = queries.visible(id, current_actor())
    require("proposal:edit_own", proposal)
    return proposal


def _both_texts(form: EditForm, proposal: Proposal) -> ResponseReturnValue:
    theirs = [(_("Title"), proposal.title), (_("Text"), proposal.text)]
    beside = (
        (_("Place"), form.text("place"), proposal.place),
        (_("For a group"), form.text("group_name"), proposal.group_name),
        (_("Area"), area_name(form.text("area")), area_name(proposal.area)),
        (_("District"), district_name(form.text("district")), district_name(proposal.district)),
    )
    theirs += [(label, saved or _("None")) for label, typed, saved in beside if typed != saved]
    form.revision.raw_data, form.revision.data = None, proposal.revision
    return make_response(_edit_page(form, proposal, theirs=theirs), 409)


def _edit_page(form: EditForm, proposal: Proposal, **more: Any) -> str:
    shown = {"theirs": None, "found": [], "mark": "", **more, **map_of(form)}
    return render_template("proposals/edit.html", form=form, proposal=proposal, **shown)
