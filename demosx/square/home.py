"""The home page."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from ..core.permissions import current_actor, public
from ..journey.rules import current_versions, process_of
from ..proposals import drafts
from ..proposals.cards import cards
from ..stages.answer.pages import as_card
from ..stages.answer.queries import Numbers, latest_answers, numbers
from ..stages.deliberation.pages import card as forum_card
from ..stages.deliberation.queries import deliberations
from . import queries

bp = Blueprint("home", __name__)
SHOWN = 3


@bp.get("/")
@public
def index() -> str:
    """What somebody has begun to write, what is open now, what is close to its threshold, what was answered."""
    return render_template(
        "home/index.html",
        begun=next(iter(drafts.mine(current_actor())), None),
        forums=[forum_card(found) for found in deliberations("now").items[:SHOWN]],
        near=cards(queries.close_to_threshold(support_stages())),
        answers=[as_card(answer) for answer in latest_answers(size=SHOWN).items],
        numbers=_in_words(numbers()),
    )


def support_stages() -> list[str]:
    """The stages of the present rules in which proposals gather support."""
    processes = [process_of(version.id) for version in current_versions().values()]
    return sorted(
        {key for process in processes for key, stage in process.stages.items() if stage.kind == "support"}
    )


def _in_words(kept: Numbers) -> list[dict[str, Any]]:
    results = url_for("results.index")
    items: list[dict[str, Any]] = []
    if kept.answered:
        items.append({"label": _("Answered in the last year"), "value": kept.answered, "url": results})
        items.append(
            {"label": _("On time"), "value": round(100 * kept.answered_on_time / kept.answered), "unit": "%"}
        )
    if kept.promised:
        items.append({"label": _("Promises made"), "value": kept.promised, "url": results})
        items.append({"label": _("Carried out"), "value": kept.carried_out})
    if kept.overdue:
        items.append({"label": _("Overdue now"), "value": kept.overdue, "tone": "danger"})
    return items
