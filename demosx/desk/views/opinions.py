"""Reported opinions that wait, and those that are hidden. What is done about them is done in their own room."""

from dataclasses import replace

from flask import render_template, request, url_for

from ...core.permissions import can, needs
from ...opinions.reports import hidden, reported
from ...opinions.words import REASON_NAMES
from . import bp


@bp.get("/opinions")
@needs("opinion:moderate")
def opinions() -> str:
    """What was reported and waits for somebody to look at it."""
    page = reported(request.args.get("page"))
    mine = [item for item in page.items if can("opinion:moderate", item.opinion.proposal)]
    page = replace(page, items=mine)
    return render_template(
        "desk/opinions.html",
        page=page,
        reasons=REASON_NAMES,
        next_url=url_for("desk.opinions", page=page.next) if page.next else None,
        previous_url=url_for("desk.opinions", page=page.previous) if page.previous else None,
    )


@bp.get("/opinions/hidden")
@needs("opinion:moderate")
def hidden_opinions() -> str:
    """What was hidden, so that a mistake can be put right."""
    page = hidden(request.args.get("page"))
    page = replace(page, items=[item for item in page.items if can("opinion:moderate", item.proposal)])
    return render_template(
        "desk/opinions_hidden.html",
        page=page,
        next_url=url_for("desk.hidden_opinions", page=page.next) if page.next else None,
        previous_url=url_for("desk.hidden_opinions", page=page.previous) if page.previous else None,
    )
