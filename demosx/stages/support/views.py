"""The support button. It works without JavaScript, and for a visitor: signing in comes first, then the page again."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.permissions import Actor, current_actor, needs
from ...proposals import queries as proposals
from . import services
from .queries import support_of

bp = Blueprint("support", __name__)


@bp.post("/proposals/<int:id>/support")
@needs("proposal:support")
def give(id: int) -> ResponseReturnValue:
    """Support a proposal."""
    actor = current_actor()
    proposal = proposals.visible(id, actor)
    if services.support(proposal, actor=actor):
        flash(_("Thank you. Your support is counted."), "success")
    elif came_along(id, actor):
        flash(_("You count here already: your support came with a proposal that was merged into this one."))
    else:
        flash(_("You support this proposal already."))
    return redirect(url_for("proposals.show", id=id, _anchor="now"))


def came_along(proposal_id: int, actor: Actor) -> bool:
    """Whether somebody supports a proposal because of another that was merged into it."""
    given = support_of(proposal_id, actor.id) if actor.id is not None else None
    return given is not None and given.via_id is not None


@bp.post("/proposals/<int:id>/withdraw-support")
@needs("proposal:support")
def withdraw(id: int) -> ResponseReturnValue:
    """Take back one's support."""
    proposal = proposals.visible(id, current_actor())
    if services.withdraw_support(proposal, actor=current_actor()):
        flash(_("Your support is withdrawn."), "success")
    else:
        flash(_("You do not support this proposal."))
    return redirect(url_for("proposals.show", id=id, _anchor="now"))
