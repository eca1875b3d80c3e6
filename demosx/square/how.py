"""The page that explains how it works: the rules that are in force, drawn and told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, Response, current_app, render_template
from markupsafe import Markup

from ..core.errors import NotFound
from ..core.i18n import language, number
from ..core.permissions import public
from ..journey.models import ProcessVersion
from ..journey.naming import with_site_names
from ..journey.rules import current_versions, process_of
from ..process.diagram import PAGE, PHONE, Picture, Story, as_file, as_part, as_text, draw, in_order
from ..process.diagram import tell as tell_story
from .queries import in_each_stage

bp = Blueprint("how", __name__)
WIDE = replace(PAGE, margin=2, tallest=None, titled=False)
NARROW = PHONE


@dataclass(frozen=True)
class Drawing:
    """A process in words, and drawn for a page and for a telephone."""

    story: Story
    wide: Picture
    narrow: Picture


@dataclass(frozen=True)
class Journey:
    """One version of a process as a page shows it. `counts`: how many are in a stage now, in words, by its key."""

    version: ProcessVersion
    story: Story
    wide: Markup
    narrow: Markup
    counts: Mapping[str, str]


@bp.get("/how")
@public
def index() -> str:
    """Every process in force, drawn with how many proposals are in each of its stages now."""
    counts = in_each_stage()
    journeys = [tell(version, counts) for version in current_versions().values()]
    return render_template("how/index.html", journeys=journeys)


@bp.get("/how/<key>.svg")
@public
def picture(key: str) -> Response:
    """A process in force as a file that prints on one page."""
    version = current_versions().get(key)
    if version is None:
        raise NotFound()
    story = _story(version.id)
    answer = Response(
        as_file(draw(story, PAGE), language(), story.name, as_text(story)), mimetype="image/svg+xml"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}.svg"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def tell(version: ProcessVersion, counts: Mapping[tuple[str, str], int] | None = None) -> Journey:
    """A version as a citizen reads it; with counts by process and stage where they are given."""
    drawing, lang = _drawing(version.id, counts is not None), language()
    story, key = drawing.story, f"process-{version.id}"
    shown = {
        stop.key: story.now.format(number((counts or {}).get((version.key, stop.key), 0)))
        for stop in story.stops
        if stop.listed and counts is not None
    }
    wide = as_part(drawing.wide, lang, f"{key}-wide", story.name, story.begins, shown)
    narrow = as_part(drawing.narrow, lang, f"{key}-narrow", story.name, story.begins, shown)
    return Journey(version, story, _safe(wide), _safe(narrow), shown)


def _safe(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 — every word in it was escaped when it was written


def _drawing(version_id: int, counts: bool) -> Drawing:
    """A version drawn in the reader's language. Versions never change, so each is drawn once."""
    drawn: dict[tuple[int, str, bool], Drawing] = current_app.extensions.setdefault("demosx_drawings", {})
    key = (version_id, language(), counts)
    if key not in drawn:
        story = _story(version_id)
        wide, narrow = (draw(story, replace(style, counts=counts)) for style in (WIDE, NARROW))
        drawn[key] = Drawing(story, wide, narrow)
    return drawn[key]


def _story(version_id: int) -> Story:
    return in_order(tell_story(with_site_names(process_of(version_id)), language()))
