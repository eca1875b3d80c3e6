"""The parts of a proposal's page: what its stages show, and what other rooms add to every proposal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from ..core.permissions import Actor
from ..journey.labels import stage_label
from ..journey.models import Visit
from ..journey.queries import Standing
from ..journey.rules import kind_of, rules_of
from ..plugins import Stop
from . import access


@dataclass(frozen=True)
class Section:
    """A part that a room adds to the page of every proposal.

    `load` gives the `template` what it shows, or None where there is nothing to show. Lower `order` first: below 0
    above the text; 0 right under it; below 30 what came of the proposal, before its former stages; the rest behind
    them. It should take one query.
    """

    name: str
    template: str
    load: Callable[[Standing, Actor], Mapping[str, Any] | None]
    order: int = 50


@dataclass(frozen=True)
class Part:
    """One part of a page, made. `title` is empty where the part brings its own heading."""

    name: str
    title: str
    html: Markup
    order: int = 50


def add_section(app: Flask, section: Section) -> None:
    """Add a part to the pages of proposals."""
    sections = app.extensions.setdefault("demosx_proposal_sections", [])
    if any(known.name == section.name for known in sections):
        raise ValueError(f"proposals have a part {section.name} already")
    sections.append(section)
    sections.sort(key=lambda known: known.order)


def sections(here: Standing, actor: Actor) -> list[Part]:
    """What other rooms show of this proposal to this person."""
    made = []
    for section in current_app.extensions.get("demosx_proposal_sections", []):
        shown = section.load(here, actor)
        if shown is not None:
            made.append(Part(section.name, "", render(section.template, here=here, **shown), section.order))
    return [part for part in made if part.html]


def present_stage(here: Standing, actor: Actor, **more: Any) -> Part | None:
    """What the present stage shows to this person; nothing once the journey has ended."""
    return None if here.state.ended else _stage_part(here, here.visit, here.stop, actor, more)


def former_stages(here: Standing, actor: Actor) -> list[Part]:
    """What the stages that a proposal has been through still show, the first one first."""
    made = []
    for visit in here.visits:
        if visit.number == here.visit.number and not here.state.ended:
            continue
        rules = rules_of(visit, here.proposal)
        stage = rules.stages.get(visit.stage)
        if stage is not None:
            stop = Stop(here.proposal, visit, stage, rules, here.now, False, here.shared)
            made.append(_stage_part(here, visit, stop, actor, {}))
    return [part for part in made if part is not None]


def render(template: str, **context: Any) -> Markup:
    """A template's output, which has escaped what people wrote, as a part of another page."""
    return Markup(render_template(template, **context).strip())  # noqa: S704


def _stage_part(
    here: Standing, visit: Visit, stop: Stop, actor: Actor, more: Mapping[str, Any]
) -> Part | None:
    kind = kind_of(stop.stage.kind)
    if not kind.public_template or not access.may_see_stage(actor, here.proposal, stop.stage):
        return None
    allowed = here.allowed() if stop.current else frozenset()
    context = {"proposal": here.proposal, "here": here, "stop": stop, "allowed": allowed, **more}
    html = render(kind.public_template, **{**context, **kind.public_view(stop)})
    return Part(f"stage-{visit.number}", stage_label(stop.process, visit.stage), html) if html else None
