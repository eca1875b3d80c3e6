"""The page on which a proposal is written: its form, what was typed so far, and what stands around it."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from ..core.errors import GuardianNeeded, NotAllowed
from ..core.i18n import language, local_name
from ..core.permissions import current_actor, require
from ..core.security import new_secret
from ..core.settings import site
from ..core.text import clean, one_line
from ..core.web import row_number
from ..files import pages as files
from ..files.along import refusal
from ..files.places import Place
from ..journey.people import SOMEBODY, opening
from ..journey.rules import current_versions, process_of
from ..journey.taking_part import may_file, what_filing_takes
from ..people.queries import departments
from ..process.definition import Process
from ..process.words import pick
from . import drafts, personal_data, services, site_map
from .errors import NotOpenedByYou
from .forms import ProposalForm
from .personal_data import Found

LABELS = {
    "title": _l("Title"),
    "body": _l("Your proposal"),
    "place": _l("Place"),
    "group_name": _l("For a group"),
}
TEXTS = tuple(LABELS)


def openable() -> list[Process]:
    """The processes that this person may open, the citizens' first."""
    actor = current_actor() if current_actor().signed_in else SOMEBODY
    every = [process_of(version.id) for version in current_versions().values()]
    mine = [process for process in every if may_file(actor, process)]
    return sorted(mine, key=lambda process: services.origin_of(process) != "citizen")


def wanted_process(key: str, *, writing: bool = False) -> Process:
    """The process that is asked for, or the first that this person may open. `writing`: visitors may, as nothing is
    filed."""
    process = next((process for process in openable() if key in ("", process.key)), None)
    if process is None:
        missing = NotAllowed(_("Please confirm your e-mail address first."))
        if current_actor().awaits_guardian:
            raise GuardianNeeded()
        raise NotOpenedByYou() if current_actor().confirmed else missing
    if writing and not current_actor().signed_in:
        return process
    citizens = services.origin_of(process) == "citizen"
    require("proposal:create" if citizens else "proposal:create_agency", process)
    return process


def writing_form(process: Process, kept: drafts.Kept | None = None, *, sent: bool = False) -> ProposalForm:
    """The form for a proposal: as it was sent, with what a draft holds, or empty but for a title in the address, which
    somebody has looked for in vain."""
    offices = None
    if services.origin_of(process) == "agency":
        own = opening(current_actor(), process).departments("officer")
        offices = [(x.id, local_name(x.names, x.key)) for x in departments() if not own or x.id in own]
    if sent:
        return ProposalForm(departments=offices, formdata=request.form)  # a file is no text
    data = {"process_key": process.key, "window": new_secret()[:16]}
    if kept is None:
        data["title"] = one_line(request.args.get("title", ""))[: site().limits.title]
        return ProposalForm(departments=offices, formdata=None, data=data)
    held = {**kept.fields, **data, "draft": str(kept.id), "draft_revision": str(kept.revision)}
    return ProposalForm(departments=offices, formdata=MultiDict(held))


def typed() -> dict[str, str]:
    """What was typed into the form of this request, cleaned, by the names that drafts know."""
    given = request.form
    fields = {name: one_line(given.get(name, "")) for name in drafts.FIELDS}
    fields["body"] = clean(given.get("body", ""))
    place = site_map.pressed(*_pressed()) if site().map.picture and "map.x" in given else None
    if place is not None:
        fields["latitude"], fields["longitude"] = map(str, place)
    return fields


def which_draft() -> dict[str, Any]:
    """The draft that the form of this request goes on with, as `drafts.keep` takes it."""
    return {
        "draft_id": request.form.get("draft", type=row_number),
        "revision": request.form.get("draft_revision", 0, type=row_number),
        "window": one_line(request.form.get("window", ""))[:40],
    }


def found_in(texts: Mapping[str, str]) -> list[Found]:
    """What may be personal data in what was typed."""
    return [found for name in TEXTS for found in personal_data.found_in(texts.get(name, ""))]


def remove_personal_data(form: ProposalForm) -> None:
    """Put a word in the place of what may be personal data, in everything that was typed."""
    for name in TEXTS:
        form[name].data = personal_data.without(form.text(name))


def page(form: ProposalForm, process: Process, **more: Any) -> str:
    """The page. `more`: `kept` drafts to choose from; `found` personal data; `theirs`, what another window saved."""
    agency = services.origin_of(process) == "agency"
    number = row_number_or_none(form.draft.data)
    attached = number is not None and drafts.is_there(number, current_actor())
    links = [
        {
            "url": url_for("proposals.new", process=other.key),
            "label": pick(other.name, (language(), *site().languages)),
        }
        for other in openable()
        if other.key != process.key
    ]
    return render_template(
        "proposals/new.html",
        form=form,
        agency=agency,
        links=links,
        takes=what_filing_takes(current_actor(), process),
        uploads=files.uploads(Place("draft", number)) if attached and number is not None else None,
        adds=request.args.get("add") == "files" or bool(refusal()),
        wrong=refusal(),
        **{"kept": [], "found": [], "mark": "", "theirs": None, "gone": False, **more, **map_of(form)},
    )


def map_of(form: ProposalForm) -> dict[str, Any]:
    """What the templates need for the site's map; nothing where it has none."""
    if "latitude" not in form or site_map.picture() is None:
        return {"map": None}
    position = form.position or (None, None)
    return {"map": map_shown(*position)}


def map_shown(latitude: float | None, longitude: float | None) -> dict[str, Any]:
    """The picture with its edges, and a marker where there is a position."""
    edges = site().map
    return {
        "url": url_for("proposals.map_picture"), "wide": site_map.WIDE, "high": site_map.high(),
        "pressed_wide": site_map.PRESSED_WIDE, "pressed_high": site_map.high(site_map.PRESSED_WIDE),
        "north": edges.north, "south": edges.south, "west": edges.west, "east": edges.east, "credit": edges.credit,
        "marker": site_map.marker(latitude, longitude),
    }  # fmt: skip


def row_number_or_none(text: str | None) -> int | None:
    """The number of a row in a hidden field; None for anything else."""
    try:
        return row_number(text or "")
    except ValueError:
        return None


def _pressed() -> tuple[int, int]:
    across, down = (request.form.get(name, 0, type=row_number) for name in ("map.x", "map.y"))
    return across or 0, down or 0
