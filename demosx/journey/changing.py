"""Letting a proposal travel by other rules, and writing that down; or that these have no place for it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import update

from ..core.db import db
from ..duties.services import own_anew
from ..ledger.services import record
from ..process import events
from ..process.changing import keeps_stage
from ..process.definition import Process
from ..process.outlook import period
from ..process.state import State
from . import signals
from .chronicle import Chronicle
from .models import Visit
from .rules import Change, calendar, kind_of, process_of
from .writing import for_everybody, office_of, put, reminders


def keep_rules(
    proposal: Any, visit: Visit, change: Change, lost: Collection[tuple[str, str]], at: datetime
) -> None:
    """Note that a proposal keeps its rules, since the new ones have no place for what it has: named as far as everybody
    may know of it."""
    old = process_of(proposal.version_id)
    told = [[code, key] for code, key in lost if _in_public(old, code, key)]
    record("rules_kept", proposal_id=proposal.id, subject=("visit", visit.id), at=at,
           data={**_versions(proposal, change), "lost": told})  # fmt: skip


def _in_public(rules: Process, code: str, key: str) -> bool:
    """Whether everybody may know of a duty or a stage that new rules have no place for."""
    if code == "duty_gone":
        return key not in rules.duties or rules.duties[key].public
    return key not in rules.stages or rules.stages[key].shown_to != "staff"


def take_rules(proposal: Any, visit: Visit, change: Change, after: State) -> Mapping[str, Any]:
    """Let a proposal travel by other rules; the stays that are over remember those by which they were left. Gives what
    the history says of it: the two versions, and the last day of its period, where that is another now, with the one
    before."""
    said = _versions(proposal, change)
    old, new = process_of(proposal.version_id), process_of(change.version.id)
    left = visit.number if keeps_stage(old, new, visit.stage) else visit.number + 1
    if left > 1:
        over = update(Visit).where(Visit.proposal_id == proposal.id, Visit.version_id.is_(None))
        db.session.execute(over.where(Visit.number < left).values(version_id=proposal.version_id))
    proposal.version_id = change.version.id
    db.session.flush()
    db.session.expire(proposal, ["version"])
    span, today = period(new, after, calendar()), calendar().day_of(after.settled_until)
    if after.visit.number == visit.number and span and span[1] != visit.ends_on and span[1] >= today:
        said["until"] = span[1].isoformat()
        said["until_was"] = visit.ends_on.isoformat() if visit.ends_on else None
    return said


def _versions(proposal: Any, change: Change) -> dict[str, Any]:
    """The two versions, by their numbers and by their rows."""
    return {
        "before": proposal.version.number,
        "before_id": proposal.version_id,
        "number": change.version.number,
        "version_id": change.version.id,
    }


@put.register
def _rules_changed(event: events.RulesChanged, chronicle: Chronicle) -> None:
    stays = chronicle.visit.version_id is None
    gone = event.from_stage if not stays and chronicle.in_public() else None
    chronicle.note("rules_changed", event, stage_gone=gone, **chronicle.by.beside)
    chronicle.changed = int(chronicle.by.beside["number"])
    _own_anew(chronicle, event.at, stays)
    if stays:
        stop = replace(chronicle.stop(), now=event.at)
        before = process_of(int(chronicle.by.beside["before_id"])).stages[event.from_stage]
        kind_of(stop.stage.kind).changed(stop, before)


def _own_anew(chronicle: Chronicle, at: datetime, stays: bool) -> None:
    """Let whom the new rules name owe what is open, by the day by which it was due; remind them by the new rules."""
    for duty in chronicle.before.open_duties():
        spec = chronicle.process.duties.get(duty.name)
        if duty.visit is not None:
            spec = chronicle.process.duty(duty.name, chronicle.visit.stage) if stays else None
        if spec is not None and spec.owner:
            office = office_of(chronicle.proposal, spec)
            row, other = own_anew(
                chronicle.proposal.id, duty.name, owners=spec.owner, department_id=office,
                public=for_everybody(duty, spec, chronicle), remind_on=reminders(duty, spec), since=at,
            )  # fmt: skip
            if other:
                signals.duty_opened.send(chronicle.proposal, duty=row)
