"""From what was asked on the command line to what an import does, with everything that can be wrong told first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from ..core import clock
from ..core.errors import InvalidInput
from ..core.settings import site
from ..core.terminal import LANGUAGES, _
from ..core.terms import areas, districts
from ..journey.rules import calendar, version_for
from ..process.definition import Process
from .archive import Origin
from .checking import Expectation
from .mapping import BadMapping, Columns, match
from .readers import Table
from .services import Order
from .terms import Terms
from .values import Unfit, when

LONGEST_SOURCE = 60


@dataclass(frozen=True)
class Wishes:
    """What was asked. `archive`: keep all as over; None where each row's period decides. `as_of`: a day as typed."""

    process: str = "citizen"
    source: str = ""
    archive: bool | None = None
    as_of: str = ""
    dry_run: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, str] = field(default_factory=dict)


def plan(table: Table, wishes: Wishes) -> Order:
    """What to do with a table. Raises BadMapping, UnknownKey, or InvalidInput for a source, process or day."""
    columns = match(table.columns, wishes.columns)
    if "filed" not in columns.of and wishes.archive is not False:
        raise BadMapping(
            _(
                "No column says when a proposal was filed. Say which: --map filed=… There are: %(known)s",
                known=", ".join(table.columns),
            )
        )
    until = _until(wishes.as_of)
    with clock.pinned(until):
        origin = Origin(_source(wishes.source, table.path), version_for(wishes.process).id)
    return Order(origin, _expectation(columns, origin.process, until, wishes), until, wishes.dry_run)


def _expectation(columns: Columns, process: Process, until: datetime, wishes: Wishes) -> Expectation:
    ends = {end: {code: process.words.text(end, code) for code in LANGUAGES} for end in process.ends}
    return Expectation(
        columns=columns,
        process=process,
        calendar=calendar(),
        now=clock.now(),
        archive=wishes.archive,
        until=calendar().day_of(until),
        language=site().languages[0],
        end=usual_end(process),
        areas=Terms("--map-area", dict(areas()), wishes.areas),
        districts=Terms("--map-district", dict(districts()), wishes.districts),
        ends=Terms("--map-status", ends, wishes.ends),
    )


def usual_end(process: Process) -> str:
    """How a proposal ends whose first period passes: by the file's last rule that says so, or just closed."""
    ends = [
        rule.target
        for rule in process.rules_in(process.first)
        if rule.action == "end"
        and rule.automatic
        and rule.when is not None
        and "period_over" in rule.when.reads
    ]
    return ends[-1] if ends else "closed"


def _source(wanted: str, path: Path) -> str:
    """The name of where it comes from; the file's own without what says how it is written."""
    source = (wanted or path.name.split(".")[0]).strip()
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise InvalidInput(
            _("Say where it comes from in at most %(limit)s characters: --source NAME", limit=LONGEST_SOURCE)
        )
    return source


def _until(as_of: str) -> datetime:
    """The instant from which the rules act: now, or the beginning of a day that is not to come."""
    now = clock.now()
    today = calendar().day_of(now)
    day = _day(as_of) or today
    if day > today:
        raise InvalidInput(_("--as-of: %(day)s is in the future.", day=day))
    return now if day == today else calendar().midnight(day)


def _day(typed: str) -> date | None:
    try:
        found = when(typed, site().zone)
    except Unfit as unfit:
        raise InvalidInput(f"--as-of: {unfit}") from None
    return found.day if found else None
