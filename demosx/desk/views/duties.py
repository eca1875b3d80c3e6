"""What is due on my desk, and what came in."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from ...core.i18n import number
from ...core.paging import Page, page_url
from ...core.permissions import Actor, can, current_actor, needs
from ...events.services import MANAGE
from ...merging.services import MERGE
from ...opinions.moderation import MODERATE
from ...proposals.cards import card
from ...proposals.models import Proposal
from ...scrutiny.services import DISCOUNT
from ...triage.sorting import SORT
from ..queries import board, staff, waiting
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
        all_arrivals=_all_arrivals() if arrivals and arrivals.next else "",
        waiting=_waiting(actor) if not cursor else [],
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


def _all_arrivals() -> str:
    """Where they are handled several in one go, by whoever may sort them; else where they are read."""
    return url_for("triage.index") if can(SORT) else url_for("desk.arrivals")


def _waiting(actor: Actor) -> list[dict[str, Any]]:
    """How much of what comes in waits for this person among others, each with its list."""
    kinds = {
        "unsorted": (SORT, _("To be sorted"), url_for("triage.index")),
        "unassigned": (
            "proposal:assign",
            _("Without a department"),
            url_for("triage.index", show="unassigned"),
        ),
        "opinions": (MODERATE, _("Opinions to decide on"), url_for("desk.opinions")),
        "alike": (MERGE, _("Merge candidates"), url_for("merge_candidates.index")),
        "calls": (MANAGE, _("People to call"), url_for("events_desk.index")),
        "unusual": (DISCOUNT, _("Unusual support"), url_for("scrutiny.index")),
    }
    mine = {kind: row for kind, row in kinds.items() if can(row[0]) and (kind != "unassigned" or can(SORT))}
    found = waiting.counts(actor, mine)
    return [
        {"label": label, "url": url, "value": f"{number(found[kind])}+" if found[kind] == waiting.MOST else found[kind]}
        for kind, (_may, label, url) in mine.items() if found[kind]
    ]  # fmt: skip


def _arrival(proposal: Proposal) -> dict[str, Any]:
    return {**card(proposal), "url": url_for("desk.proposal", id=proposal.id), "receipt": proposal.number}
