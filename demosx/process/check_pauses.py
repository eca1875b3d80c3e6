"""Days on which stages rest, and where proposals go whose stage is no more."""

from datetime import timedelta

from .check_references import stage_named
from .definition import Freeze, Process
from .draft import Draft
from .source import Path

A_YEAR = timedelta(days=365)


def check_pauses(draft: Draft, process: Process) -> None:
    """Note pauses that lead nowhere, meet, or come too early, and what becomes of vanished stages."""
    for freeze in process.pauses:
        for number, key in enumerate(freeze.stages):
            stage_named(draft, process, key, ("pauses", freeze.place, "stages", number))
        _check_meeting(draft, process, freeze)
    _check_when(draft, process)
    _check_goes_to(draft, process)


def _check_meeting(draft: Draft, process: Process, freeze: Freeze) -> None:
    """Two pauses on the same days count once; somebody may have meant other days."""
    for other in process.pauses:
        if other.place >= freeze.place:
            return
        stages = not freeze.stages or not other.stages or set(freeze.stages) & set(other.stages)
        if stages and freeze.first <= other.last and other.first <= freeze.last:
            line = draft.lines.line(("pauses", other.place))
            draft.warn("pauses_meet", ("pauses", freeze.place), line=line)
            return


def _check_when(draft: Draft, process: Process) -> None:
    """A pause before the rules hold pauses nothing, and one in rules for new proposals reaches no others."""
    for freeze in process.pauses:
        path: Path = ("pauses", freeze.place)
        if process.effective and freeze.last < process.effective:
            facts = {"last": str(freeze.last), "effective": str(process.effective)}
            draft.warn("pause_too_early", (*path, "to"), **facts)
        elif process.applies_to == "new" and _soon(process, freeze):
            draft.warn("pause_for_new", path)


def _soon(process: Process, freeze: Freeze) -> bool:
    """Whether a pause begins so soon after its rules that proposals by earlier rules may still be under way."""
    return process.effective is None or freeze.first < process.effective + A_YEAR


def _check_goes_to(draft: Draft, process: Process) -> None:
    """Only a stage that is no more needs somewhere to go, and only where rules hold for what is under way."""
    before = len(draft.problems)
    for old, new in process.goes_to.items():
        path: Path = ("goes_to", old)
        if old in process.stages and process.applies_to == "all":
            draft.warn("still_there", path, stage=old)
        if new in process.goes_to and new not in process.stages:
            draft.error("goes_on", path, stage=new, last=_last(process, new))
        else:
            stage_named(draft, process, new, path)
    if process.goes_to and process.applies_to == "new" and len(draft.problems) == before:
        draft.warn("goes_to_for_new", ("goes_to",))


def _last(process: Process, key: str) -> str:
    """Where a chain of vanished stages ends, if it does."""
    seen: set[str] = set()
    while key in process.goes_to and key not in seen:
        seen.add(key)
        key = process.goes_to[key]
    return key if key in process.stages else ""
