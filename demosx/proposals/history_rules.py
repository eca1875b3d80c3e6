"""How a timeline tells of rules that have changed, and by which rules each of its entries is told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import has_request_context, url_for
from flask_babel import gettext as _

from ..core.i18n import day
from ..journey.labels import duty_label, stage_label
from ..journey.rules import process_of
from ..ledger.models import Entry
from ..process.definition import Process

CHANGED, KEPT = "rules_changed", "rules_kept"


def rules_by_time(proposal: Any, story: Sequence[Entry]) -> Iterator[Process]:
    """For each entry the rules that held when it was written: a stage is told by the name that it had then."""
    changes = [entry.data for entry in story if entry.verb == CHANGED]
    held = changes[0]["before_id"] if changes else proposal.version_id
    for entry in story:
        if entry.verb == CHANGED:
            held = entry.data["version_id"]
        yield process_of(held)


def changed(data: Mapping[str, Any]) -> str:
    """That other rules hold from now on."""
    return _(
        "The rules changed: version %(before)s → version %(number)s",
        before=data["before"],
        number=data["number"],
    )


def kept(data: Mapping[str, Any]) -> str:
    """That new rules do not hold here."""
    return _(
        "Version %(number)s of the rules does not hold for this proposal; it keeps version %(before)s",
        number=data["number"], before=data["before"],
    )  # fmt: skip


def details(entry: Entry) -> list[str]:
    """What else is to be said of an entry as far as rules have changed: of the change itself, or of what it did."""
    data = entry.data
    if entry.verb == KEPT:
        old = process_of(data["before_id"])
        return [_lost(code, key, old) for code, key in data["lost"]]
    if entry.verb != CHANGED:
        return [_("By the new rules (version %(number)s)", number=data["rules"])] if "rules" in data else []
    said = []
    if "stage_gone" in data:
        name = stage_label(process_of(data["before_id"]), data["stage_gone"])
        said.append(_("The new rules have no stage “%(stage)s”.", stage=name))
    if "until" in data:
        last = date.fromisoformat(data["until"])
        said.append(_("The last day of the period is now %(day)s.", day=day(last)))
    return said


def _lost(code: str, key: str, old: Process) -> str:
    if code == "duty_gone":
        return _("The new rules have no duty “%(duty)s”.", duty=duty_label(old, key))
    if code == "kind_changed":
        return _("In the new rules the stage “%(stage)s” is another one.", stage=stage_label(old, key))
    return _("The new rules have no stage “%(stage)s”.", stage=stage_label(old, key))


def address(entry: Entry, proposal: Any) -> str:
    """Where a page can say more of an entry: what the new rules say otherwise."""
    if entry.verb not in (CHANGED, KEPT) or not has_request_context():
        return ""
    return url_for("rules.version", key=proposal.process_key, number=entry.data["number"], _anchor="changes")
