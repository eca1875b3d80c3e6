"""What the city asks: proposals of its own."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ...core.paging import page_url
from ...core.permissions import public
from ...proposals.agency import publish_all_due
from ...proposals.cards import cards
from ...proposals.queries import Filters, listed

bp = Blueprint("ask", __name__)


@bp.get("/ask")
@public
def index() -> ResponseReturnValue:
    """The city's own proposals, the newest first."""
    publish_all_due()
    page = listed(Filters(origin="agency"), cursor=request.args.get("page"))
    return render_template(
        "deliberations/ask.html", cards=cards(page.items),
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip
