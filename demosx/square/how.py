"""The page that explains how it works, written by the process files that are in force."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _

from ..core.i18n import language, local_name
from ..core.permissions import public
from ..journey.labels import stage_label, target_label
from ..journey.models import ProcessVersion
from ..journey.rules import current_versions, process_of
from ..process.definition import Process, Rule, Stage
from ..process.wording import describe
from ..proposals.words import people_names

bp = Blueprint("how", __name__)


@dataclass(frozen=True)
class Told:
    """One rule in words: when it acts, or who may press it; and what happens then."""

    when: str
    then: str


@dataclass(frozen=True)
class Stop:
    """One stage in words."""

    key: str
    kind: str
    name: str
    facts: list[tuple[str, str]]
    rules: list[Told]


@dataclass(frozen=True)
class Journey:
    """One process in words."""

    name: str
    version: ProcessVersion
    opened_by: str
    steps: list[dict[str, Any]]
    stops: list[Stop]
    duties: list[Stop]
    anywhere: list[Told]


@bp.get("/how")
@public
def index() -> str:
    """Every process in force, stage by stage."""
    return render_template(
        "how/index.html", journeys=[tell(version) for version in current_versions().values()]
    )


def tell(version: ProcessVersion) -> Journey:
    """A process as a citizen reads it."""
    process = process_of(version.id)
    stages = list(process.stages.values())
    return Journey(
        name=local_name(dict(process.name), process.key),
        version=version,
        opened_by=people_names(process, process.opened_by),
        steps=[
            {"name": stage_label(process, stage.key), "state": "next", "note": _span(stage)}
            for stage in stages
        ],
        stops=[_stop(process, stage) for stage in stages],
        duties=[_duty(process, key) for key in process.duties],
        anywhere=[_rule(process, rule) for rule in process.rules],
    )


def _stop(process: Process, stage: Stage) -> Stop:
    facts = [(_("How long"), stage.period.describe(language()))] if stage.period else []
    if stage.owner:
        facts.append((_("Who decides or answers"), people_names(process, stage.owner)))
    if stage.within:
        facts.append((_("Within"), stage.within.describe(language())))
    if stage.opened_by:
        facts.append((_("Who sets the first day"), people_names(process, stage.opened_by)))
    if stage.report_every:
        facts.append((_("Report every"), stage.report_every.describe(language())))
    rules = [_rule(process, rule) for rule in stage.rules]
    return Stop(stage.key, stage.kind, stage_label(process, stage.key), facts, rules)


def _duty(process: Process, key: str) -> Stop:
    duty = process.duties[key]
    facts = [(_("Who owes it"), people_names(process, duty.owner))]
    if duty.within:
        facts.append((_("Within"), duty.within.describe(language())))
    if duty.outcomes:
        names = [process.words.text(outcome, language()) for outcome in duty.outcomes]
        facts.append((_("Possible outcomes"), ", ".join(names)))
    return Stop(key, "duty", local_name(dict(duty.name), key), facts, [])


def _rule(process: Process, rule: Rule) -> Told:
    condition = describe(rule.when, language(), process.words) if rule.when else ""
    if rule.by:
        people = people_names(process, rule.by)
        label = process.label(rule, language())
        when = _("%(people)s may choose “%(label)s”", people=people, label=label)
        when = f"{when} ({condition})" if condition else when
    else:
        when = condition or _("At the beginning")
    return Told(when[:1].upper() + when[1:], _then(process, rule))


def _then(process: Process, rule: Rule) -> str:
    what = target_label(process, rule)
    sentences = {
        "move": _("goes on to “%(what)s”", what=what),
        "open": _("“%(what)s” is asked for", what=what),
        "end": _("ends: “%(what)s”", what=what),
        "mark": _("is marked “%(what)s”", what=what),
        "notify": _("is told to: %(people)s", people=people_names(process, rule.notified)),
    }
    return sentences[rule.action]


def _span(stage: Stage) -> str:
    length = stage.period or stage.within
    return length.describe(language()) if length else ""
