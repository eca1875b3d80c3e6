"""The way of the city's proposal to the public: what is done, what is missing, whose turn it is, and where."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ..core.i18n import day as written_day
from ..core.i18n import local_name
from ..core.i18n import moment as written_moment
from ..core.permissions import can, current_actor
from ..journey.labels import rule_label
from ..journey.queries import Standing
from ..ledger.models import Entry
from ..people.queries import nicknames
from ..process.definition import Stage
from . import agency
from .words import people_names

Step = Mapping[str, Any]


def steps(here: Standing, entries: Sequence[Entry]) -> list[Step]:
    """Each with its name, whether it is `done`, what is said of it, `who` does it, and the `url` and `label` of the
    button where it is this person's. The first that is missing is `next`. `entries`: as `agency.checks`
    gives them."""
    rows = [row for row in agency.checklist(here, entries) if row.what != "day" or agency.reads_day(here)]
    found = [_draft(here), *(_step(here, row) for row in rows)]
    missing = next((one for one in found if not one["done"]), None)
    return [{**one, "next": one is missing} for one in found]


def says(here: Standing, entries: Sequence[Entry]) -> str:
    """When it becomes public, as things stand."""
    day = here.proposal.publish_on
    if day is None:
        return _("No day is set. After the fact-check it becomes public at once.")
    if agency.signed_off(here, entries) is None:
        return _(
            "It becomes public on %(day)s, if the fact-check is done by then; else with it.",
            day=written_day(day),
        )
    return _("It becomes public on %(day)s, at midnight.", day=written_day(day))


def _draft(here: Standing) -> Step:
    may = "edit" in here.allowed() and can("proposal:edit_own", here.proposal)
    url = url_for("proposals.edit", id=here.proposal.id) if may else ""
    return _row(here, "draft", _("Text of the draft"), True, _("is saved"), url, _("Change the text"))


def _step(here: Standing, row: agency.Missing) -> Step:
    if row.what == "check":
        return _check(here, row)
    page, writing = url_for("proposals.publication", id=here.proposal.id), "edit" in here.allowed()
    if row.what == "day":
        told, label = (
            (written_day(row.detail), _("Change the day")) if row.there else (_("not set"), _("Set the day"))
        )
        return _row(here, "day", _("Day of publication"), row.there, told, f"{page}#prepare", label)
    name, part, label, lack = {
        "easy_text": (
            _("Plain words"), "#prepare", _("Write plain words"),
            _("is missing; it goes without, but people understand less"),
        ),
        "original": (
            _("Unedited original"), "#original", _("Attach the original"),
            _("is missing; it goes without, but people cannot compare"),
        ),
    }[row.what]  # fmt: skip
    told = _("is there") if row.there else lack
    url = page + part if writing and not row.there else ""
    return _row(here, row.what, name, row.there, told, url, label)


def _check(here: Standing, row: agency.Missing) -> Step:
    """The fact-check: to be asked for, owed by somebody until a day, or passed."""
    name, signed = _("Fact-check"), row.detail
    if signed is not None:
        person = nicknames({signed.actor_id}).get(signed.actor_id, "–") if signed.actor_id else "–"
        told = _("done on %(moment)s by %(name)s", moment=written_moment(signed.at), name=person)
        return _row(here, "check", name, True, told)
    page = url_for("desk.proposal", id=here.proposal.id)
    checking = _checking(here)
    if here.visit.stage in checking:
        owed = next((duty.due_on for duty in here.duties if duty.closed_at is None and duty.due_on), None)
        told = _("asked for, by the end of %(day)s", day=written_day(owed)) if owed else _("asked for")
        url = f"{page}#stage" if can("review:decide", here.proposal) else ""
        return _row(here, "check", name, False, told, url, _("Record the decision"), here.stage.owner)
    asking = [rule for rule in here.stage.rules if rule.target in checking]
    mine = next((rule for rule in here.buttons(current_actor()) if rule.target in checking), None)
    told = _("is missing; nothing becomes public without it") if row.needed else _("is missing")
    by = tuple(dict.fromkeys(role for rule in asking for role in rule.by))
    url, label = (f"{page}#buttons", rule_label(here.process, mine)) if mine else ("", "")
    return _row(here, "check", name, False, told, url, label, by)


def _checking(here: Standing) -> Mapping[str, Stage]:
    """The stages before the public in which a decision is made."""
    return {
        key: stage
        for key, stage in here.process.stages.items()
        if stage.shown_to == "staff" and stage.decides
    }


def _row(
    here: Standing, what: str, name: str, done: bool, told: str, url: str = "", label: str = "", by: Sequence[str] = ()
) -> Step:  # fmt: skip
    return {
        "what": what,
        "name": name,
        "done": done,
        "told": told,
        "url": url,
        "label": label,
        "who": _who(here, by),
    }


def _who(here: Standing, by: Sequence[str]) -> str:
    """Whose turn it is: the drafting department's, or of these people. `department` is said by its name."""
    office = here.proposal.department or here.proposal.lead_department
    if office is None or (by and "department" not in by):
        return people_names(here.process, by or ("department",))
    return local_name(office.names)
