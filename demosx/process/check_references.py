"""Everything that a file names must be there: people, stages, duties, actions."""

from collections.abc import Iterable, Mapping

from .definition import REPORT, Duty, Process, Stage, Who
from .draft import Draft
from .problems import listed
from .source import Path
from .suggestions import similar
from .vocabulary import PAUSE_REASONS


def check_references(draft: Draft, process: Process) -> None:
    """Note every name that leads nowhere."""
    roles(draft, process.opened_by, ("opened_by",))
    _check_who(draft, process, process.who, ("who",))
    stage_named(draft, process, process.first, ("first",))
    for key, path in draft.stray.items():
        near = draft.naming.stage_of_rules(key)
        line = draft.lines.line(("stages", near))
        if near and any(problem.line == line for problem in draft.problems):
            continue
        draft.error("stray_rules" if near else "rules_of_no_stage", path, stage=key, near=near, line=line)
    for stage in process.stages.values():
        _check_stage(draft, process, stage)
    for duty in process.duties.values():
        _check_duty(draft, process, duty)


def people(draft: Draft, named: Iterable[str], path: Path) -> None:
    """Roles, the proposer and the department must be known."""
    known = draft.vocabulary.people
    for number, person in enumerate(named):
        if person not in known:
            near = similar(person, known)
            draft.error("unknown_role", (*path, number), role=person, known=listed(known), similar=near)
        elif person in draft.vocabulary.unreachable:
            draft.warn("nobody_is", (*path, number), role=person)


def roles(draft: Draft, named: Iterable[str], path: Path) -> None:
    """Where anybody may come, only roles count: nobody is a proposer or a department beforehand."""
    known = draft.vocabulary.roles
    for number, role in enumerate(named):
        if role in draft.vocabulary.people and role not in known:
            draft.error("relation_here", (*path, number), role=role, known=listed(known))
        elif role not in known:
            near = similar(role, known)
            draft.error("unknown_role", (*path, number), role=role, known=listed(known), similar=near)
        elif role in draft.vocabulary.unreachable:
            draft.warn("nobody_is", (*path, number), role=role)


def _check_who(draft: Draft, process: Process, who: Who, path: Path, stage: Stage | None = None) -> None:
    """Roles, and in a table what people can do: in this stage, or in some stage of the file."""
    if not isinstance(who, Mapping):
        roles(draft, who, path)
        return
    stages = [stage] if stage else list(process.stages.values())
    kinds = [draft.kinds[one.kind] for one in stages if one.kind in draft.kinds]
    offered = sorted({action for kind in kinds for action in kind.offers})
    allowed = {action for one in stages for action in one.allows}
    sure = len(kinds) == len(stages) and allowed <= set(offered)
    for action, named in who.items():
        roles(draft, named, (*path, action))
        if not kinds or action in allowed:
            continue
        if action in offered:
            if sure:
                draft.warn("who_of_nothing", (*path, action), action=action)
            continue
        near = similar(action, offered)
        draft.error("unknown_act", (*path, action), action=action, known=listed(offered), similar=near)


def stage_named(draft: Draft, process: Process, key: str, path: Path) -> None:
    """There must be a stage of this key."""
    if (
        key in process.stages
        or key in draft.misnamed
        or ("stage" in draft.headless and not draft.naming.stage(key))
    ):
        return
    near, lonely = draft.naming.like_stage(key), draft.naming.stage(key)
    draft.error("unknown_stage", path, stage=key, known=listed(process.stages), similar=near, lonely=lonely)


def _check_stage(draft: Draft, process: Process, stage: Stage) -> None:
    path: Path = ("stages", stage.key)
    people(draft, stage.owner, (*path, "owner"))
    people(draft, stage.opened_by, (*path, "opened_by"))
    _check_who(draft, process, stage.who, (*path, "who"), stage)
    _check_length_keys(draft, process, stage, path, has_length=bool(stage.period or stage.within))
    if stage.key in process.duties or stage.key == REPORT:
        line = draft.lines.line(("duties", stage.key))
        draft.error(
            "key_taken" if stage.key in process.duties else "key_reserved", path, key=stage.key, line=line
        )
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
                similar=similar(action, sorted(kind.offers)),
            )
    _check_options(draft, process, stage, path)


def _check_options(draft: Draft, process: Process, stage: Stage, path: Path) -> None:
    """The options of a kind that name something else of the file or the site."""
    form = getattr(stage.options, "form", "")
    if isinstance(form, str) and form.startswith("decisions."):
        key = form.removeprefix("decisions.")
        deciding = [one.key for one in process.stages.values() if one.decides]
        if key not in deciding and key not in draft.unsure:
            near = similar(key, deciding)
            draft.error(
                "unknown_deciding_stage", (*path, "form"), key=key, known=listed(deciding), similar=near
            )
    minimum, districts = getattr(stage.options, "region_minimum", None), draft.vocabulary.districts
    for region in minimum if isinstance(minimum, dict) and districts else ():
        if region not in districts:
            near = similar(region, districts)
            place = (*path, "region_minimum", region)
            draft.error("unknown_region", place, region=region, known=listed(districts), similar=near)


def _check_unowned(draft: Draft, process: Process, stage: Stage) -> None:
    """A stage without an owner cannot owe anything."""
    path: Path = ("stages", stage.key)
    owed = [word for word in ("decides", "outcomes") if getattr(stage, word)]
    owed += ["within"] if stage.within else []
    report = process.duties.get(REPORT)
    owed += ["report_every"] if stage.report_every and not (report and report.owner) else []
    if owed:
        draft.ownerless.add(stage.key)
        draft.error("stage_without_owner", (*path, owed[0]), stage=stage.key, owed=listed(owed))


def _check_duty(draft: Draft, process: Process, duty: Duty) -> None:
    path: Path = ("duties", duty.key)
    people(draft, duty.owner, (*path, "owner"))
    reports = duty.key == REPORT and any(stage.report_every for stage in process.stages.values())
    _check_length_keys(draft, process, duty, path, has_length=bool(duty.within) or reports)
    owned = duty.owner or (
        reports and all(stage.owner for stage in process.stages.values() if stage.report_every)
    )
    if not owned and duty.key not in draft.unsure:
        draft.error("duty_without_owner", path, duty=duty.key)


def _check_length_keys(
    draft: Draft, process: Process, one: Stage | Duty, path: Path, *, has_length: bool
) -> None:
    """`extend`, `pause` and `remind` need a length to work on."""
    reports = isinstance(one, Stage) and one.report_every is not None
    said = {"pause": one.pause, "extend": one.extend, "remind": one.remind and not reports}
    keys = [key for key, value in said.items() if value]
    if keys and not has_length and path not in draft.holes:
        wanted = (
            {"ko": "`period`나 `within`", "en": "`period` or `within`"}
            if isinstance(one, Stage)
            else "`within`"
        )
        draft.error("no_length_for", (*path, keys[0]), keys=listed(keys), wanted=wanted)
    if one.extend:
        people(draft, one.extend.by, (*path, "extend", "by"))
    for number, reason in enumerate(one.pause):
        if (
            reason not in PAUSE_REASONS
            and reason not in process.duties
            and reason not in process.words.entries
        ):
            known = (*PAUSE_REASONS, *process.duties)
            near = similar(reason, known, process.words.entries)
            draft.error(
                "unknown_pause", (*path, "pause", number), reason=reason, known=listed(known), similar=near
            )
            draft.misfits.add((*path, "pause"))
