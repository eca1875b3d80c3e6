"""The city's own proposals before they are public: plain words, the unedited original, and the day of publication.

The process leads there: a draft is checked by whoever the file names, and only what was checked goes on. A day of
publication is a fact that its rules read (`today >= publish_on`), so that the calendar makes a proposal public at that
midnight and nothing else does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..core import clock
from ..core.db import db
from ..core.errors import NotAllowed
from ..core.permissions import Actor
from ..core.resident_numbers import refuse_in_prose
from ..core.seen import check_mark
from ..core.settings import site
from ..core.text import clean
from ..journey.queries import Standing, settle
from ..journey.rules import calendar
from ..journey.travel import moment
from ..ledger.models import Entry
from ..ledger.queries import timeline
from ..ledger.services import record
from . import access, agency_queries
from .attached import lying_by
from .errors import DayWrong, EasyTextWrong, PublicAlready
from .models import Proposal

FACT = "publish_on"
MOST_DAYS = 730


@dataclass(frozen=True)
class Missing:
    """One line of the list before publication: what, whether it is there, and whether nothing goes without it."""

    what: str
    there: bool
    needed: bool = False
    detail: Any = None


def shown(proposal: Proposal) -> Mapping[str, object]:
    """What the form of the publication shows."""
    return {"easy_text": proposal.easy_text, "publish_on": proposal.publish_on}


def prepare(
    proposal: Proposal, easy_text: str, day: date | None, *, actor: Actor, seen: str | None = None
) -> None:
    """Write the plain words and set the day of publication, or none, as long as the proposal is not public.

    The words can be changed as long as the text can: what was checked stays as it is. `seen` is the mark of what was
    shown. Raises NotAllowed, PublicAlready, EasyTextWrong, DayWrong, ChangedMeanwhile, StageClosed.
    """
    easy_text = clean(easy_text)
    refuse_in_prose(easy_text)
    if len(easy_text) > site().limits.text:
        raise EasyTextWrong(longest=site().limits.text)
    with moment(proposal, actor) as journey:
        if not may_prepare(actor, proposal):
            raise NotAllowed()
        if proposal.audience != "staff" or journey.state.ended:
            raise PublicAlready()
        check_mark(seen, shown(proposal))
        if easy_text != proposal.easy_text:
            journey.require_open("edit")
            proposal.easy_text = easy_text
        if day != proposal.publish_on:
            _set_day(proposal, day, calendar().day_of(journey.now), actor)


def may_prepare(actor: Actor, proposal: Any) -> bool:
    """Whether the publication of a proposal is this person's to prepare: the drafting department's, or of whoever runs
    the site."""
    if proposal.origin != "agency":
        return False
    return access.may_edit(actor, proposal) or bool(access.acting_as(actor, access.SEE_HIDDEN, proposal))


def checklist(here: Standing, entries: Sequence[Entry]) -> list[Missing]:
    """What is there and what is missing before the proposal becomes public, in the order in which it is done: once
    it is checked the words stay as they are. `entries` is its history as `checks` gives it."""
    proposal = here.proposal
    check = signed_off(here, entries)
    original = lying_by(here, "original")
    return [
        Missing("easy_text", bool(proposal.easy_text)),
        Missing("original", bool(original), detail=original),
        Missing("day", proposal.publish_on is not None, here.visit.stage in waiting(here), proposal.publish_on),
        Missing("check", check is not None, needed=_is_checked(here), detail=check),
    ]  # fmt: skip


def checks(here: Standing) -> Sequence[Entry]:
    """The history in which a fact-check is looked for: none is read where the text may still be changed, as then there
    is no check that stands."""
    return () if "edit" in here.stage.allows else timeline(here.proposal.id, public_only=False)


def signed_off(here: Standing, entries: Sequence[Entry]) -> Entry | None:
    """The decision with which the fact-check was passed; none where it was sent back since."""
    decided = [entry for entry in entries if entry.verb == "decided"]
    latest = decided[-1] if decided else None
    if latest is None or here.visit.stage == latest.data.get("stage"):
        return None
    drafted = {key for key, stage in here.process.stages.items() if "edit" in stage.allows}
    return None if here.visit.stage in drafted else latest


def waiting(here: Standing) -> frozenset[str]:
    """The stages that wait for the day of publication: those with a rule that reads it and moves on."""
    return frozenset(
        key for key, stage in here.process.stages.items()
        if stage.shown_to == "staff" and not stage.decides
        and any(rule.when is not None and FACT in rule.when.reads for rule in stage.rules)
    )  # fmt: skip


def reads_day(here: Standing) -> bool:
    """Whether the rules read a day of publication at all."""
    return any(rule.when is not None and FACT in rule.when.reads for rule in here.process.every_rule)


def publish_due(proposal: Proposal, now: datetime) -> None:
    """Let the calendar make a proposal public whose day has come, before somebody who may not see it yet is sent
    away."""
    if (
        proposal.audience == "staff"
        and proposal.publish_on
        and proposal.next_due_at
        and proposal.next_due_at <= now
    ):
        settle(proposal)


def publish_all_due() -> None:
    """The same for everything whose day has come: before the list of what the city asks is read."""
    now = clock.now()
    for number in agency_queries.to_publish(now):
        publish_due(db.session.get_one(Proposal, number), now)


def _is_checked(here: Standing) -> bool:
    return any(stage.shown_to == "staff" and stage.decides for stage in here.process.stages.values())


def _set_day(proposal: Proposal, day: date | None, today: date, actor: Actor) -> None:
    if day is not None and not today <= day <= today + timedelta(days=MOST_DAYS):
        raise DayWrong(days=MOST_DAYS)
    proposal.publish_on = day
    role = (
        "department"
        if access.may_edit(actor, proposal)
        else access.acting_as(actor, access.SEE_HIDDEN, proposal)
    )
    data = {"day": day.isoformat() if day else ""}
    record("publication_set", proposal_id=proposal.id, actor=actor, role=role, data=data, public=False)
