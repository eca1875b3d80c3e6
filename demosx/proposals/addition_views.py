"""Writing an addition, and taking one away."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.permissions import current_actor, needs, require, signed_in
from . import additions, queries
from .views import bp
from .writing_forms import AdditionForm


@bp.get("/proposals/<int:id>/additions")
@needs("proposal:add_own")
def addition_form(id: int) -> str:
    """The form for an addition."""
    proposal = queries.visible(id, current_actor())
    require("proposal:add_own", proposal)
    return render_template("proposals/add.html", proposal=proposal, form=AdditionForm(formdata=None))


@bp.post("/proposals/<int:id>/additions")
@needs("proposal:add_own")
def add(id: int) -> ResponseReturnValue:
    """Write an addition."""
    proposal = queries.visible(id, current_actor())
    require("proposal:add_own", proposal)
    form = AdditionForm()
    if not form.validate_on_submit():
        return render_template("proposals/add.html", proposal=proposal, form=form), 422
    additions.add(proposal, form.text("addition"), actor=current_actor())
    flash(_("Your addition stands below the text now."), "success")
    return redirect(url_for(".show", id=id) + "#additions")


@bp.post("/proposals/<int:id>/additions/<int:addition_id>/remove")
@signed_in
def remove_addition(id: int, addition_id: int) -> ResponseReturnValue:
    """Take an addition away: one's own, or the staff's with a reason. The service asks who it is."""
    proposal = queries.visible(id, current_actor())
    additions.take_away(proposal, addition_id, request.form.get("reason", ""), actor=current_actor())
    flash(_("The addition is taken away."), "success")
    return redirect(url_for(".show", id=id) + "#additions")
