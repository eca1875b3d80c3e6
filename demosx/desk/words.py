"""What the desk says about duties, stages and buttons."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ..core import clock
from ..core.i18n import language, local_name
from ..core.permissions import Actor
from ..core.settings import site
from ..duties.models import Duty
from ..duties.services import days_late
from ..journey.labels import duty_label, rule_label, target_label
from ..journey.people import may_open
from ..journey.queries import Standing, stage_name
from ..journey.resting import stopped_row
from ..journey.rules import process_of
from ..people.models import Department
from ..process.definition import Process, Rule
from ..process.words import pick
from ..proposals.words import people_names, word
from .access import ANYBODY

SOON = timedelta(days=7)


def office_names(offices: Iterable[Department]) -> dict[int, str]:
    """The names of departments by number."""
    return {office.id: local_name(office.names, office.key) for office in offices}


def duty_row(duty: Duty, nicknames: Mapping[int, str] | None = None) -> dict[str, Any]:
    """A duty as the desk lists it: whose it is, on which proposal, by when.

    Costs no query where proposal, department and assignee were loaded with it, or where `nicknames` has the latter.
    """
    proposal = duty.proposal
    process = process_of(proposal.version_id)
    office = duty.department
    owner = local_name(office.names, office.key) if office else people_names(process, duty.owners)
    if nicknames is not None:
        who = nicknames.get(duty.assignee_id or 0, "")
    else:
        who = duty.assignee.nickname if duty.assignee else ""
    waiting = duty.department_id is None and "department" in duty.owners
    return {
        "id": duty.id,
        "name": duty_label(process, duty.name),
        "proposal": proposal.title,
        "stage": stage_name(proposal),
        "url": url_for("desk.proposal", id=duty.proposal_id),
        "department": _("%(owner)s · %(who)s", owner=owner, who=who) if who else owner,
        "unassigned": waiting,
        **when_due(duty, process),
    }


def public_row(duty: Duty) -> dict[str, Any]:
    """A duty as everybody sees it in a list: on which proposal, who owes it and how to reach them. Costs no query where
    its proposal and department were loaded with it."""
    office, process = duty.department, process_of(duty.proposal.version_id)
    return {
        "name": duty_label(process, duty.name),
        "proposal": duty.proposal.title,
        "url": url_for("proposals.show", id=duty.proposal_id),
        "department": local_name(office.names, office.key) if office else people_names(process, duty.owners),
        "telephone": (office.telephone if office else "") or site().office.telephone,
        **when_due(duty, process),
    }


def when_due(duty: Duty, process: Process | None = None) -> dict[str, Any]:
    """The day of an open duty, and how far it is; or why its clock stands still, in the words of `process`."""
    today = clock.today(site().zone)
    standing = stopped_row(process, duty) if process is not None else None
    if standing is not None:
        return {"due": None, "state": "paused", "stopped": standing.sentence}
    if duty.due_on is None:
        return {"due": None, "state": "open"}
    late = days_late(duty, today)
    return {"due": duty.due_on, "state": "late" if late else "open", "days_left": (duty.due_on - today).days}


def by_time(rows: Iterable[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Rows with a due day in sections, the empty ones left out: a key, a title, the rows."""
    today = clock.today(site().zone)
    titles = {
        "late": _("Overdue"),
        "today": _("Due today"),
        "soon": _("In the next seven days"),
        "later": _("Later"),
    }
    sections: dict[str, list[dict[str, Any]]] = {key: [] for key in titles}
    for row in rows:
        sections[_section(row["due"], today)].append(row)
    return [(key, titles[key], found) for key, found in sections.items() if found]


def _section(due: date, today: date) -> str:
    if due < today:
        return "late"
    if due == today:
        return "today"
    return "soon" if due <= today + SOON else "later"


def button(rule: Rule, here: Standing) -> dict[str, Any]:
    """A button of the process for the person at the desk, with what it needs and what it will do."""
    return {
        "rule": rule.key,
        "label": rule_label(here.process, rule),
        "question": consequence(rule, here),
        "needs": word_names(here.process, rule.needs),
        "tone": "danger" if rule.action == "end" else "primary",
    }


def consequence(rule: Rule, here: Standing) -> str:
    """What pressing a button will do, in a sentence."""
    target = target_label(here.process, rule)
    if rule.action == "end":
        return _("The proposal ends as “%(end)s”. This cannot be taken back.", end=target)
    if rule.action == "move":
        return _("The proposal leaves this stage and moves on to “%(stage)s”.", stage=target)
    if rule.action == "open":
        return _("“%(duty)s” is asked for from now on; everybody concerned is told.", duty=target)
    if rule.action == "notify":
        return _("These people are told: %(who)s.", who=people_names(here.process, rule.notified))
    return _("The proposal is marked as “%(mark)s”.", mark=target)


def drafts(actor: Actor, present: Iterable[Process]) -> list[dict[str, str]]:
    """The processes in which only staff propose, and this person may: what the link says, and where it leads."""
    return [
        {
            "label": _("Write: %(process)s", process=process_name(process)),
            "url": url_for("proposals.new", process=process.key),
        }
        for process in present
        if not ANYBODY & set(process.opened_by) and may_open(actor, process)
    ]


def process_name(process: Process) -> str:
    """A process's name in the reader's language."""
    return pick(process.name, (language(), *process.words.languages))


def word_names(process: Process, keys: Iterable[str]) -> list[tuple[str, str]]:
    """Keys of the file with what it calls them."""
    return [(key, word(process, key)) for key in keys]
