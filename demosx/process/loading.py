"""Read a process file. What can be read is read, even where other parts are wrong, so that all errors come at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from . import readings
from .definition import Duty, Extension, Freeze, Process, Stage, Who
from .draft import Draft
from .fields import KEY
from .fitting import fit, fit_names
from .kinds import Kind, NoOptions
from .loading_rules import read_rules
from .mending.reading import read_toml
from .problems import listed
from .shape import DutyShape, ExtendShape, FreezeShape, ProcessShape, StageShape
from .source import Path, map_lines
from .spelling import spell
from .suggestions import similar
from .vocabulary import Vocabulary
from .words import BUILT_IN, Names, Words


def read(
    source: str, filename: str, kinds: Mapping[str, Kind], vocabulary: Vocabulary, faithful: bool = False
) -> Draft:
    """Read a file as far as it can be read. `process` of the draft is None where nothing can be made of it.

    What is mistyped is read as it was probably meant, so that the rest can be checked; not so where it must be
    `faithful`.
    """
    draft = Draft(filename, kinds, vocabulary, faithful)
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raw, readable, slips = read_toml(text)
    draft.mended = readable is not text
    draft.slipped(slips)
    if raw is None:
        return draft
    draft.lines = map_lines(readable)
    raw = raw if faithful else spell(draft, raw)
    first = next(iter(raw["stages"]), "") if isinstance(raw.get("stages"), dict) else ""
    fill = {"format": 1, "key": "process", "name": {"en": "process"}, "first": first}
    shape, complaints = fit(ProcessShape, raw, fill)
    draft.complain((), complaints)
    if shape is not None:
        draft.process = _process(draft, shape, source)
    return draft


def _process(draft: Draft, shape: ProcessShape, source: str) -> Process:
    stages = {key: _stage(draft, key, raw) for key, raw in shape.stages.items()}
    duties = {key: _duty(draft, key, raw) for key, raw in shape.duties.items()}
    words = _words(draft, shape, stages, duties)
    return Process(
        key=shape.key,
        name=shape.name,
        first=shape.first,
        stages=stages,
        duties=duties,
        rules=read_rules(draft, None, shape.rules),
        words=words,
        opened_by=tuple(shape.opened_by),
        effective=shape.effective,
        applies_to=shape.applies_to,
        who=_who(shape.who),
        minimum_age=shape.minimum_age,
        goes_to=shape.goes_to,
        pauses=_freezes(draft, shape.pauses, words),
        source=source,
    )


def _stage(draft: Draft, key: str, raw: Any) -> Stage:
    path: Path = ("stages", key)
    named = _kind(draft, path, raw)
    shape, complaints = fit(StageShape, raw, {"kind": "", "name": {"en": key}})
    if _only_rules(draft, path, raw):
        complaints = []
    draft.complain(path, complaints)
    if shape is None:
        draft.unsure.add(key)
        return Stage(key, "", {}, NoOptions(), line=draft.lines.line(path))
    stage = _stage_of(shape, key, draft.lines.line(path), _options(draft, path, named, shape))
    stage = replace(stage, kind=named.name if named else shape.kind)
    return replace(stage, rules=read_rules(draft, key, shape.rules))


def _kind(draft: Draft, path: Path, raw: Any) -> Kind | None:
    """The kind of a stage; for a mistyped one the kind that was meant."""
    kind = raw.get("kind") if isinstance(raw, Mapping) else None
    if isinstance(kind, str) and kind in draft.kinds:
        return draft.kinds[kind]
    near = similar(kind, draft.kinds) if isinstance(kind, str) and not draft.faithful else ""
    if isinstance(kind, str):
        draft.error("unknown_kind", (*path, "kind"), kind=kind, known=listed(draft.kinds), similar=near)
    if not near:
        draft.unsure.add(str(path[-1]))
    return draft.kinds.get(near)


def _only_rules(draft: Draft, path: Path, raw: Any) -> bool:
    """Whether there are rules for a stage, but not the stage itself: it is called otherwise at one of the places."""
    if not isinstance(raw, Mapping) or raw.keys() != {"rules"}:
        return False
    draft.lost.add(None)
    if "stage" not in draft.headless:
        draft.stray[str(path[-1])] = path
    return True


def _stage_of(shape: StageShape, key: str, line: int, options: Any) -> Stage:
    return Stage(
        key=key,
        kind=shape.kind,
        name=shape.name,
        options=options,
        period=shape.period,
        allows=tuple(shape.allows),
        owner=tuple(shape.owner),
        within=shape.within,
        opened_by=tuple(shape.opened_by),
        shown_to=shape.shown_to,
        report_every=shape.report_every,
        count_within=shape.count_within,
        needs=tuple(shape.needs),
        remind=tuple(shape.remind),
        public=shape.public,
        pause=tuple(shape.pause),
        extend=_extension(shape.extend),
        who=_who(shape.who),
        minimum_age=shape.minimum_age,
        line=line,
    )


def _options(draft: Draft, path: Path, kind: Kind | None, shape: StageShape) -> Any:
    """The options of the stage's kind: what stands beside the common keys, and the common keys that it asks for."""
    if kind is None:
        return NoOptions()
    raw = dict(shape.model_extra or {})
    common = set(shape.model_fields_set) & set(StageShape.model_fields) & set(kind.options.model_fields)
    raw |= {name: getattr(shape, name) for name in common}
    options, complaints = fit(kind.options, raw, {})
    draft.complain(path, complaints)
    if complaints:
        draft.unsure.add(str(path[-1]))
    return options or NoOptions()


def _duty(draft: Draft, key: str, raw: Any) -> Duty:
    path: Path = ("duties", key)
    shape, complaints = fit(DutyShape, raw, {"name": {"en": key}})
    draft.complain(path, complaints)
    if any(one.path[:1] == ("outcomes",) for one in complaints):
        draft.unsure.add(key)
    if shape is None:
        draft.unsure.add(key)
        return Duty(key, {}, ())
    return Duty(
        key=key,
        name=shape.name,
        owner=tuple(shape.owner),
        within=shape.within,
        outcomes=tuple(shape.outcomes),
        needs=tuple(shape.needs),
        remind=tuple(shape.remind),
        public=shape.public,
        pause=tuple(shape.pause),
        extend=_extension(shape.extend),
        line=draft.lines.line(path),
    )


def _who(given: list[str] | dict[str, list[str]]) -> Who:
    if isinstance(given, dict):
        return {action: tuple(roles) for action, roles in given.items() if roles}
    return tuple(given)


def _extension(shape: ExtendShape | None) -> Extension | None:
    if shape is None:
        return None
    return Extension(shape.times, shape.up_to, tuple(shape.by), tuple(shape.needs))


def _freezes(draft: Draft, raw: list[Any], words: Words) -> tuple[Freeze, ...]:
    freezes = []
    for number, one in enumerate(raw):
        path: Path = ("pauses", number)
        shape, complaints = fit(FreezeShape, one, {})
        draft.complain(path, complaints)
        if shape is None:
            continue
        if shape.last < shape.first:
            draft.error("freeze_backwards", (*path, "to"), first=str(shape.first), last=str(shape.last))
            continue
        said = shape.reason
        if isinstance(said, str) and said not in words.entries and said not in BUILT_IN:
            draft.error(
                "unknown_reason", (*path, "reason"), reason=said, similar=similar(said, words.entries)
            )
        reason = words.names(said) if isinstance(said, str) else said
        freezes.append(Freeze(shape.first, shape.last, reason, tuple(shape.stages), number))
    return tuple(freezes)


def _words(
    draft: Draft, shape: ProcessShape, stages: Mapping[str, Stage], duties: Mapping[str, Duty]
) -> Words:
    """The words of the file, with the names of its stages, duties and choices."""
    entries: dict[str, Names] = {}
    for stage in stages.values():
        choices = getattr(stage.options, "choices", None)
        if isinstance(choices, Mapping):
            entries |= {str(key): names for key, names in choices.items() if isinstance(names, Mapping)}
    entries |= {key: duty.name for key, duty in duties.items() if duty.name}
    entries |= {key: stage.name for key, stage in stages.items() if stage.name}
    used = _used_words(stages, duties)
    for given, value in shape.words.items():
        names, complaints = fit_names(value, ("words", given))
        draft.complain((), complaints)
        entries[_word(draft, given, used)] = names
    return Words(entries, draft.vocabulary.languages)


def _used_words(stages: Mapping[str, Stage], duties: Mapping[str, Duty]) -> list[str]:
    """Words that may need a name: those of the stages, duties and rules, and the built-in ones."""
    used = [rule.target for stage in stages.values() for rule in stage.rules]
    used += [word for stage in stages.values() for word in (*stage.decides, *stage.outcomes, *stage.pause)]
    used += [word for duty in duties.values() for word in (*duty.outcomes, *duty.pause)]
    return [*used, *BUILT_IN]


def _word(draft: Draft, given: str, used: Iterable[str]) -> str:
    """The key of a word; for one that cannot be a key the one that is meant."""
    if KEY.fullmatch(given):
        return given
    right = similar(given, used) or readings.key(given)
    draft.error("bad_key", ("words", given), given=given, similar=right)
    draft.holes.add(("words",))
    draft.lines.rename(("words", given), ("words", right))
    return right or given
