"""What is due on my desk, and what came in."""

from typing import Any

from flask import render_template, request, url_for

from ...core.paging import Page, page_url
from ...core.permissions import can, current_actor, needs
from ...opinions.moderation import MODERATE
from ...opinions.waiting import number_waiting
from ...proposals.cards import card
from ...proposals.models import Proposal
from ..access import within_reach
from ..queries import board, staff
from ..queries import duties as mine
from ..reminders import reminders
from ..words import by_time, drafts, duty_row
from . import bp

FIRST = 10


@bp.get("")
@needs("desk:see")
def index() -> str:
    """My duties by due day, and below them what came in."""
    actor, cursor = current_actor(), request.args.get("page")
    dated = mine.dated(actor, cursor)
    undated = mine.undated(actor, None, FIRST) if not cursor else None
    rows = [duty_row(duty) for duty in [*dated.items, *(undated.items if undated else [])]]
    present = board.processes()
    arrivals = staff.arrivals(actor, None, FIRST) if can("proposal:assign") and not cursor else None
    return render_template(
        "desk/index.html",
        sections=by_time(rows[: len(dated.items)]),
        undated=[row for row in rows[len(dated.items) :] if row["state"] != "paused"],
        stopped=[row for row in rows[len(dated.items) :] if row["state"] == "paused"],
        more_undated=bool(undated and undated.next),
        to_open=[_arrival(proposal) for proposal in board.to_open(actor, present)] if not cursor else [],
        drafts=drafts(actor, present) if can("proposal:create_agency") else [],
        arrivals=[_arrival(proposal) for proposal in arrivals.items] if arrivals else None,
        more_arrivals=bool(arrivals and arrivals.next),
        waiting=number_waiting(within_reach(actor, MODERATE)) if can(MODERATE) else 0,
        reminders=reminders() if not cursor else [],
        next_url=page_url(dated.next),
        previous_url=page_url(dated.previous),
    )


@bp.get("/undated")
@needs("desk:see")
def undated() -> str:
    """My duties without a fixed day."""
    page = mine.undated(current_actor(), request.args.get("page"))
    return render_template(
        "desk/undated.html", rows=[duty_row(duty) for duty in page.items], next_url=page_url(page.next),
        previous_url=page_url(page.previous),
    )  # fmt: skip


@bp.get("/arrivals")
@needs("proposal:assign")
def arrivals() -> str:
    """Proposals for which no department is responsible yet."""
    page: Page[Proposal] = staff.arrivals(current_actor(), request.args.get("page"))
    return render_template(
        "desk/arrivals.html", cards=[_arrival(proposal) for proposal in page.items],
        next_url=page_url(page.next), previous_url=page_url(page.previous),
    )  # fmt: skip


def _arrival(proposal: Proposal) -> dict[str, Any]:
    return {**card(proposal), "url": url_for("desk.proposal", id=proposal.id), "receipt": proposal.number}
