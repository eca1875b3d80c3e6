"""Read what people do in a step: one act, or several one after the other."""

from collections.abc import Mapping
from typing import Any

from ..problems import listed
from ..source import Path
from . import values
from .names import Names
from .notes import Notes
from .scenario import Act
from .values import Reader

VERBS: Mapping[str, Reader] = {
    "press": values.word,
    "decide": values.word,
    "complete": values.word,
    "start": values.day_or_now,
    "pause": values.word,
    "resume": values.word,
    "extend": values.word,
    "hand_over": values.word,
    "withdraw": values.word,
    "merge": values.word,
    "apply_version": values.word,
    "move": values.word,
    "end": values.word,
    "reopen": values.word,
}
NEEDING = ("press", "decide", "complete", "extend", "withdraw", "move", "end", "reopen")
BESIDE: Mapping[str, tuple[str, ...]] = {
    "by": tuple(verb for verb in VERBS if verb != "apply_version"),
    "outcome": ("complete",),
    "reason": ("pause", "resume", "hand_over", *NEEDING),
    "length": ("extend",),
    "to": ("hand_over",),
    "duties": ("merge",),
    "gives": NEEDING,
}
READERS: Mapping[str, Reader] = {
    **VERBS,
    "by": values.words,
    "outcome": values.word,
    "reason": values.word,
    "length": values.length,
    "to": values.word,
    "duties": values.days_by_name,
    "gives": values.words,
}
NEEDED = {"pause": "reason"}


def read_acts(
    notes: Notes, names: Names | None, written: Any, step: Path, raw: list[Mapping[str, Any]]
) -> tuple[Act, ...]:
    """The acts of a step; `written` is what stands there, one table or a list of them."""
    many = isinstance(written, list)
    places = [(*step, "act", number) if many else (*step, "act") for number in range(len(raw))]
    found = [_act(notes, names, place, one) for place, one in zip(places, raw, strict=True)]
    return tuple(act for act in found if act)


def _act(notes: Notes, names: Names | None, path: Path, raw: Mapping[str, Any]) -> Act | None:
    found = notes.fields(path, raw, READERS)
    verbs = [verb for verb in VERBS if verb in raw]
    if len(verbs) != 1:
        code = "two_verbs" if verbs else "no_verb"
        notes.error(code, path, verbs=listed(verbs), known=listed(VERBS))
        return None
    verb = verbs[0]
    if verb not in found:
        return None
    for key in found:
        if key != verb and verb not in BESIDE[key]:
            notes.error("key_beside", (*path, key), key=key, verb=verb)
    if verb in NEEDED and NEEDED[verb] not in raw:
        notes.error("missing_beside", path, key=NEEDED[verb], verb=verb)
    if verb == "merge" and found[verb] not in ("into", "from"):
        notes.error("merge_how", (*path, verb))
    beside = {key: found[key] for key in BESIDE if key in found and key != "to"}
    act = Act(verb=verb, what=found[verb], line=notes.lines.line((*path, verb)), **beside)
    return names.with_version(act, path) if names and verb == "apply_version" else act
