"""The support button. It works without JavaScript, and for a visitor: signing in comes first, then the page again."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.db import db
from ...core.limits import address_block
from ...core.permissions import current_actor, needs
from ...people.models import Account
from ...proposals import queries as proposals
from . import services
from .queries import support_of
from .throttles import before_support

bp = Blueprint("support", __name__)


@bp.post("/proposals/<int:id>/support")
@needs("proposal:support")
def give(id: int) -> ResponseReturnValue:
    """Support a proposal."""
    actor = current_actor()
    proposal = proposals.visible(id, actor)
    giver = db.session.get_one(Account, actor.id)
    before_support(giver)
    new = services.support(proposal, actor=actor, block=address_block())
    given = support_of(id, actor.id) if actor.id is not None else None
    if given is not None and given.discount_id is not None:
        flash(_("Your support is noted. It is being checked and does not count for now."))
    elif new:
        flash(_("Thank you. Your support is counted."), "success")
    elif given is not None and given.via_id is not None:
        flash(_("You count here already: your support came with a proposal that was merged into this one."))
    else:
        flash(_("You support this proposal already."))
    return redirect(url_for("proposals.show", id=id, _anchor="now"))


@bp.post("/proposals/<int:id>/withdraw-support")
@needs("proposal:support", freely=True)
def withdraw(id: int) -> ResponseReturnValue:
    """Take back one's support."""
    proposal = proposals.visible(id, current_actor())
    if services.withdraw_support(proposal, actor=current_actor()):
        flash(_("Your support is withdrawn."), "success")
    else:
        flash(_("You do not support this proposal."))
    return redirect(url_for("proposals.show", id=id, _anchor="now"))
