"""Every version of the rules, in public: from when and for whom each holds, why, and what it says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template

from ..core import clock
from ..core.errors import NotFound
from ..core.i18n import language, local_day, local_name
from ..core.permissions import public
from ..journey.models import ProcessVersion
from ..journey.naming import with_site_names
from ..journey.rules import all_versions, begins, current_versions, process_of, versions
from ..process.definition import Process
from ..process.difference import Part, difference
from . import how

bp = Blueprint("rules", __name__, url_prefix="/how/rules")


@dataclass(frozen=True)
class Told:
    """One version as people read of it. `state`: `now`, `coming` or `past`; `changes`: what it says otherwise than the
    version before, nothing for the first; `before`: the number of that version."""

    key: str
    number: int
    name: str
    day: date
    applied: date
    state: str
    all: bool
    reason: str
    changes: tuple[Part, ...]
    before: int | None


@bp.get("")
@public
def index() -> str:
    """Every process with all of its versions."""
    holding, found = current_versions(), all_versions()
    histories = [_history(found[key], version.number) for key, version in holding.items()]
    return render_template("rules/index.html", histories=histories)


@bp.get("/<key>")
@public
def process(key: str) -> str:
    """One process with all of its versions."""
    holding = _holding(key).number
    return render_template("rules/process.html", history=_history(versions(key), holding))


@bp.get("/<key>/<int:number>")
@public
def version(key: str, number: int) -> str:
    """One version: what it says otherwise, the journey by it in words, and the file itself."""
    holding = _holding(key)
    found = versions(key)
    wanted = _wanted(found, number)
    told = _told(wanted, _before(found, wanted), holding.number)
    return render_template(
        "rules/version.html", version=told, journey=how.tell(wanted), source=wanted.source,
        later=[one.number for one in reversed(found) if one.number > number],
    )  # fmt: skip


@bp.get("/<key>/<int:number>.toml")
@public
def file(key: str, number: int) -> Response:
    """The file of a version, word for word."""
    _holding(key)
    source = _wanted(versions(key), number).source
    answer = Response(source, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}-{number}.toml"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _holding(key: str) -> ProcessVersion:
    """The version of a process that holds now. Raises NotFound where there is no such process: asked first, since an
    address may hold what a database does not take for a text."""
    found = current_versions().get(key)
    if found is None:
        raise NotFound()
    return found


def _wanted(found: Sequence[ProcessVersion], number: int) -> ProcessVersion:
    wanted = next((version for version in found if version.number == number), None)
    if wanted is None:
        raise NotFound()
    return wanted


def _before(found: Sequence[ProcessVersion], version: ProcessVersion) -> ProcessVersion | None:
    return next((one for one in found if one.number == version.number - 1), None)


def _history(found: Sequence[ProcessVersion], holding: int) -> list[Told]:
    """Every version of a process, the newest first."""
    return [_told(version, _before(found, version), holding) for version in found]


def _told(version: ProcessVersion, before: ProcessVersion | None, holding: int) -> Told:
    rules, begun = with_site_names(process_of(version.id)), begins(version)
    state = "now" if version.number == holding else "coming" if begun.at > clock.now() else "past"
    return Told(
        key=version.key,
        number=version.number,
        name=local_name(dict(rules.name), version.key),
        day=local_day(begun.at),
        applied=local_day(version.applied_at),
        state=state,
        all=version.applies_to == "all",
        reason=version.reason,
        changes=_changes(before, rules) if before else (),
        before=before.number if before else None,
    )


def _changes(before: ProcessVersion, rules: Process) -> tuple[Part, ...]:
    return difference(with_site_names(process_of(before.id)), rules, language())
