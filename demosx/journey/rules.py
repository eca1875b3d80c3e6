"""The rules that hold: process files from the database, parsed once, and the site's calendar."""

from collections.abc import Sequence
from datetime import date

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..core import clock
from ..core.db import db
from ..core.errors import Conflict, InvalidInput
from ..core.permissions import Actor
from ..core.settings import Site, site
from ..ledger.services import record
from ..plugins import Registry, StageKind
from ..process.calendars import Calendar, law_of
from ..process.check import examine, load
from ..process.definition import Process
from ..process.problems import ProcessErrors
from ..process.vocabulary import ROLES, Vocabulary
from .models import ProcessVersion


class OnlyForNew(InvalidInput):
    """Rules for what is under way already."""

    message = _l(
        'Rules hold for new proposals. Write applies_to = "new": those under way keep the rules they have.'
    )


def registry() -> Registry:
    """The stage kinds and plugins of the current application."""
    found: Registry = current_app.extensions["demosx_registry"]
    return found


def kind_of(name: str) -> StageKind:
    """A stage kind; one whose plugin is off shows and counts nothing, and what travels by it stays readable."""
    return registry().kinds.get(name) or StageKind(name=name)


def vocabulary() -> Vocabulary:
    """The words that process files of this site may use: its roles, areas, districts and languages."""
    here = site()
    return Vocabulary(
        roles=tuple(dict.fromkeys([*ROLES, *here.roles])),
        areas=tuple(here.areas),
        districts=tuple(here.districts),
        languages=here.languages,
    )


def calendar() -> Calendar:
    """The site's calendar: its zone, its country's holidays, and its own days."""
    cache = current_app.extensions
    if "demosx_calendar" not in cache:
        cache["demosx_calendar"] = calendar_of(site())
    found: Calendar = cache["demosx_calendar"]
    return found


def calendar_of(here: Site) -> Calendar:
    """The calendar that a site file describes. Due days roll off rest days where the country's law says so."""
    own = here.calendar
    rolls, same_number = law_of(here.country)
    return Calendar(
        here.zone, here.country, rolls if own.roll is None else own.roll, frozenset(own.add),
        frozenset(own.remove), same_number if own.months is None else own.months == "same number",
    )  # fmt: skip


def process_of(version_id: int) -> Process:
    """The parsed rules of a stored version. Versions never change, so they are parsed once for each process."""
    parsed: dict[int, Process] = current_app.extensions.setdefault("demosx_processes", {})
    if version_id not in parsed:
        version = db.session.get_one(ProcessVersion, version_id)
        parsed[version_id] = read_stored(version)
    return parsed[version_id]


def read_stored(version: ProcessVersion) -> Process:
    """The rules of a stored version, as they were applied.

    They were checked then. What the site file has taken away since (a role, an area, a plugin) does not make them
    unreadable; nobody and nothing has such a key any more. Raises ProcessErrors where nothing can be made of them.
    """
    name = f"{version.key} {version.number}"
    process, problems = examine(
        version.source, filename=name, kinds=registry().kinds, vocabulary=vocabulary()
    )
    if process is None:
        raise ProcessErrors(problems)
    return process


def parse(source: str, filename: str) -> Process:
    """Read a process file with this site's words and stage kinds. Raises ProcessErrors."""
    return load(source, filename=filename, kinds=registry().kinds, vocabulary=vocabulary())


def versions(key: str) -> Sequence[ProcessVersion]:
    """Every version of a process, the newest first."""
    query = select(ProcessVersion).where(ProcessVersion.key == key).order_by(ProcessVersion.number.desc())
    return db.session.scalars(query).all()


def current_versions() -> dict[str, ProcessVersion]:
    """The version of each process that holds for what is filed today, in the site's order.

    Where the site file names no order, those that everybody may begin come first.
    """
    everything = db.session.scalars(
        select(ProcessVersion).order_by(ProcessVersion.key, ProcessVersion.number)
    )
    today = clock.today(site().zone)
    holding: dict[str, ProcessVersion] = {}
    for version in everything:
        if version.key not in holding or _begins(version) <= today:
            holding[version.key] = version
    wanted = site().processes or sorted(holding, key=lambda key: not _for_everybody(holding[key]))
    return {key: holding[key] for key in wanted if key in holding}


def version_for(key: str) -> ProcessVersion:
    """The version by which a proposal filed now travels."""
    found = current_versions().get(key)
    if found is None:
        raise InvalidInput(f"there is no process “{key}”; apply its file first: demosx process apply")
    return found


def apply_version(source: str, filename: str, actor: Actor | None = None) -> ProcessVersion:
    """Store a checked file as the next version of its process.

    It holds from `effective`, or from now if that is later; the first version for everything filed before it.
    Raises ProcessErrors where the file is wrong, Conflict where it is the version that holds already.
    """
    process = parse(source, filename)
    if process.applies_to == "all":
        raise OnlyForNew()
    before = versions(process.key)
    if before and before[0].source == source:
        raise Conflict(
            f"{filename} is the same as version {before[0].number} of {process.key}: nothing to apply"
        )
    version = ProcessVersion(
        key=process.key,
        number=before[0].number + 1 if before else 1,
        source=source,
        effective_on=process.effective or clock.today(site().zone),
        applies_to=process.applies_to,
        applied_at=clock.now(),
        applied_by=actor.id if actor else None,
    )
    db.session.add(version)
    db.session.flush()
    record(
        "rules_applied",
        subject=("process_version", version.id),
        actor=actor,
        data={"process": version.key, "number": version.number, "applies_to": version.applies_to},
    )
    return version


def _for_everybody(version: ProcessVersion) -> bool:
    return bool({"visitor", "member", "verified"} & set(process_of(version.id).opened_by))


def _begins(version: ProcessVersion) -> date:
    applied = version.applied_at.astimezone(site().zone).date()
    return max(version.effective_on, applied)
