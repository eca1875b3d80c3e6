"""The public page of answers, and of what was promised in them."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...core.paging import page_url
from ...core.permissions import public
from . import queries
from .kind import VERDICTS
from .models import OPEN_STATES, Commitment
from .pages import as_card, promise_as_page

bp = Blueprint("results", __name__)


@bp.get("/results")
@public
def index() -> ResponseReturnValue:
    """Answers lately, or what was promised: all of it, or what is late."""
    show = request.args.get("show", "answers")
    if show not in ("promises", "late"):
        return _answers()
    page = queries.promises(show == "late", request.args.get("page"))
    reports = queries.next_reports([promise.proposal_id for promise in page.items])
    return render_template(
        "results/promises.html", numbers=queries.numbers(), show=show,
        promises=[_promise(promise, reports.get(promise.proposal_id)) for promise in page.items],
        next_url=page_url(page.next), previous_url=page_url(page.previous), tabs=_tabs(show),
    )  # fmt: skip


def _answers() -> str:
    asked = request.args.get("verdict", "")
    verdict = asked if asked in VERDICTS else ""
    page = queries.latest_answers(verdict, request.args.get("page"))
    return render_template(
        "results/answers.html", numbers=queries.numbers(), answers=[as_card(given) for given in page.items],
        next_url=page_url(page.next), previous_url=page_url(page.previous), tabs=_tabs("answers"),
        filters=[_verdicts(verdict)],
    )  # fmt: skip


def _promise(promise: Commitment, report: object) -> dict[str, object]:
    url = url_for("proposals.show", id=promise.proposal_id) + f"#commitment-{promise.id}"
    awaited = report if promise.state in OPEN_STATES else None
    return {
        **promise_as_page(promise, next_report=awaited, url=url),
        "proposal": promise.proposal.title,
        "proposal_id": promise.proposal_id,
    }


def _tabs(current: str) -> list[dict[str, object]]:
    labels = {"answers": _("Answers"), "promises": _("What was promised"), "late": _("Late")}
    return [
        {"label": label, "url": url_for("results.index", show=show), "current": show == current}
        for show, label in labels.items()
    ]


def _verdicts(chosen: str) -> dict[str, object]:
    names = {
        "accept": _("Accepted"), "partly": _("Partly accepted"), "later": _("To be considered later"),
        "decline": _("Not accepted"),
    }  # fmt: skip
    options = [("", _("All")), *names.items()]
    return {"name": "verdict", "label": _("Outcome"), "value": chosen, "options": options}
