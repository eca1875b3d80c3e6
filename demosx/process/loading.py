"""Read a process file. What can be read is read, even where other parts are wrong, so that all errors come at once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, cast

from .conditions import Condition, ConditionError, parse_condition
from .definition import ACTIONS, Action, Duty, Extension, Freeze, Process, Rule, Stage
from .fitting import Complaint, fit
from .kinds import Kind, NoOptions
from .problems import Fact, Problem, listed, make_problem, similar
from .shape import DutyShape, ExtendShape, FreezeShape, ProcessShape, RuleShape, StageShape
from .source import Path, SourceMap, map_lines
from .vocabulary import Vocabulary
from .words import Names, Words

TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
NOWHERE = Condition("", parse_condition("1 > 2").node)


@dataclass
class Draft:
    """What could be read of a file, and what is wrong with it so far.

    `paths` tells where in the file a rule stands, by its key; `unread` are the rules whose condition could not be
    read, `unsure` the stages whose kind or options could not.
    """

    filename: str
    kinds: Mapping[str, Kind]
    vocabulary: Vocabulary
    lines: SourceMap = field(default_factory=SourceMap)
    process: Process | None = None
    problems: list[Problem] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)

    def error(self, code: str, path: Path, **facts: Fact) -> None:
        """Note an error at a place of the file."""
        self.problems.append(make_problem(self.filename, self.lines.line(path), code, "error", facts))

    def warn(self, code: str, path: Path, **facts: Fact) -> None:
        """Note something to think about."""
        self.problems.append(make_problem(self.filename, self.lines.line(path), code, "warning", facts))

    def complain(self, base: Path, complaints: Iterable[Complaint]) -> None:
        """Note what did not fit below a place."""
        for code, path, facts in complaints:
            self.error(code, base + path, **facts)


def read(source: str, filename: str, kinds: Mapping[str, Kind], vocabulary: Vocabulary) -> Draft:
    """Read a file as far as it can be read. `process` of the draft is None where nothing can be made of it."""
    draft = Draft(filename, kinds, vocabulary)
    source = source.removeprefix("\ufeff")
    try:
        raw = tomllib.loads(source, parse_float=Decimal)
    except ValueError as error:  # also for a number with thousands of digits
        draft.problems.append(_syntax(source, filename, str(error)))
        return draft
    draft.lines = map_lines(source)
    first = next(iter(raw["stages"]), "") if isinstance(raw.get("stages"), dict) else ""
    fill = {"format": 1, "key": "process", "name": {"en": "process"}, "first": first}
    shape, complaints = fit(ProcessShape, raw, fill)
    draft.complain((), complaints)
    if shape is not None:
        draft.process = _process(draft, shape, source)
    return draft


def _syntax(source: str, filename: str, message: str) -> Problem:
    place = TOML_PLACE.search(message)
    line = int(place[1]) if place and place[1] else source.count("\n") + 1
    why = TOML_PLACE.sub("", message)
    return make_problem(filename, line, "syntax", "error", {"why": why})


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
        rules=_rules(draft, None, shape.rules),
        words=words,
        opened_by=tuple(shape.opened_by),
        effective=shape.effective,
        applies_to=shape.applies_to,
        who=tuple(shape.who),
        minimum_age=shape.minimum_age,
        goes_to=shape.goes_to,
        pauses=_freezes(draft, shape.pauses, words),
        source=source,
    )


def _stage(draft: Draft, key: str, raw: Any) -> Stage:
    path: Path = ("stages", key)
    named = draft.kinds.get(str(raw.get("kind"))) if isinstance(raw, Mapping) else None
    options = named.options if named else NoOptions
    fill = {"kind": "", "name": {"en": key}}
    shape, complaints = fit(StageShape, raw, fill, options.model_fields)
    draft.complain(path, complaints)
    if named is None:
        draft.unsure.add(key)
    if shape is None:
        return Stage(key, "", {}, NoOptions(), line=draft.lines.line(path))
    if named is None and shape.kind:
        near = similar(shape.kind, draft.kinds)
        draft.error("unknown_kind", (*path, "kind"), kind=shape.kind, known=listed(draft.kinds), similar=near)
    stage = _stage_of(shape, key, draft.lines.line(path), _options(draft, path, named, shape))
    return replace(stage, rules=_rules(draft, key, shape.rules))


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
        who=tuple(shape.who),
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
    options, complaints = fit(kind.options, raw, {}, StageShape.model_fields)
    draft.complain(path, complaints)
    if complaints:
        draft.unsure.add(str(path[-1]))
    return options or NoOptions()


def _duty(draft: Draft, key: str, raw: Any) -> Duty:
    path: Path = ("duties", key)
    shape, complaints = fit(DutyShape, raw, {"name": {"en": key}})
    draft.complain(path, complaints)
    if shape is None:
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
        reason = words.names(said) if isinstance(said, str) else said
        freezes.append(Freeze(shape.first, shape.last, reason, tuple(shape.stages), number))
    return tuple(freezes)


def _rules(draft: Draft, scope: str | None, raw: list[Any]) -> tuple[Rule, ...]:
    base: Path = ("stages", scope, "rules") if scope else ("rules",)
    counts: dict[str, int] = {}
    rules = []
    for number, one in enumerate(raw):
        path = (*base, number)
        shape, complaints = fit(RuleShape, one, {})
        draft.complain(path, complaints)
        misfits = {complaint[1][0] for complaint in complaints if complaint[1]}
        if shape and (action := _action(draft, path, shape, bool(misfits & set(ACTIONS)))):
            rule = _rule(draft, scope, path, shape, action, counts)
            rules.append(_unread(draft, rule) if "when" in misfits else rule)
    return tuple(rules)


def _action(draft: Draft, path: Path, shape: RuleShape, acted: bool) -> Action | None:
    """The one action of a rule. One that did not fit has been reported already."""
    found = [action for action in ACTIONS if getattr(shape, action) is not None]
    if len(found) > 1:
        draft.error("two_actions", path, actions=listed(found))
    if not found and not acted:
        draft.error("no_action", path, actions=listed(ACTIONS))
    return found[0] if found else None


def _rule(
    draft: Draft, scope: str | None, path: Path, shape: RuleShape, action: Action, counts: dict[str, int]
) -> Rule:
    named = getattr(shape, action)
    target = "+".join(named) if action == "notify" else cast(str, named)
    key = f"{scope or ''}/{action}:{target}"
    counts[key] = counts.get(key, 0) + 1
    key = key if counts[key] == 1 else f"{key}#{counts[key]}"
    draft.paths[key] = path
    return Rule(
        key=key,
        scope=scope,
        when=_condition(draft, key, (*path, "when"), shape.when),
        by=tuple(shape.by),
        action=action,
        target=target,
        label=shape.label,
        needs=tuple(shape.needs),
        set=shape.set,
        drop=tuple(shape.drop),
        line=draft.lines.line(path),
    )


def _unread(draft: Draft, rule: Rule) -> Rule:
    """A rule whose condition is not even a text."""
    draft.unread.add(rule.key)
    return replace(rule, when=NOWHERE)


def _condition(draft: Draft, key: str, path: Path, text: str | None) -> Condition | None:
    if text is None:
        return None
    try:
        return parse_condition(text)
    except ConditionError as error:
        draft.unread.add(key)
        draft.error(error.code, path, condition=text, at=error.at + 1, **error.facts)
        return NOWHERE


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
    for key, names in shape.words.items():
        texts = names.values() if isinstance(names, Mapping) else ()
        if texts and all(isinstance(name, str) and name.strip() for name in texts):
            entries[key] = dict(names)
        else:
            draft.error("names", ("words", key), key=key)
    return Words(entries, draft.vocabulary.languages)
