"""The public page of all estimates, and what staff do on the desk."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from demosx.core.permissions import current_actor, needs, public, require
from demosx.proposals.cards import card
from demosx.proposals.models import Proposal
from demosx.proposals.queries import visible

from . import queries, services
from .forms import CostForm

bp = Blueprint("participatory_budget", __name__)


@bp.get("/costs")
@public
def index() -> str:
    """What proposals would cost, the latest first, a page at a time."""
    page = queries.estimated(request.args.get("page"))
    rows = [{**card(row.proposal), "cost": row.cost, "lines": row.lines} for row in page.items]
    return render_template(
        "participatory_budget/index.html",
        rows=rows,
        next_url=_page(page.next),
        previous_url=_page(page.previous),
    )


@bp.post("/desk/proposals/<int:id>/costs")
@needs("costs:write")
def add(id: int) -> ResponseReturnValue:
    """Add a line to the estimate."""
    proposal = _proposal(id)
    form = CostForm()
    if not form.validate_on_submit():
        return _again(proposal, form), 422
    services.add_item(
        proposal, form.text("title"), form.amount.data or 0, form.text("note"), actor=current_actor()
    )
    flash(_("The cost was added."), "success")
    return _back(id)


@bp.post("/desk/proposals/<int:id>/costs/<int:item>/remove")
@needs("costs:write")
def remove(id: int, item: int) -> ResponseReturnValue:
    """Take a line back."""
    proposal = _proposal(id)
    services.remove_item(proposal, item, actor=current_actor())
    flash(_("The cost was taken back."), "success")
    return _back(id)


def _proposal(id: int) -> Proposal:
    proposal = visible(id, current_actor())
    require("costs:write", proposal)
    return proposal


def _again(proposal: Proposal, form: Any) -> str:
    return render_template("participatory_budget/add.html", proposal=proposal, form=form)


def _page(cursor: str | None) -> str | None:
    return url_for(".index", page=cursor) if cursor else None


def _back(id: int) -> ResponseReturnValue:
    return redirect(url_for("desk.proposal", id=id))
