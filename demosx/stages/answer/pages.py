"""What pages show of answers and promises: the public ones and the staff's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ...ballots.queries import latest_ballot, tally
from ...core import clock
from ...core.i18n import language, local_day, local_name
from ...core.permissions import can
from ...core.text import plain, rich
from ...duties.models import Duty
from ...journey.labels import duty_label
from ...journey.resting import rest_on
from ...journey.rules import process_of
from ...plugins import Stop
from ...process.definition import REPORT, Process
from ...proposals.words import people_names
from . import queries
from .forms import FORMAT_NAMES, AnswerForm, Side, answer_form
from .models import Answer, Commitment


def public_view(stop: Stop) -> Mapping[str, Any]:
    """Whose answer is awaited; answers themselves are shown for every proposal, whatever its stage."""
    return {"current": stop.current, "owners": people_names(stop.process, stop.stage.owner)}


def desk_view(stop: Stop) -> Mapping[str, Any]:
    """The answers given so far, and where the next one is written."""
    return {
        "proposal": stop.proposal,
        "answers": [as_page(given, stop.process) for given in queries.answers_of(stop.proposal.id, False)],
    }


def as_page(given: Answer, process: Process) -> dict[str, Any]:
    """An answer as `ui/results.html` shows it."""
    return {
        "id": given.id,
        "verdict": given.verdict,
        "verdict_name": verdict_name(process, given.verdict),
        "text_html": rich(given.text),
        "by": by_whom(given, process),
        "day": local_day(given.answered_at),
        "format": FORMAT_NAMES[given.format],
        "video_url": given.video_url,
        "department": local_name(given.department.names) if given.department and given.title else "",
        "sides": [
            {"key": key, "name": choice_name(process, key), "text_html": rich(text)}
            for key, text in given.sides.items()
        ],
        "duty": duty_label(process, given.duty_name),
    }


def as_card(given: Answer) -> dict[str, Any]:
    """An answer as lists show it, with what has become of its promises on the average."""
    process = process_of(given.proposal.version_id)
    kept = [promise for promise in given.commitments if promise.state != "dropped"]
    return {
        "url": url_for("proposals.show", id=given.proposal_id) + f"#answer-{given.id}",
        "title": given.proposal.title,
        "verdict": given.verdict,
        "verdict_name": verdict_name(process, given.verdict),
        "by": by_whom(given, process),
        "day": local_day(given.answered_at),
        "summary": plain(given.text, 140),
        "progress": sum(promise.progress for promise in kept) // len(kept) if kept else None,
        "late": any(queries.is_late(promise) for promise in kept),
    }


def promise_as_page(
    promise: Commitment, updates: Sequence[Mapping[str, Any]] = (), **more: Any
) -> dict[str, Any]:
    """A promise as `ui/results.html` shows it; late ones say so."""
    state = "late" if queries.is_late(promise) else {"dropped": "stopped"}.get(promise.state, promise.state)
    return {
        "id": promise.id,
        "title": promise.title,
        "state": state,
        "text_html": rich(promise.text) if promise.text else "",
        "department": local_name(promise.department.names) if promise.department else "",
        "due": promise.due_on,
        "progress": promise.progress,
        "updates": updates,
        **more,
    }


def by_whom(given: Answer, process: Process) -> str:
    """Who answers, as it is shown: the title that was given, the department, or the role."""
    if given.title:
        return given.title
    if given.department is not None:
        return local_name(given.department.names)
    return people_names(process, [given.by_role])


def verdict_name(process: Process, verdict: str) -> str:
    """What the process calls a verdict."""
    return process.words.text(verdict, language())


def choice_name(process: Process, key: str) -> str:
    """What a choice of the process's ballots is called."""
    for stage in process.stages.values():
        options: Any = stage.options
        names = getattr(options, "choices", {}).get(key)
        if names:
            return local_name(names, key)
    return process.words.text(key, language())


def asks_for_answer(duty: Duty, process: Process) -> bool:
    """Whether a duty is done by answering: it has outcomes, and is no report and no decision of a panel."""
    spec = process.duty(duty.name)
    if spec is None or not spec.outcomes or duty.name == REPORT:
        return False
    return duty.kind != "stage" or not process.stages[duty.name].decides


def rests(duty: Duty, process: Process) -> str:
    """Why an answer that belongs to a stage cannot be given today, since the stage rests; empty where it can."""
    rest = rest_on(process, duty.name, local_day(clock.now())) if duty.kind == "stage" else None
    return rest.sentence if rest else ""


def form_for(duty: Duty) -> type[AnswerForm]:
    """The form of the answer to a duty: its outcomes, and the sides of the latest ballot."""
    process = process_of(duty.proposal.version_id)
    spec = process.duty(duty.name)
    outcomes = spec.outcomes if spec else ()
    return answer_form([(key, verdict_name(process, key)) for key in outcomes], _sides(duty))


def _sides(duty: Duty) -> list[Side]:
    ballot = latest_ballot(duty.proposal_id)
    if ballot is None:
        return []
    return [Side(row.key, local_name(row.names, row.key), row.count > 0) for row in tally(ballot).rows]


def links_to_answer(proposal: Any, duties: Iterable[Duty]) -> list[dict[str, str]]:
    """Where the person who asks can give the answers that are owed now."""
    process = process_of(proposal.version_id)
    return [
        {"url": url_for("answer_desk.write", id=proposal.id, name=duty.name),
         "label": _("Write: %(duty)s", duty=duty_label(process, duty.name))}
        for duty in duties
        if duty.closed_at is None and asks_for_answer(duty, process) and not rests(duty, process)
        and can("answer:write", duty)
    ]  # fmt: skip
