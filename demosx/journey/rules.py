"""The rules that hold: process files from the database, parsed once, and the site's calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..core import clock
from ..core.db import db, raising
from ..core.errors import Conflict, InvalidInput
from ..core.permissions import Actor
from ..core.settings import Site, site
from ..core.terms import known
from ..core.text import clean
from ..ledger.services import record
from ..plugins import Registry, StageKind
from ..process.calendars import Calendar, law_of
from ..process.check import examine, load
from ..process.definition import Process
from ..process.problems import ProcessErrors
from ..process.vocabulary import ROLES, Vocabulary
from ..process.words import Names
from .models import ProcessVersion, Traveller, Visit
from .under_way import Lost, lost_of, schedule, versions_under_way


class SameRules(Conflict):
    """A file that is the newest version already."""

    message = _l("%(file)s is the same as version %(number)s: there is nothing to apply.")


class AppliedMeanwhile(Conflict):
    """Somebody else has applied rules of this process at the same time."""

    message = _l(
        "Somebody has applied version %(number)s meanwhile. Look at it first, then apply your file again."
    )


class SomethingLost(Conflict):
    """New rules have no place for what proposals under way have."""

    message = _l("The new rules have no place for something that proposals under way have.")

    def __init__(self, lost: Sequence[Lost]) -> None:
        super().__init__()
        self.lost = lost


@dataclass(frozen=True)
class Change:
    """Rules that hold for what is under way too, from the instant `at` on. `by_deadline`: a day has come, so that is
    midnight."""

    version: ProcessVersion
    at: datetime
    by_deadline: bool


def registry() -> Registry:
    """The stage kinds and plugins of the current application."""
    found: Registry = current_app.extensions["demosx_registry"]
    return found


def kind_of(name: str) -> StageKind:
    """A stage kind; one whose plugin is off shows and counts nothing, and what travels by it stays readable."""
    return registry().kinds.get(name) or StageKind(name=name)


def vocabulary() -> Vocabulary:
    """The words that process files of this site may use: its roles, areas, districts, languages and plugins' facts.

    A site that is in no folder stands for any site, which may well know who people are.
    """
    here = site()
    nobody = here.folder != Path() and not here.verification.checks
    return Vocabulary(
        roles=tuple(dict.fromkeys([*ROLES, *here.roles])),
        areas=tuple(known("area").names),
        districts=tuple(known("district").names),
        languages=here.languages,
        facts=registry().facts,
        unreachable=frozenset({"verified"}) if nobody else frozenset(),
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
    """The parsed rules of a stored version. Versions never change, so they are parsed once for each process.

    They still know what versions before called what is no more, since it may still be read of.
    """
    parsed: dict[int, Process] = current_app.extensions.setdefault("demosx_processes", {})
    if version_id not in parsed:
        _read_up_to(db.session.get_one(ProcessVersion, version_id), parsed)
    return parsed[version_id]


def rules_of(visit: Visit, proposal: Traveller) -> Process:
    """The rules that hold in a stay, or held when it was left."""
    return process_of(visit.version_id or proposal.version_id)


def _read_up_to(version: ProcessVersion, parsed: dict[int, Process]) -> None:
    """Read a version and those before it, as far as they have not been read yet. One query."""
    query = select(ProcessVersion).where(
        ProcessVersion.key == version.key, ProcessVersion.number <= version.number
    )
    words: dict[str, Names] = {}
    for one in db.session.scalars(query.order_by(ProcessVersion.number)):
        try:
            process = parsed.get(one.id) or read_stored(one)
        except ProcessErrors:
            if one.id == version.id:
                raise
            continue  # nothing can be made of an old version, as where its plugin is gone: the later ones do without
        parsed[one.id] = replace(process, words=replace(process.words, earlier=words))
        words = {**words, **process.words.entries}


def read_stored(version: ProcessVersion) -> Process:
    """The rules of a stored version, as they were applied.

    They were checked then. What the site file has taken away since (a role, an area, a plugin) does not make them
    unreadable; nobody and nothing has such a key any more. Raises ProcessErrors where nothing can be made of them.
    """
    name = f"{version.key} {version.number}"
    process, problems = examine(
        version.source, filename=name, kinds=registry().kinds, vocabulary=vocabulary(), faithful=True
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


def begins(version: ProcessVersion) -> Change:
    """From when a version holds: its `effective` day, or from being applied if that is later; never backwards."""
    days = calendar()
    if version.effective_on > days.day_of(version.applied_at):
        return Change(version, days.midnight(version.effective_on), by_deadline=True)
    return Change(version, version.applied_at, by_deadline=False)


def all_versions() -> dict[str, list[ProcessVersion]]:
    """Every version of every process by its key, the newest first. One query."""
    found: dict[str, list[ProcessVersion]] = {}
    query = select(ProcessVersion).order_by(ProcessVersion.key, ProcessVersion.number.desc())
    for version in db.session.scalars(query):
        found.setdefault(version.key, []).append(version)
    return found


def current_versions(at: datetime | None = None) -> dict[str, ProcessVersion]:
    """The version of each process that holds for what is filed at this moment, now by default, in the site's order.

    Where the site file names no order, those that everybody may begin come first.
    """
    everything = db.session.scalars(
        select(ProcessVersion).order_by(ProcessVersion.key, ProcessVersion.number)
    )
    at = at or clock.now()
    holding: dict[str, ProcessVersion] = {}
    for version in everything:
        if version.key not in holding or begins(version).at <= at:
            holding[version.key] = version
    wanted = site().processes or sorted(holding, key=lambda key: not _for_everybody(holding[key]))
    return {key: holding[key] for key in wanted if key in holding}


def version_for(key: str, at: datetime | None = None) -> ProcessVersion:
    """The version by which a proposal travels that is filed at this moment, now by default. The first version holds for
    everything that was filed before it."""
    found = current_versions(at).get(key)
    if found is None:
        raise InvalidInput(f"there is no process “{key}”; apply its file first: demosx process apply")
    return found


def apply_version(
    source: str, filename: str, actor: Actor | None = None, *, reason: str = "", after: int | None = None
) -> ProcessVersion:
    """Store a checked file as the next version of its process. `after` is the number of the newest version that whoever
    applies it has seen.

    It holds from `effective`, or from now if that is later; the first version for everything filed before it. What is
    under way goes over by itself where the file says so. Raises ProcessErrors where the file is wrong, SameRules,
    AppliedMeanwhile, or SomethingLost where proposals have what the file has no place for.
    """
    process = parse(source, filename)
    locked = select(ProcessVersion).where(ProcessVersion.key == process.key).with_for_update(key_share=True)
    before = db.session.scalars(locked.order_by(ProcessVersion.number.desc())).first()
    number = before.number if before else 0
    if after is not None and after != number:
        raise AppliedMeanwhile(number=number)
    if before and before.source == source:
        raise SameRules(file=filename, number=number)
    version = ProcessVersion(
        key=process.key,
        number=number + 1,
        source=source,
        effective_on=process.effective or clock.today(site().zone),
        applies_to=process.applies_to,
        applied_at=clock.now(),
        applied_by=actor.id if actor else None,
        reason=clean(reason),
    )
    if before and version.applies_to == "all":
        _let_go_over(process, begins(version))
    with raising(AppliedMeanwhile(number=number + 1)):
        db.session.add(version)
    record(
        "rules_applied",
        subject=("process_version", version.id),
        actor=actor,
        data={"process": version.key, "number": version.number, "applies_to": version.applies_to},
        reason=version.reason,
    )
    return version


def _let_go_over(process: Process, change: Change) -> None:
    """Let rules hold for what is under way. That comes first: then nothing moves behind the back of the check."""
    schedule(process.key, change.at)
    if lost := what_is_lost(process, later=change.by_deadline):
        raise SomethingLost(lost)


def what_is_lost(process: Process, later: bool) -> list[Lost]:
    """What new rules have no place for, of what proposals under way have. `later`: they hold from a later day, until
    when whatever the rules of now know may still happen."""
    held = set(versions_under_way(process.key))
    if later:
        now = current_versions().get(process.key)
        held |= {version.id for version in versions(process.key) if now and version.number >= now.number}
    return lost_of(process, {number: process_of(number) for number in sorted(held)}, later)


def _for_everybody(version: ProcessVersion) -> bool:
    return bool({"visitor", "member", "verified"} & set(process_of(version.id).opened_by))
