"""Read what people do in a step: one act, or several one after the other."""

from collections.abc import Mapping
from typing import Any

from ..problems import listed
from ..source import Path
from . import values
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
GIVING = ("press", "decide", "complete", "extend", "hand_over", "withdraw", "merge", "move", "end", "reopen")
MERGES = ("into", "from", "undo")
BESIDE: Mapping[str, tuple[str, ...]] = {
    "by": tuple(verb for verb in VERBS if verb != "apply_version"),
    "outcome": ("complete",),
    "reason": ("pause", "resume", *GIVING),
    "length": ("extend",),
    "to": ("hand_over",),
    "duties": ("merge",),
    "gives": GIVING,
}
"""What may stand beside which verbs."""
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


def read_acts(notes: Notes, step: Path, written: Any, raw: list[Mapping[str, Any]]) -> list[tuple[Path, Act]]:
    """The acts of a step with their places; `written` is what stands there, one table or a list of them."""
    many = isinstance(written, list)
    places: list[Path] = [(*step, "act", number) if many else (*step, "act") for number in range(len(raw))]
    found = [(place, _act(notes, place, one)) for place, one in zip(places, raw, strict=True)]
    return [(place, act) for place, act in found if act]


def _act(notes: Notes, path: Path, raw: Mapping[str, Any]) -> Act | None:
    found = notes.fields(path, raw, READERS)
    verbs = [verb for verb in VERBS if verb in raw]
    if len(verbs) != 1:
        notes.error("two_verbs" if verbs else "no_verb", path, verbs=listed(verbs), known=listed(VERBS))
        return None
    verb = verbs[0]
    for key in found:
        if key != verb and verb not in BESIDE[key]:
            notes.error("key_beside", (*path, key), key=key, verb=verb)
    if verb == "pause" and "reason" not in raw:
        notes.error("missing_beside", path, key="reason", verb=verb)
    if verb not in found:
        return None
    if verb == "merge" and found[verb] not in MERGES:
        notes.error("merge_how", (*path, verb))
    beside = {key: found[key] for key in BESIDE if key in found}
    return Act(verb=verb, what=found[verb], line=notes.lines.line((*path, verb)), **beside)
