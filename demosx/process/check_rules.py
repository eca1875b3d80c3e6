"""Each rule by itself: whom, what and which facts it names."""

from .check_references import people, stage_named
from .definition import REPORT, Process, Rule, Stage, duty_names
from .draft import Draft
from .kinds import FactType
from .problems import listed
from .scope import Known, Scope, given_types, reserved, scope_of, type_of_value
from .source import Path
from .typing_check import ConditionCheck

ENDINGS = ("expired", "answered", "declined", "referred", "carried_out")
"""Words that every file may end with, whether or not this one does."""


def check_rules(draft: Draft, process: Process) -> None:
    """Note what a rule names that is not there, and every condition that does not fit together."""
    for rule in process.every_rule:
        _check_rule(draft, process, rule)
    _check_conditions(draft, process)
    _check_given(draft, process)


def _check_rule(draft: Draft, process: Process, rule: Rule) -> None:
    path = draft.paths[rule.key]
    people(draft, rule.by, (*path, "by"))
    people(draft, rule.notified, (*path, "notify"))
    if rule.action == "move":
        _check_move(draft, process, rule, (*path, "move"))
    if rule.action == "open":
        _duty_named(draft, process, rule.target, (*path, "open"))
    if rule.action == "end" and rule.target in process.stages:
        draft.error("end_is_a_stage", (*path, "end"), stage=rule.target)
        draft.lost.add(rule.scope)
    for number, name in enumerate(rule.drop):
        if name not in duty_names(process):
            _duty_named(draft, process, name, (*path, "drop", number))
        elif rule.action == "open" and rule.target == name:
            draft.error("drops_and_opens", (*path, "drop", number), duty=name)
    if rule.needs and not rule.by and path not in draft.holes:
        draft.error("needs_nobody", (*path, "needs"))


def _check_move(draft: Draft, process: Process, rule: Rule, path: Path) -> None:
    ends = {*ENDINGS, *process.ends}
    if rule.target == rule.scope:
        draft.error("moves_nowhere", path, stage=rule.target)
        draft.lost.add(rule.scope)
    elif rule.target in process.stages:
        return
    elif rule.target in process.duties:
        draft.error("move_to_a_duty", path, duty=rule.target)
    elif rule.target in ends:
        draft.error("move_to_an_end", path, end=rule.target)
    else:
        stage_named(draft, process, rule.target, path)


def _duty_named(draft: Draft, process: Process, key: str, path: Path) -> None:
    if key in process.stages and key not in process.duties:
        draft.error("duty_is_a_stage", path, stage=key)
        draft.lost.add(None)
    elif (
        key not in process.duties
        and key != REPORT
        and key not in draft.misnamed
        and "duty" not in draft.headless
    ):
        known = duty_names(process)
        near, lonely = draft.naming.like_duty(key), draft.naming.duty(key)
        draft.error("unknown_duty", path, key=key, known=listed(known), similar=near, lonely=lonely)


def _check_conditions(draft: Draft, process: Process) -> None:
    scopes = {key: _scope(draft, process, stage) for key, stage in process.stages.items()}
    outside = _scope(draft, process, None)
    for rule in process.every_rule:
        if rule.when is None or rule.key in draft.unread:
            continue
        stage = process.stages[rule.scope] if rule.scope else None
        place = (*draft.paths[rule.key], "when")
        told: set[tuple[str, str]] = set()

        def tell(
            code: str,
            place: Path = place,
            told: set[tuple[str, str]] = told,
            rule_key: str = rule.key,
            **facts: str,
        ) -> None:
            draft.doubtful.add(rule_key)
            if (code, str(facts)) not in told:
                told.add((code, str(facts)))
                draft.error(code, place, **facts)

        scope = scopes[rule.scope] if rule.scope else outside
        ConditionCheck(draft, process, stage, scope, tell).whole(rule.when.node)


def _scope(draft: Draft, process: Process, stage: Stage | None) -> Scope:
    """The facts of a stage. What a duty or stage that could not be read ends with may be any word."""
    scope = dict(scope_of(process, stage, draft.kinds, draft.vocabulary))
    for key in draft.unsure:
        for name in (f"outcome.{key}", f"decisions.{key}"):
            if name in scope:
                scope[name] = Known(FactType.WORD)
    if stage and stage.key in draft.unsure and "decision" in scope:
        scope["decision"] = Known(FactType.WORD)
    return scope


def _check_given(draft: Draft, process: Process) -> None:
    """Facts that rules set must not hide others, and keep one type."""
    types, taken = given_types(process), reserved(draft.kinds, draft.vocabulary)
    first = {name: draft.paths[rule.key] for rule in reversed(process.every_rule) for name in rule.set}
    for rule in process.every_rule:
        for name, value in rule.set.items():
            path = (*draft.paths[rule.key], "set", name)
            if name in taken:
                draft.error("fact_taken", path, fact=name)
            elif type_of_value(value) is not types[name]:
                draft.error(
                    "fact_of_two_types", path, fact=name, line=draft.lines.line((*first[name], "set", name))
                )
