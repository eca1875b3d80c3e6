"""Everything that a file names must be there: people, stages, duties, actions, facts."""

from collections.abc import Iterable

from .definition import REPORT, Duty, Process, Rule, Stage, duty_names
from .loading import Draft
from .problems import listed, similar
from .scope import given_types, reserved, scope_of, type_of_value
from .source import Path
from .typing_check import ConditionCheck
from .vocabulary import PAUSE_REASONS


def check_references(draft: Draft, process: Process) -> None:
    """Note every name that leads nowhere, and every condition that does not fit together."""
    _people(draft, process.opened_by, ("opened_by",))
    _people(draft, process.who, ("who",), draft.vocabulary.roles)
    _stage_named(draft, process, process.first, ("first",))
    for old, new in process.goes_to.items():
        _stage_named(draft, process, new, ("goes_to", old))
    for freeze in process.pauses:
        for number, key in enumerate(freeze.stages):
            _stage_named(draft, process, key, ("pauses", freeze.place, "stages", number))
    for stage in process.stages.values():
        _check_stage(draft, process, stage)
    for duty in process.duties.values():
        _check_duty(draft, process, duty)
    for rule in process.every_rule:
        _check_rule(draft, process, rule)
    _check_conditions(draft, process)
    _check_given(draft, process)


def _people(draft: Draft, people: Iterable[str], path: Path, known: tuple[str, ...] = ()) -> None:
    known = known or draft.vocabulary.people
    for person in people:
        if person not in known:
            near = similar(person, known)
            draft.error("unknown_role", path, role=person, known=listed(known), similar=near)


def _stage_named(draft: Draft, process: Process, key: str, path: Path) -> None:
    if key not in process.stages:
        near = similar(key, process.stages)
        draft.error("unknown_stage", path, stage=key, known=listed(process.stages), similar=near)


def _duty_named(draft: Draft, process: Process, key: str, path: Path) -> None:
    known = duty_names(process)
    if key in process.stages:
        draft.error("duty_is_a_stage", path, stage=key)
    elif key not in known and key not in process.duties:
        draft.error("unknown_duty", path, key=key, known=listed(known), similar=similar(key, known))


def _check_stage(draft: Draft, process: Process, stage: Stage) -> None:
    path: Path = ("stages", stage.key)
    _people(draft, stage.owner, (*path, "owner"))
    _people(draft, stage.opened_by, (*path, "opened_by"))
    _people(draft, stage.who, (*path, "who"), draft.vocabulary.roles)
    _check_length_keys(draft, process, stage, path, has_length=bool(stage.period or stage.within))
    if stage.key in process.duties or stage.key == REPORT:
        draft.error("key_taken", path, key=stage.key)
    if not stage.owner and stage.key not in draft.unsure:
        _check_unowned(draft, process, stage)
    kind = draft.kinds.get(stage.kind)
    for number, action in enumerate(stage.allows):
        if kind and action not in kind.offers:
            draft.error(
                "unknown_action",
                (*path, "allows", number),
                action=action,
                kind=stage.kind,
                known=listed(sorted(kind.offers)),
                similar=similar(action, kind.offers),
            )
    form = getattr(stage.options, "form", "")
    if isinstance(form, str) and form.startswith("decisions."):
        _check_form(draft, process, form.removeprefix("decisions."), (*path, "form"))


def _check_form(draft: Draft, process: Process, key: str, path: Path) -> None:
    deciding = [stage.key for stage in process.stages.values() if stage.decides]
    if key not in deciding and key not in draft.unsure:
        near = similar(key, deciding)
        draft.error("unknown_deciding_stage", path, key=key, known=listed(deciding), similar=near)


def _check_unowned(draft: Draft, process: Process, stage: Stage) -> None:
    """A stage without an owner cannot owe anything."""
    path: Path = ("stages", stage.key)
    owed = [word for word in ("decides", "outcomes") if getattr(stage, word)]
    owed += ["within"] if stage.within else []
    report = process.duties.get(REPORT)
    owed += ["report_every"] if stage.report_every and not (report and report.owner) else []
    if owed:
        draft.error("stage_without_owner", (*path, owed[0]), stage=stage.key, owed=listed(owed))


def _check_duty(draft: Draft, process: Process, duty: Duty) -> None:
    path: Path = ("duties", duty.key)
    _people(draft, duty.owner, (*path, "owner"))
    reports = duty.key == REPORT and any(stage.report_every for stage in process.stages.values())
    _check_length_keys(draft, process, duty, path, has_length=bool(duty.within) or reports)
    owned = duty.owner or (
        reports and all(stage.owner for stage in process.stages.values() if stage.report_every)
    )
    if not owned:
        draft.error("duty_without_owner", path, duty=duty.key)


def _check_length_keys(
    draft: Draft, process: Process, one: Stage | Duty, path: Path, *, has_length: bool
) -> None:
    """`extend`, `pause` and `remind` need a length to work on."""
    reports = isinstance(one, Stage) and one.report_every is not None
    for key, said in (("extend", one.extend), ("pause", one.pause), ("remind", one.remind)):
        if said and not has_length and not (reports and key == "remind"):
            draft.error("no_length_for", (*path, key), key=key)
    if one.extend:
        _people(draft, one.extend.by, (*path, "extend", "by"))
    for number, reason in enumerate(one.pause):
        if (
            reason not in PAUSE_REASONS
            and reason not in process.duties
            and reason not in process.words.entries
        ):
            known = (*PAUSE_REASONS, *process.duties)
            draft.error(
                "unknown_pause", (*path, "pause", number), reason=reason, similar=similar(reason, known)
            )


def _check_rule(draft: Draft, process: Process, rule: Rule) -> None:
    path = draft.paths[rule.key]
    _people(draft, rule.by, (*path, "by"))
    _people(draft, rule.notified, (*path, "notify"))
    if rule.action == "move":
        _stage_named(draft, process, rule.target, (*path, "move"))
        if rule.target == rule.scope:
            draft.error("moves_nowhere", (*path, "move"), stage=rule.target)
    if rule.action == "open":
        _duty_named(draft, process, rule.target, (*path, "open"))
    for number, name in enumerate(rule.drop):
        if name not in duty_names(process):
            _duty_named(draft, process, name, (*path, "drop", number))
        elif rule.action == "open" and rule.target == name:
            draft.error("drops_and_opens", (*path, "drop", number), duty=name)
    if rule.needs and not rule.by:
        draft.error("needs_nobody", (*path, "needs"))


def _check_conditions(draft: Draft, process: Process) -> None:
    scopes = {
        key: scope_of(process, stage, draft.kinds, draft.vocabulary) for key, stage in process.stages.items()
    }
    outside = scope_of(process, None, draft.kinds, draft.vocabulary)
    for rule in process.every_rule:
        if rule.when is None or rule.key in draft.unread:
            continue
        stage = process.stages[rule.scope] if rule.scope else None
        place = (*draft.paths[rule.key], "when")
        sure = not draft.unsure if stage is None else stage.key not in draft.unsure
        told: set[tuple[str, str]] = set()

        def tell(code: str, place: Path = place, told: set[tuple[str, str]] = told, **facts: str) -> None:
            if (code, str(facts)) not in told:
                told.add((code, str(facts)))
                draft.error(code, place, **facts)

        scope = scopes[rule.scope] if rule.scope else outside
        ConditionCheck(process, stage, scope, sure, tell).whole(rule.when.node)


def _check_given(draft: Draft, process: Process) -> None:
    """Facts that rules set must not hide others, and keep one type."""
    types, taken = given_types(process), reserved(draft.kinds, draft.vocabulary)
    for rule in process.every_rule:
        for name, value in rule.set.items():
            path = (*draft.paths[rule.key], "set", name)
            if name in taken:
                draft.error("fact_taken", path, fact=name)
            elif type_of_value(value) is not types[name]:
                draft.error("fact_of_two_types", path, fact=name)
