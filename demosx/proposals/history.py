"""The timeline of a proposal: each entry of its history as a sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from ..core.i18n import day, local_day, number
from ..core.settings import site
from ..journey.labels import duty_label, stage_label
from ..ledger.models import Entry
from ..process.definition import Process
from . import history_rules
from .words import people_names, word


@dataclass(frozen=True)
class Told:
    """One line of the timeline. `time` is empty for what the calendar did, at midnight; `url`: where there is more."""

    day: date
    time: str
    title: str
    text: str
    who: str
    public: bool
    url: str = ""


@dataclass(frozen=True)
class Tale:
    """What a sentence is made from: the entry, its proposal and the rules it travelled by then.

    `story` is every entry of the same timeline; `shared` is the same for all of them: what a teller has loaded for one
    entry it need not load for the next.
    """

    entry: Entry
    proposal: Any
    process: Process
    story: Sequence[Entry] = ()
    shared: dict[str, Any] = field(default_factory=dict, compare=False)

    def get(self, key: str) -> str:
        """One of the entry's facts as text; empty where it has none."""
        return str(self.entry.data.get(key) or "")


Teller = Callable[[Tale], str]


def tell(app: Flask, verb: str, teller: Teller) -> None:
    """Give the entries of a verb their sentence; an empty one leaves them out of the timeline."""
    tellers = app.extensions.setdefault("demosx_tellers", {})
    if verb in tellers or verb in TELLERS:
        raise ValueError(f"the verb {verb} has a sentence already")
    tellers[verb] = teller


def timeline(proposal: Any, entries: Iterable[Entry]) -> list[Told]:
    """The lines of a timeline, in the order of the entries."""
    tellers: Mapping[str, Teller] = {**TELLERS, **current_app.extensions.get("demosx_tellers", {})}
    told: list[Told] = []
    story, shared = tuple(entries), dict[str, Any]()
    for entry, process in zip(story, history_rules.rules_by_time(proposal, story), strict=True):
        tale = Tale(entry, proposal, process, story, shared)
        title = tellers.get(entry.verb, _something)(tale)
        if title:
            told.append(_line(tale, title))
    return told


def _line(tale: Tale, title: str) -> Told:
    local = tale.entry.at.astimezone(site().zone)
    at_midnight = tale.entry.actor_id is None and (local.hour, local.minute) == (0, 0)
    parts = (*history_rules.details(tale.entry), _because(tale), tale.entry.reason)
    text = " · ".join(part for part in parts if part)
    time = "" if at_midnight else f"{local:%H:%M}"
    url = history_rules.address(tale.entry, tale.proposal)
    return Told(local_day(tale.entry.at), time, title, text, _who(tale), tale.entry.public, url)


def _because(tale: Tale) -> str:
    """The numbers that the rule read, in words."""
    facts = tale.entry.data.get("because") or {}
    said = [_counted(name, facts[name]) for name in facts if isinstance(facts[name], int)]
    if facts.get("period_over") is True:
        said.append(_("The period was over"))
    return ", ".join(filter(None, said))


def _counted(name: str, value: int) -> str:
    if isinstance(value, bool):
        return ""
    count = number(value)
    if name.startswith("supports"):
        return ngettext("%(count)s supporter", "%(count)s supporters", value, count=count)
    if name.startswith("participants"):
        return ngettext("%(count)s person took part", "%(count)s people took part", value, count=count)
    if name == "votes":
        return ngettext("%(count)s vote", "%(count)s votes", value, count=count)
    if name.startswith("opinions"):
        return ngettext("%(count)s opinion", "%(count)s opinions", value, count=count)
    return ""


def _who(tale: Tale) -> str:
    """In which role somebody did it; empty for the rules and the calendar."""
    entry = tale.entry
    if entry.actor_id is None:
        return ""
    if entry.role:
        return people_names(tale.process, [entry.role])
    if entry.actor_id == tale.proposal.proposer_id:
        return people_names(tale.process, ["proposer"])
    rule = tale.process.rule(tale.get("rule")) if tale.get("rule") else None
    if rule is not None:
        return people_names(tale.process, rule.by)
    return people_names(tale.process, _owners(tale))


def _owners(tale: Tale) -> tuple[str, ...]:
    duty = tale.process.duty(tale.get("duty") or tale.get("stage"), tale.proposal.stage)
    if duty is not None:
        return duty.owner
    stage = tale.process.stages.get(tale.get("stage"))
    return stage.opened_by if stage is not None else ()


def _something(tale: Tale) -> str:
    """A verb of a plugin that is not on any more."""
    return _("Noted: %(verb)s", verb=tale.entry.verb.replace("_", " "))


def _moved(tale: Tale) -> str:
    return _("It moved on to “%(stage)s”", stage=stage_label(tale.process, tale.get("to")))


def _scheduled(tale: Tale) -> str:
    stage = stage_label(tale.process, tale.get("stage"))
    first = tale.get("first_day")
    return (
        _("“%(stage)s” is to begin on %(day)s", stage=stage, day=day(date.fromisoformat(first)))
        if first
        else ""
    )


def _opened(tale: Tale) -> str:
    return _("“%(stage)s” has begun", stage=stage_label(tale.process, tale.get("stage")))


def _duty_opened(tale: Tale) -> str:
    """What a stage asks for without a day is told by the move to it."""
    name, due = duty_label(tale.process, tale.get("duty")), tale.get("due")
    if due:
        return _("“%(duty)s” is asked for by %(day)s", duty=name, day=day(date.fromisoformat(due)))
    if tale.get("duty") in tale.process.stages:
        return ""
    return _("“%(duty)s” is asked for", duty=name)


def _duty_closed(tale: Tale) -> str:
    """A stage's own duty is told by the move that follows where it ends with the stage, and by its decision."""
    name, how, outcome = duty_label(tale.process, tale.get("duty")), tale.get("how"), tale.get("outcome")
    stage = tale.process.stages.get(tale.get("duty"))
    if how == "left" or (how == "done" and stage is not None and stage.decides):
        return ""
    if how in ("withdrawn", "dropped"):
        return _("“%(duty)s” is not asked for any more", duty=name)
    if outcome and outcome != "done":
        return _("%(duty)s: %(outcome)s", duty=name, outcome=word(tale.process, outcome))
    return _("“%(duty)s” is done", duty=name)


def _decided(tale: Tale) -> str:
    stage = stage_label(tale.process, tale.get("stage"))
    return _("%(stage)s: %(decision)s", stage=stage, decision=word(tale.process, tale.get("decision")))


def _duty_assigned(tale: Tale) -> str:
    name = duty_label(tale.process, tale.get("duty"))
    if tale.get("left") and tale.get("assigned"):
        return _("“%(duty)s” goes to whoever has taken over the post", duty=name)
    if tale.get("left"):
        return _("“%(duty)s” stays where it was: whoever worked on it has left the post", duty=name)
    if tale.get("assigned"):
        return _("Somebody works on “%(duty)s”", duty=name)
    return _("Nobody works on “%(duty)s” any more", duty=name)


def _marked(tale: Tale) -> str:
    return _("Marked as “%(mark)s”", mark=word(tale.process, tale.get("mark")))


def _ended(tale: Tale) -> str:
    return _("It ended: %(end)s", end=word(tale.process, tale.get("end")))


def _classified(tale: Tale) -> str:
    return _("Its area and district were set")


TELLERS: dict[str, Teller] = {
    history_rules.CHANGED: lambda tale: history_rules.changed(tale.entry.data),
    history_rules.KEPT: lambda tale: history_rules.kept(tale.entry.data),
    "filed": lambda tale: _("The proposal was filed"),
    "moved": _moved,
    "scheduled": _scheduled,
    "opened": _opened,
    "duty_opened": _duty_opened,
    "duty_closed": _duty_closed,
    "duty_assigned": _duty_assigned,
    "decided": _decided,
    "marked": _marked,
    "ended": _ended,
    "classified": _classified,
    "noted": lambda tale: _("The rules noted something for later"),
    "notified": lambda tale: _("Those who need to know were told"),
    "reopened": lambda tale: _("It was reopened"),
    "edited": lambda tale: _("The text was changed"),
    "proposal_hidden": lambda tale: _("The proposal was hidden"),
    "proposal_shown": lambda tale: _("The proposal is shown again"),
}
