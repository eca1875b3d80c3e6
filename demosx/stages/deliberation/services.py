"""Preparing a deliberation, opening it on a day, and voting in it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ...ballots.models import Ballot
from ...ballots.queries import ballot_of, counts_of
from ...ballots.services import cast, change_choices, open_ballot
from ...core.db import db
from ...core.errors import ChangedMeanwhile, NotSignedIn
from ...core.i18n import local_day
from ...core.permissions import Actor
from ...core.terminal import N_
from ...journey.models import Visit
from ...journey.travel import Journey, StageClosed, moment
from ...ledger.services import record
from ...plugins import Stop
from ...process.definition import Stage
from ...process.kinds import Value
from ..review.queries import item_of
from .errors import DayPassed, DayTooFar, NotDeliberating, NotPrepared, VotingClosed
from .models import Deliberation
from .queries import deliberation_of, form_of

AHEAD = timedelta(days=2 * 365)
"""How far ahead a first day may be set."""


def measure(stop: Stop) -> Mapping[str, Value]:
    """The valid votes of each choice, as `votes.CHOICE`. They are counted where a rule asks for them."""
    rules = stop.process.rules_in(stop.stage.key)
    if not any(name.startswith("votes.") for rule in rules if rule.when for name in rule.when.reads):
        return {}
    counted = counts_of(stop.visit.id)
    return {f"votes.{choice}": counted.get(choice, 0) for choice in stop.stage.choices}


def prepare(stop: Stop) -> None:
    """Begin a deliberation with what the agenda item says, and with its ballot where there is one."""
    item = item_of(stop.proposal.id)
    db.session.add(Deliberation(
        visit_id=stop.visit.id, proposal_id=stop.proposal.id, revision=1,
        question=item.question if item else "", summary=item.summary if item else "",
    ))  # fmt: skip
    if has_ballot(stop):
        open_ballot(stop.visit, _choices(stop))
    db.session.flush()


def renew(stop: Stop, before: Stage) -> None:
    """Let a ballot without votes follow other rules; one with votes keeps its choices."""
    ballot = ballot_of(stop.visit.id)
    if ballot is None and has_ballot(stop):
        open_ballot(stop.visit, _choices(stop))
    elif ballot is not None:
        _renew_choices(ballot, stop)


def foretell(stop: Stop, before: Stage) -> str:
    """What other rules do to the ballot of a deliberation."""
    if _choices_of(before) == _choices_of(stop.stage):
        return ""
    ballot = ballot_of(stop.visit.id)
    if ballot is None:
        return N_("The ballot begins with the new choices.") if has_ballot(stop) else ""
    if ballot.total:
        return N_("The ballot has votes and keeps its choices.")
    return N_("The ballot has no votes yet and gets the new choices.")


def has_ballot(stop: Stop) -> bool:
    """Whether this deliberation is one in which people vote."""
    return form_of(stop) == "vote" and "vote" in stop.stage.allows and bool(stop.stage.choices)


def write_question(
    proposal: Any, question: str, summary: str, *, revision: int, actor: Actor
) -> Deliberation:
    """Write the question and the plain summary. Raises ChangedMeanwhile if somebody has written since `revision`."""
    with moment(proposal, actor) as journey:
        found = _deliberation(journey)
        if found.revision != revision:
            raise ChangedMeanwhile()
        found.question, found.summary = question, summary
        found.prepared_at = journey.now
        found.revision += 1
        opened = journey.visit.starts_on is not None and journey.visit.starts_on <= local_day(journey.now)
        record("question_written", subject=("visit", journey.visit.id), proposal_id=proposal.id, actor=actor,
               data={"revision": found.revision}, at=journey.now, public=opened)  # fmt: skip
    return found


def open_deliberation(proposal: Any, first_day: date, actor: Actor) -> None:
    """Set the first day. It opens at that day's first instant; until then another day may be set.

    Raises NotPrepared, DayPassed, and DayTooFar for a day that is more than two years ahead.
    """
    with moment(proposal, actor) as journey:
        if not _deliberation(journey).question.strip():
            raise NotPrepared()
        today = local_day(journey.now)
        if first_day < today:
            raise DayPassed()
        if first_day > today + AHEAD:
            raise DayTooFar()
        journey.open_stage(first_day)


def vote(proposal: Any, visit_id: int, choice: str, actor: Actor) -> None:
    """Vote in the deliberation of a visit. Raises VotingClosed outside of its days, by the clock of this moment."""
    if actor.id is None:
        raise NotSignedIn()
    with moment(proposal, actor) as journey:
        if journey.visit.id != visit_id:
            raise VotingClosed(why=VotingClosed.over)
        try:
            cast(journey, choice, actor.id)
        except StageClosed as closed:
            raise VotingClosed(why=closed) from closed


def _renew_choices(ballot: Ballot, stop: Stop) -> None:
    choices = _choices(stop)
    if choices and ballot.total == 0 and list(ballot.choices.items()) != list(choices.items()):
        change_choices(ballot, choices)


def _choices(stop: Stop) -> dict[str, dict[str, str]]:
    return dict(_choices_of(stop.stage))


def _choices_of(stage: Stage) -> list[tuple[str, dict[str, str]]]:
    options: Any = stage.options
    return list(getattr(options, "choices", {}).items())


def _deliberation(journey: Journey) -> Deliberation:
    visit: Visit = journey.visit
    found = deliberation_of(visit.id)
    if found is None or journey.state.ended:
        raise NotDeliberating()
    return found
