"""Taking over what one said before one had an account."""

from collections.abc import Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from ...core.errors import DomainError
from ...core.i18n import number
from ...core.permissions import current_actor, needs, public
from ...proposals.access import may_see
from ...proposals.models import Proposal
from .. import claiming, codes, queries
from ..errors import CodeUnknown
from ..forms import ClaimForm
from ..models import Entry
from ..words import CHANNEL_NAMES, KIND_NAMES, out_of_sight
from . import claim_bp

FOLLOW = "proposal:follow"


@claim_bp.get("/claim")
@public
def ask() -> str:
    """Type the code of a slip, or come by its QR code. Nothing is looked up before it is sent."""
    code = codes.read(request.args.get("code", "")) or ""
    return render_template(
        "intake/claim.html", form=ClaimForm(formdata=None, data={"code": code}), found=None
    )


@claim_bp.post("/claim")
@needs(FOLLOW)
def find() -> ResponseReturnValue:
    """What the person with this code has said."""
    form = ClaimForm()
    if not form.validate_on_submit():
        return make_response(render_template("intake/claim.html", form=form, found=None), 422)
    try:
        claiming.before_looking(current_actor().id)
        found = claiming.found(form.text("code"))
    except DomainError as refused:
        if isinstance(refused, CodeUnknown):
            claiming.after_failing()
        form.code.errors = [str(refused)]
        return make_response(render_template("intake/claim.html", form=form, found=None), refused.status)
    return render_template(
        "intake/claim.html", form=form, found=_rows(found), code=codes.read(form.text("code"))
    )


@claim_bp.post("/claim/take")
@needs(FOLLOW)
def take() -> ResponseReturnValue:
    """Make it one's own."""
    ids = {
        int(one) for one in request.form.getlist("entry") if one.isascii() and one.isdigit() and len(one) < 19
    }
    claiming.before_looking(current_actor().id)
    try:
        taken = claiming.claim(request.form.get("code", ""), ids, actor=current_actor())
    except CodeUnknown:
        claiming.after_failing()
        raise
    flash(
        ngettext("%(count)s entry is yours now. You follow what becomes of it.",
                 "%(count)s entries are yours now. You follow what becomes of them.", len(taken),
                 count=number(len(taken))),
        "success",
    )  # fmt: skip
    proposals, _opinions = queries.became(taken[:1])
    first = proposals[taken[0].proposal_id]
    readable = len(taken) == 1 and may_see(current_actor(), first)
    return redirect(url_for("proposals.show", id=first.id) if readable else url_for("people.me"))


def _rows(found: Sequence[Entry]) -> list[dict[str, Any]]:
    proposals, opinions = queries.became(found)
    titles = queries.event_titles({one.event_id for one in found if one.event_id})
    return [
        {
            "id": one.id, "kind": KIND_NAMES[one.kind], "channel": CHANNEL_NAMES[one.channel],
            "event": titles.get(one.event_id or 0, ""), "title": _title(one, proposals[one.proposal_id]),
            "text": opinions[one.opinion_id].text if one.opinion_id in opinions else proposals[one.proposal_id].text,
            "at": one.written_at,
        }
        for one in found
    ]  # fmt: skip


def _title(entry: Entry, proposal: Proposal) -> str:
    """The title of what one has proposed; of what one had an opinion on, as long as one may see it."""
    seen = entry.kind == "proposal" or may_see(current_actor(), proposal)
    return proposal.title if seen else out_of_sight()
