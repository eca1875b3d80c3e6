"""Opinions about which somebody has to decide, and those that are hidden."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...core.errors import InvalidInput
from ...core.i18n import local_name
from ...core.paging import page_url
from ...core.permissions import can, current_actor, needs, require
from ...core.security import local_path
from ...core.web import row_number
from ...opinions import objections, queries
from ...opinions.deciding import KEEP, RESTORE, UPHOLD, Outcome, decide, opinions_of
from ...opinions.moderation import MODERATE
from ...opinions.reports import hidden
from ...opinions.waiting import SIZE, Waiting, number_waiting, one, queue
from ...opinions.words import HINT_NAMES, REASON_NAMES
from ...triage import queries as triage
from ...triage.models import ReplyTemplate
from ...triage.replies import HIDING
from ..access import within_reach
from ..opinion_forms import QueueForm, filled, without_words
from . import bp


@bp.get("/opinions")
@needs("opinion:moderate")
def opinions() -> str:
    """What waits for somebody to decide on it."""
    return _queue({})


@bp.post("/opinions")
@needs("opinion:moderate")
def decide_opinions() -> ResponseReturnValue:
    """Carry out what was decided, many at once."""
    form = QueueForm()
    if not form.validate_on_submit():
        raise InvalidInput()
    decisions = form.decisions(request.form, {str(one.id): one.text for one in _templates()})
    missing = without_words(decisions)
    if missing or not decisions:
        return _queue({number: _("Please say why.") for number in missing}, chosen=not missing), 422
    actor = current_actor()
    found = opinions_of([decision.opinion_id for decision in decisions])
    for opinion in found:
        require("opinion:moderate", opinion.proposal)
    _tell(decide(found, filled(decisions, found), actor=actor))
    return redirect(local_path(form.text("back"), url_for("desk.opinions")))


@bp.get("/opinions/<int:id>")
@needs("opinion:moderate")
def opinion(id: int) -> str:
    """One opinion, with what is known of it and what hiding it would change."""
    found = queries.visible(id, current_actor())
    require("opinion:moderate", found.proposal)
    item = one(found)
    return render_template(
        "desk/opinion.html", items=_rows([item]), **_words(), templates=_templates(),
        back=url_for("opinions.go", id=id), last_objection=objections.last_of(id),
    )  # fmt: skip


@bp.get("/opinions/hidden")
@needs("opinion:moderate")
def hidden_opinions() -> str:
    """What was hidden, so that a mistake can be put right."""
    page = hidden(request.args.get("page"), where=within_reach(current_actor(), MODERATE))
    return render_template(
        "desk/opinions_hidden.html",
        page=page,
        until=objections.until,
        **_words(),
        next_url=page_url(page.next),
        previous_url=page_url(page.previous),
    )


def _queue(errors: dict[int, str], chosen: bool = True) -> str:
    """The queue, with what was typed where it comes back."""
    author = request.args.get("author", type=row_number)
    where = within_reach(current_actor(), MODERATE)
    page = queue(request.args.get("page"), where=where, author=author)
    return render_template(
        "desk/opinions.html",
        items=_rows(page.items),
        total=number_waiting(where, author),
        size=SIZE,
        author=author,
        errors=errors,
        nothing_chosen=request.method == "POST" and chosen,
        back=request.full_path.rstrip("?"),
        templates=_templates() if page.items else (),
        **_words(),
        next_url=page_url(page.next),
        previous_url=page_url(page.previous),
    )


def _rows(items: Sequence[Waiting]) -> list[dict[str, Any]]:
    """The opinions as `queue_item` shows them, each with whether somebody else has to decide on it."""
    me = current_actor().id
    mine = {item.opinion.id for item in items if item.objection and item.opinion.hidden_by == me}
    grants = objections.others(current_actor()) if mine else ()
    rows = [_row(item) for item in items]
    for row in rows:
        opinion = row["opinion"]
        leading = frozenset({row["proposal"].lead_department_id, row["proposal"].department_id} - {None})
        row["others"] = opinion.id in mine and objections.another_may(grants, opinion, leading)
    return rows


def _row(item: Waiting) -> dict[str, Any]:
    """One opinion as `desk/_opinion.html` shows it: reports by reason, with how many and what they say."""
    by_reason: dict[str, list[str]] = {}
    for report in item.reports:
        by_reason.setdefault(report.reason, []).append(report.note)
    opinion, office = item.opinion, item.opinion.proposal.lead_department
    return {
        "opinion": opinion,
        "proposal": opinion.proposal,
        "department": local_name(office.names) if office else "",
        "parent": item.parent,
        "reports": [
            (REASON_NAMES[reason], len(notes), [note for note in notes if note])
            for reason, notes in sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
        ],
        "suggested": max(by_reason, key=lambda key: len(by_reason[key])) if by_reason else "",
        "hints": [HINT_NAMES[hint.why] for hint in item.hints],
        "objection": item.objection,
        "effect": item.effect,
        "own": opinion.account_id is not None and opinion.account_id == current_actor().id,
        "person_url": url_for("people.desk_person", account_id=opinion.account_id)
        if opinion.account_id and can("people:see")
        else "",
    }


def _templates() -> Sequence[ReplyTemplate]:
    """What the site has to say to those whose opinions are hidden. One query."""
    return triage.templates(HIDING)


def _words() -> dict[str, Any]:
    return {"reasons": REASON_NAMES, "typed": request.form if request.method == "POST" else {}}


def _tell(outcome: Outcome) -> None:
    """Say what was done, and what was left."""
    done = {
        "hide": ngettext(
            "%(num)d opinion is hidden.", "%(num)d opinions are hidden.", outcome.numbers["hide"]
        ),
        KEEP: ngettext("%(num)d opinion stays.", "%(num)d opinions stay.", outcome.numbers[KEEP]),
        RESTORE: ngettext(
            "%(num)d opinion is shown again.", "%(num)d opinions are shown again.", outcome.numbers[RESTORE]
        ),
        UPHOLD: ngettext(
            "%(num)d opinion stays hidden.", "%(num)d opinions stay hidden.", outcome.numbers[UPHOLD]
        ),
    }
    said = [str(sentence) for key, sentence in done.items() if outcome.numbers[key]]
    if said:
        flash(" ".join(said), "success")
    for numbers, sentence in (
        (
            outcome.changed,
            _("Some were changed by their authors after you had read them. Please read them again."),
        ),
        (outcome.done, _("Some had already been decided by somebody else.")),
        (outcome.others, _("Some are not yours to decide: your own, or objections to what you have hidden.")),
    ):
        if numbers:
            flash(sentence, "warning")
