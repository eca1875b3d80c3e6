"""Read the rules of a process file: a trigger, one action, and what may stand beside."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from .conditions import Condition, ConditionError, parse_condition
from .definition import ACTIONS, Action, Rule
from .draft import Draft
from .fitting import fit
from .mending.conditions import meant, why
from .problems import listed
from .shape import RuleShape
from .source import Path

NOWHERE = Condition("", parse_condition("1 > 2").node)
"""Stands for a condition that could not be read."""


def read_rules(draft: Draft, scope: str | None, raw: Sequence[Any]) -> tuple[Rule, ...]:
    """The rules of a stage, or (`scope` None) those outside of stages."""
    base: Path = ("stages", scope, "rules") if scope else ("rules",)
    counts: dict[str, int] = {}
    rules = []
    for number, one in enumerate(raw):
        path = (*base, number)
        shape, complaints = fit(RuleShape, one, {})
        draft.complain(path, complaints)
        misfits = {one.path[0] for one in complaints if one.path}
        action = _action(draft, path, shape, bool(misfits & set(ACTIONS))) if shape else None
        if shape is None or action is None:
            draft.lost.add(scope)
            continue
        rule = _rule(draft, scope, path, shape, action, counts)
        rules.append(_unread(draft, rule) if "when" in misfits and shape.when is None else rule)
    return tuple(rules)


def _scope_of(path: Path) -> str | None:
    return str(path[1]) if path[0] == "stages" else None


def _action(draft: Draft, path: Path, shape: RuleShape, acted: bool) -> Action | None:
    """The one action of a rule. One that did not fit has been reported already."""
    found = [action for action in ACTIONS if getattr(shape, action) is not None]
    if len(found) > 1:
        draft.error("two_actions", path, actions=listed(found))
        draft.holes.add(path)
        draft.lost.add(_scope_of(path))
    if not found and not acted and path not in draft.holes:
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
        right = meant(text)
        facts = {"right": f'when = "{right}"'} if right else {}
        draft.error(why(error, text), path, at=error.at + 1, **error.facts, **facts)
    if right:
        return parse_condition(right)
    draft.unread.add(key)
    return NOWHERE
