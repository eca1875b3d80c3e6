"""To what grants can be limited beyond departments: the processes, and the stages in which somebody decides."""

from ..core.i18n import language
from ..people.scopes import Scopes
from ..process.definition import Process
from ..process.words import pick
from .labels import stage_label
from .rules import current_versions, process_of

DECIDING = "review"


def _processes() -> list[Process]:
    return [process_of(version.id) for version in current_versions().values()]


def _name(process: Process) -> str:
    return pick(process.name, (language(), *process.words.languages)) or process.key


def processes() -> dict[str, str]:
    """The names of the processes by their keys."""
    return {process.key: _name(process) for process in _processes()}


def panels() -> dict[str, str]:
    """The names of the stages in which a panel can sit by their keys, with the processes that have them."""
    found: dict[str, list[str]] = {}
    for process in _processes():
        for stage in process.stages.values():
            if stage.kind == DECIDING:
                found.setdefault(stage.key, []).append(
                    f"{stage_label(process, stage.key)} ({_name(process)})"
                )
    return {key: " · ".join(names) for key, names in found.items()}


SCOPES = Scopes(processes, panels)
