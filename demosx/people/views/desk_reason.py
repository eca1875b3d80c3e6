"""Saying why one looks at personal data, before one does."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from ...core.errors import NotAllowed
from ...core.pending import onward
from ...core.permissions import current_actor, signed_in
from ...core.security import local_path
from .. import reasons
from ..desk_forms import ReasonForm
from . import bp


@bp.route("/desk/reason", methods=["GET", "POST"])
@signed_in
def desk_reason() -> ResponseReturnValue:
    """Ask why, keep it for an hour, and go on to what was asked for."""
    if not current_actor().is_staff:
        raise NotAllowed()
    form = ReasonForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        reasons.say(form.reason.data, form.text("detail"))
        return redirect(onward(local_path(form.text("next"), "/desk")))
    return render_template("people/desk_reason.html", form=form), 422 if form.errors else 200
