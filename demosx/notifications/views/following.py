"""Following proposals. It works without JavaScript, and for a visitor: signing in comes first."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.paging import page_url
from ...core.permissions import current_actor, needs, signed_in
from ...core.security import local_path
from ...proposals import queries as proposals
from ...proposals.cards import card
from .. import queries, services
from . import bp
from .inbox import me

FOLLOW = "proposal:follow"


@bp.get("/me/following")
@signed_in
def following() -> str:
    """What I follow."""
    page = queries.following(me().id, request.args.get("page"))
    return render_template(
        "notifications/following.html",
        rows=[(one.proposal_id, card(one.proposal)) for one in page.items],
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.post("/proposals/<int:id>/follow")
@needs(FOLLOW)
def follow(id: int) -> ResponseReturnValue:
    """Be told of every step of a proposal."""
    proposal = proposals.visible(id, current_actor())
    services.follow(proposal, actor=current_actor())
    flash(_("You follow this proposal. We tell you when something happens to it."), "success")
    return redirect(url_for("proposals.show", id=id))


@bp.post("/proposals/<int:id>/unfollow")
@needs(FOLLOW)
def unfollow(id: int) -> ResponseReturnValue:
    """Be told no more."""
    proposal = proposals.visible(id, current_actor())
    services.unfollow(proposal, actor=current_actor())
    flash(_("You do not follow this proposal any more."), "success")
    return redirect(local_path(request.form.get("back"), url_for("proposals.show", id=id)))
