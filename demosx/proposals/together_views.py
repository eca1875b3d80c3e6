"""Proposing together: inviting by a link, what the link shows, joining and leaving."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..core.errors import NotAllowed
from ..core.mail import link as full_link
from ..core.permissions import current_actor, needs, public, require
from ..people.queries import nicknames
from . import access, co_proposers, queries, writing_queries
from .errors import InvitationOver
from .models import Proposal
from .show import author_name
from .views import bp

MADE = "invitation"  # the secret of a link that was just made, which is shown once


@bp.get("/proposals/<int:id>/together")
@needs("proposal:add_own")
def together(id: int) -> str:
    """Who proposes together, and the invitations: for those who propose."""
    proposal = queries.visible(id, current_actor())
    require("proposal:add_own", proposal)
    number, secret = session.pop(MADE, (0, ""))
    link = full_link("proposals.invitation", secret=secret) if number == id else ""
    found = writing_queries.written_around(id)
    return render_template(
        "proposals/together.html", proposal=proposal, link=link, most=co_proposers.MOST,
        joined=found.joined, waiting=[one for one in found.invitations if co_proposers.is_open(one)],
        mine=access.is_proposer(current_actor(), proposal), author=author_name(proposal),
        days=co_proposers.HOLDS.days,
    )  # fmt: skip


@bp.post("/proposals/<int:id>/together")
@needs("proposal:withdraw_own")
def invite(id: int) -> ResponseReturnValue:
    """Make a link for one person. It is shown on the page that follows, and never again."""
    proposal = queries.visible(id, current_actor())
    require("proposal:withdraw_own", proposal)
    session[MADE] = (id, co_proposers.invite(proposal, actor=current_actor()))
    return redirect(url_for(".together", id=id))


@bp.post("/proposals/<int:id>/together/<int:number>/remove")
@needs("proposal:withdraw_own")
def take_off(id: int, number: int) -> ResponseReturnValue:
    """Take back an invitation, or take somebody off."""
    proposal = queries.visible(id, current_actor())
    require("proposal:withdraw_own", proposal)
    co_proposers.take_back(proposal, number, actor=current_actor())
    flash(_("Done."), "success")
    return redirect(url_for(".together", id=id))


@bp.post("/proposals/<int:id>/together/leave")
@needs("proposal:add_own", freely=True)
def leave_together(id: int) -> ResponseReturnValue:
    """Propose together no longer."""
    proposal = queries.visible(id, current_actor())
    if access.is_proposer(current_actor(), proposal):
        raise NotAllowed()
    co_proposers.leave(proposal, actor=current_actor())
    flash(_("You do not propose this any more. What you have written stays."), "success")
    return redirect(
        url_for(".show", id=id) if access.may_see(current_actor(), proposal) else url_for("people.me")
    )


@bp.get("/together/<secret>")
@public
def invitation(secret: str) -> ResponseReturnValue:
    """What somebody is invited to, and what they agree to. Nothing happens before they press the button."""
    found, proposal = co_proposers.invitation(secret)
    actor = current_actor()
    if access.proposes(actor, proposal):
        return redirect(url_for(".show", id=proposal.id))
    if not co_proposers.is_open(found):
        raise InvitationOver()
    return _invitation_page(secret, proposal, {"until": found.expires_at})


@bp.post("/together/<secret>")
@needs("proposal:join")
def join_together(secret: str) -> ResponseReturnValue:
    """Propose together."""
    proposal = co_proposers.join(secret, actor=current_actor())
    flash(_("You propose this together now. You are told of every step."), "success")
    return redirect(url_for(".show", id=proposal.id))


def _invitation_page(secret: str, proposal: Proposal, more: dict[str, Any]) -> str:
    actor = current_actor()
    names = nicknames({actor.id}) if actor.id is not None else {}
    return render_template(
        "proposals/invitation.html", proposal=proposal, author=author_name(proposal), secret=secret,
        nickname=names.get(actor.id or 0, ""), **more,
    )  # fmt: skip
