"""The home page."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from ..core import clock
from ..core.i18n import language, local_name
from ..core.permissions import public
from ..core.settings import site
from ..journey.rules import current_versions, process_of
from ..proposals.cards import cards
from ..stages.answer.models import Answer
from . import queries

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> str:
    """What is open now, what is close to its threshold, what was answered."""
    today = clock.today(site().zone)
    kept = queries.kept_numbers(today)
    return render_template(
        "home/index.html",
        forums=[_forum_card(forum, today) for forum in queries.open_forums(today)],
        near=cards(queries.close_to_threshold(support_stages())),
        answers=[_answer_card(answer) for answer in queries.latest_answers()],
        numbers=_numbers(kept),
    )


def support_stages() -> list[str]:
    """The stages of the present rules in which proposals gather support."""
    processes = [process_of(version.id) for version in current_versions().values()]
    return sorted(
        {key for process in processes for key, stage in process.stages.items() if stage.kind == "support"}
    )


def _forum_card(forum: queries.OpenForum, today: date) -> dict[str, Any]:
    ends = forum.visit.ends_on
    return {
        "url": url_for("deliberations.show", id=forum.visit.id),
        "question": forum.question,
        "summary": forum.summary,
        "days_left": (ends - today).days if ends else None,
        "participants": forum.visit.participants,
        "opinions": forum.visit.opinions,
    }


def _answer_card(answer: Answer) -> dict[str, Any]:
    promised = answer.commitments
    return {
        "url": url_for("proposals.show", id=answer.proposal_id),
        "title": answer.proposal.title,
        "verdict": answer.verdict,
        "verdict_name": process_of(answer.proposal.version_id).words.text(answer.verdict, language()),
        "by": answer.title or (local_name(answer.department.names) if answer.department else ""),
        "day": answer.answered_at,
        "progress": sum(c.progress for c in promised) // len(promised) if promised else None,
    }


def _numbers(kept: queries.Kept) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    if kept.answered:
        items.append({"label": _("Answers given"), "value": kept.answered, "url": url_for("results.index")})
        items.append({"label": _("On time"), "value": round(100 * kept.on_time / kept.answered), "unit": "%"})
    if kept.promised:
        items.append({"label": _("Promises made"), "value": kept.promised, "url": url_for("results.index")})
        items.append({"label": _("Carried out"), "value": kept.carried_out})
    if kept.overdue:
        items.append({"label": _("Overdue now"), "value": kept.overdue, "tone": "danger"})
    return items
