"""What pages show of a deliberation: the public one and the staff's."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext

from ...ballots.models import Ballot
from ...ballots.queries import Row, Tally, tally_for
from ...core import clock
from ...core.i18n import language, local_day, local_name
from ...core.permissions import current_actor
from ...core.text import plain, rich
from ...journey.labels import stage_label
from ...journey.people import role_in
from ...journey.resting import rest_ahead, rest_of, stopped_row
from ...journey.rules import calendar, rules_of
from ...journey.store import visit_state
from ...journey.taking_part import may_take_part, what_it_takes
from ...opinions.queries import best_of_each_side
from ...opinions.talk import sides_of, thread_of
from ...plugins import Stop
from ...process.outlook import period_of, started
from ...proposals.words import people_names
from .forms import OpeningForm, QuestionForm
from .models import Deliberation
from .queries import Found, form_of, with_ballot, with_result
from .services import has_ballot


def public_view(stop: Stop) -> Mapping[str, Any]:
    """The question, the ballot, one's own vote and the counts, for the page of the proposal. One query."""
    found = with_result(stop.visit.id, current_actor().id if stop.current else None)
    return _view(stop, found.deliberation, found.ballot, found.tally, found.own) if found else {}


def card(found: Found) -> dict[str, Any]:
    """A deliberation in a list. Costs no query."""
    process = rules_of(found.visit, found.proposal)
    stage = process.stages.get(found.visit.stage)
    stop = Stop(
        found.proposal, found.visit, stage or process.stages[found.proposal.stage], process, clock.now(),
        current=found.visit.left_at is None and stage is not None,
    )  # fmt: skip
    begun, last_day = _begun(stop), _last_day(stop)
    closed = _closed(stop, last_day)
    told = begun and found.deliberation.question
    return {
        "url": url_for("deliberations.show", id=found.visit.id),
        "question": found.deliberation.question if told else found.proposal.title,
        "summary": plain(found.deliberation.summary, 160) if begun else "",
        "first_day": found.visit.starts_on,
        "days_left": (last_day - local_day(stop.now)).days if last_day and begun and not closed else None,
        "standing": _standing(stop) if begun and not closed else "",
        "participants": found.visit.participants if begun else None,
        "opinions": found.visit.opinions if begun else None,
        "state_name": _state_name(begun, closed),
        "tone": "ended" if closed else "deliberation",
    }


def in_public(found: Found) -> bool:
    """Whether everybody may see the stage of a deliberation, where its proposal is open to everybody."""
    stage = rules_of(found.visit, found.proposal).stages.get(found.visit.stage)
    return stage is not None and stage.shown_to == "everyone"


def _state_name(begun: bool, closed: bool) -> str:
    if closed:
        return gettext("Closed")
    return gettext("Under deliberation") if begun else gettext("Being prepared")


def shown(stop: Stop, deliberation: Deliberation, ballot: Ballot | None) -> dict[str, Any]:
    """The same, where question and ballot are at hand. One query.

    `rows` is the count by choice, once voting is over. Before that it is nobody's, also not of those who have voted:
    looking before and after another votes would tell what they chose.
    """
    tally, own = tally_for(ballot, current_actor().id) if ballot else (None, None)
    return _view(stop, deliberation, ballot, tally, own)


def _view(
    stop: Stop, deliberation: Deliberation, ballot: Ballot | None, tally: Tally | None, own: str | None
) -> dict[str, Any]:
    begun = _begun(stop)
    last_day = _last_day(stop)
    closed = _closed(stop, last_day)
    rest = rest_of(stop) if begun and not closed else ""
    open_now = begun and not closed and not rest
    standing = stopped_row(stop.process, stop.visit) if begun and not closed else None
    return {
        "deliberation": deliberation,
        "title": deliberation.question if begun and deliberation.question else stop.proposal.title,
        "summary": deliberation.summary if begun else "",
        "url": url_for("deliberations.show", id=stop.visit.id),
        "stage_name": stage_label(stop.process, stop.visit.stage),
        "form": form_of(stop),
        "form_name": stop.process.words.text(form_of(stop), language()),
        "begun": begun,
        "closed": closed,
        "first_day": stop.visit.starts_on,
        "last_day": last_day,
        "days_left": (last_day - local_day(stop.now)).days if last_day and begun and not closed else None,
        "ballot": ballot if has_ballot(stop) or (tally and tally.total) else None,
        "choices": [
            (key, local_name(names, key)) for key, names in (ballot.choices if ballot else {}).items()
        ],
        "rest": rest,
        "rest_ahead": ""
        if rest or closed
        else rest_ahead(stop.process, stop.visit.stage, local_day(stop.now), last_day),
        "stopped": standing.sentence if standing else "",
        "open": open_now and "vote" in stop.stage.allows,
        "allowed": frozenset(stop.stage.allows) if open_now else frozenset(),
        "may_vote": may_take_part(current_actor(), stop, "vote"),
        "takes": what_it_takes(current_actor(), stop, "vote") if open_now else "",
        "own": own,
        "total": tally.total if tally else 0,
        "rows": [_bar(row) for row in tally.rows] if tally and closed else [],
        "leading": _leading(tally.leading) if tally and closed else "",
    }


def desk_view(stop: Stop) -> Mapping[str, Any]:
    """The same for staff, with the forms of the preparation."""
    found = with_ballot(stop.visit.id)
    if found is None:
        return {}
    return {
        **shown(stop, found.deliberation, found.ballot),
        "question_form": QuestionForm(formdata=None, obj=found.deliberation),
        "opening_form": OpeningForm(formdata=None, first_day=stop.visit.starts_on),
        "waiting": not _begun(stop) and stop.current and not stop.proposal.ended,
        "may_open": bool(role_in(current_actor(), stop.stage.opened_by, stop.proposal)),
        "opened_by": people_names(stop.process, stop.stage.opened_by),
    }


def best_of_sides(stop: Stop, reader_id: int | None) -> list[dict[str, Any]]:
    """The opinion of each side that most agree with, where at least two sides have one. One query."""
    sides = sides_of(stop.process, stop.stage)
    best = best_of_each_side(stop.proposal.id, thread_of(stop.visit), sides, reader_id) if sides else []
    return [
        {"author": said.author, "text_html": rich(said.opinion.text), "agrees": said.opinion.agrees,
         "when": said.opinion.created_at, "stance": said.opinion.stance,
         "stance_name": sides[said.opinion.stance or ""]}
        for said in best
    ] if len(best) > 1 else []  # fmt: skip


def _standing(stop: Stop) -> str:
    """That a deliberation rests or stands still, in a word for lists."""
    if rest_of(stop):
        return gettext("Resting")
    return gettext("Clock stopped") if stopped_row(stop.process, stop.visit) else ""


def _begun(stop: Stop) -> bool:
    return started(visit_state(stop.visit), stop.now, calendar())


def _last_day(stop: Stop) -> date | None:
    if not stop.current:
        return stop.visit.ends_on
    days = period_of(stop.process, visit_state(stop.visit), calendar())
    return days[1] if days else None


def _closed(stop: Stop, last_day: date | None) -> bool:
    if not stop.current or stop.proposal.ended or stop.visit.left_at is not None:
        return True
    return last_day is not None and stop.now >= calendar().after(last_day)


def _bar(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": local_name(row.names, row.key),
        "count": row.count,
        "share": float(row.share),
    }


def _leading(row: Row | None) -> str:
    return local_name(row.names, row.key) if row else ""
