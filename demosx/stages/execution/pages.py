"""What pages show of carrying out: the promises with their news, on the public page and on the staff's."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...core.i18n import local_day
from ...core.permissions import Actor, can
from ...core.text import rich
from ...duties.models import Duty
from ...journey.queries import Standing
from ...journey.rules import rules_of
from ...plugins import Stop
from ...process.definition import REPORT
from ...proposals.access import may_see_stage
from ..answer import queries as answers
from ..answer.models import Commitment
from ..answer.pages import as_page as answer_as_page
from ..answer.pages import promise_as_page
from .forms import STATE_NAMES
from .models import Update
from .queries import results_of, updates_of
from .services import report_due


def public_view(stop: Stop) -> Mapping[str, Any]:
    """Nothing of its own: promises are shown with every proposal that has some, whatever its stage."""
    return {}


def desk_view(stop: Stop) -> Mapping[str, Any]:
    """Promises, news, and the report that is due."""
    return {
        "proposal": stop.proposal,
        "report": report_due(stop.proposal.id),
        "may_write": can("commitment:write", stop.proposal),
        **carried_out(stop.proposal.id, public_only=False),
    }


def section(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """Answers and promises on a proposal's page. No query before the first answer or the carrying-out, else one.

    Where the file keeps the carrying-out to staff, others see what was promised in public and nothing of the work.
    """
    stays = [visit for visit in here.visits if visit.kind == "execution"]
    if here.proposal.answered_at is None and not stays:
        return None
    known = [(rules_of(visit, here.proposal).stages, visit.stage) for visit in stays]
    stages = [stages[key] for stages, key in known if key in stages]
    seen = [stage for stage in stages if may_see_stage(actor, here.proposal, stage)]
    quiet = any(stage.shown_to == "staff" for stage in seen)
    found = results_of(here.proposal.id, public_only=not quiet)
    shown = _with_news(found.promises, found.news)
    report = _report(here.duties) if seen else None
    return {
        **shown,
        "answers": [answer_as_page(given, here.process) for given in found.answers],
        "promised": bool(seen) or any(shown.values()),
        "next_report": report.due_on if report else None,
    }


def carried_out(proposal_id: int, public_only: bool = True) -> dict[str, Any]:
    """The promises of a proposal, each with its own news, and the news about the whole."""
    return _with_news(answers.commitments_of(proposal_id, public_only), updates_of(proposal_id, public_only))


def _with_news(promises: Sequence[Commitment], updates: Sequence[Update]) -> dict[str, Any]:
    news: dict[int | None, list[dict[str, Any]]] = {}
    for update in updates:
        news.setdefault(update.commitment_id, []).append(as_page(update))
    return {
        "commitments": [promise_as_page(promise, news.get(promise.id, [])) for promise in promises],
        "news": news.get(None, []),
    }


def as_page(update: Update) -> dict[str, Any]:
    """One piece of news as `ui/results.html` shows it."""
    return {
        "id": update.id,
        "day": local_day(update.at),
        "text_html": rich(update.text),
        "state_name": STATE_NAMES[update.state] if update.state else "",
        "progress": update.progress,
        "report": update.duty_id is not None,
    }


def _report(duties: Sequence[Duty]) -> Duty | None:
    return next(
        (duty for duty in duties if duty.name == REPORT and duty.closed_at is None and duty.public), None
    )
