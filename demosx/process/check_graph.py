"""The journey as a whole: every stage can be reached and left, every rule can fire, nothing turns in circles."""

from .definition import Process, Rule, Stage
from .draft import Draft
from .kinds import Kind
from .nodes import Fact, walk
from .scope import PER_VISIT

MOST_ABOVE = 200
"""With how many of the rules above it a rule is compared."""


def check_graph(draft: Draft, process: Process) -> None:
    """Note stages that cannot be reached or left, rules that can never fire, and loops."""
    _check_reached(draft, process)
    for stage in process.stages.values():
        if draft.lost & {stage.key, None}:
            continue
        if not any(_is_way_out(draft, stage, rule) for rule in process.rules_in(stage.key)):
            draft.error("no_way_out", ("stages", stage.key), stage=stage.key)
    _check_never(draft, process)
    _check_loops(draft, process)


def target_of(draft: Draft, rule: Rule) -> str | None:
    """The stage that a rule moves to. A mistyped one counts as the one that is meant, since that has been reported."""
    return draft.naming.stage(rule.target) or None if rule.action == "move" else None


def _check_reached(draft: Draft, process: Process) -> None:
    first = draft.naming.stage(process.first)
    if not first or draft.lost:
        return
    reached = {first, *filter(None, map(draft.naming.stage, process.goes_to.values()))}
    new = list(reached)
    while new:
        for rule in process.rules_in(new.pop()):
            target = target_of(draft, rule)
            if rule.action == "move" and not target:
                return
            if target and target not in reached:
                reached.add(target)
                new.append(target)
    for key in _beginnings(draft, process, reached):
        draft.error("not_reached", ("stages", key), stage=key)


def _beginnings(draft: Draft, process: Process, reached: set[str]) -> list[str]:
    """The stages from which every other one that is not reached would be: those are told, the rest follows."""
    unreached = [key for key in process.stages if key not in reached]
    targets = {
        key: {target_of(draft, rule) for rule in process.stages[key].rules} - {key} for key in unreached
    }
    led_to = set().union(*targets.values())
    beginnings: list[str] = []
    for key in sorted(unreached, key=lambda one: one in led_to):
        if key not in reached:
            beginnings.append(key)
            reached = reached | _reached_from(key, targets)
    return beginnings


def _reached_from(start: str, targets: dict[str, set[str | None]]) -> set[str]:
    reached, new = {start}, [start]
    while new:
        for target in targets[new.pop()]:
            if target in targets and target not in reached:
                reached.add(target)
                new.append(target)
    return reached


def _is_way_out(draft: Draft, stage: Stage, rule: Rule) -> bool:
    """Whether a rule can take a proposal out of a stage. That its proposer may withdraw it is no way to count on."""
    if not rule.leaves or target_of(draft, rule) == stage.key:
        return False
    if rule.key not in draft.unread and not draft.truth(rule).possible:
        return False
    return rule.scope is not None or rule.by != ("proposer",)


def _check_never(draft: Draft, process: Process) -> None:
    told: set[str] = set()
    for rule in process.every_rule:
        if rule.when and rule.key not in draft.unread and not draft.truth(rule).possible:
            told.add(rule.key)
            draft.error("never_true", (*draft.paths[rule.key], "when"))
    outside = [rule for rule in process.rules if _may_hide(draft, rule)]
    _check_hidden(draft, process.rules, [], told)
    for stage in process.stages.values():
        _check_hidden(draft, stage.rules, outside, told)


def _check_hidden(draft: Draft, rules: tuple[Rule, ...], outside: list[Rule], told: set[str]) -> None:
    """Note rules whose turn never comes. Those outside of stages are read first."""
    leaving = outside[:MOST_ABOVE]
    for rule in rules:
        above = next((one for one in leaving if _hides(draft, one, rule)), None)
        if above and rule.key not in told:
            told.add(rule.key)
            draft.error("never_fires", draft.paths[rule.key], above=above.line)
        if _may_hide(draft, rule) and len(leaving) < MOST_ABOVE:
            leaving.append(rule)


def _may_hide(draft: Draft, rule: Rule) -> bool:
    """Whether nothing is read after a rule that fires by itself. One outside of stages may move to the present one;
    one that needs something lacks only whoever presses its button."""
    if draft.paths[rule.key] in draft.holes:
        return False
    if not rule.leaves or not rule.automatic or rule.key in draft.unread or rule.needs:
        return False
    return rule.scope is not None or rule.action == "end"


def _hides(draft: Draft, above: Rule, rule: Rule) -> bool:
    """Whether the upper of two rules always leaves before the lower could fire."""
    if rule.key in draft.unread or (rule.scope is not None and target_of(draft, above) == rule.scope):
        return False
    return draft.truth(above).follows(draft.truth(rule))


def _check_loops(draft: Draft, process: Process) -> None:
    """A circle of moves that need neither a person nor the calendar would turn at once."""
    edges: dict[str, dict[str, Rule]] = {key: {} for key in process.stages}
    for stage in process.stages.values():
        kind = draft.kinds.get(stage.kind)
        for rule in stage.rules:
            target = target_of(draft, rule)
            if target and target != stage.key and _moves_by_itself(draft, stage, kind, rule):
                edges[stage.key].setdefault(target, rule)
    told: set[str] = set()
    for key in process.stages:
        circle = _circle(edges, key)
        if circle and not told & set(circle):
            told |= set(circle)
            rule = edges[circle[0]][circle[1 % len(circle)]]
            draft.error("loop", draft.paths[rule.key], stages=" → ".join([*circle, circle[0]]))


def _moves_by_itself(draft: Draft, stage: Stage, kind: Kind | None, rule: Rule) -> bool:
    """Whether a rule may fire on entry: in one of its ways it reads nothing that this visit must first bring."""
    if not rule.automatic or rule.key in draft.unread:
        return False
    found = draft.truth(rule).ways
    if found is None:
        return False
    own = set(kind.facts) if kind else set()
    return any(
        not any(_brought_by_visit(part.name, stage, own) for atom in way for part in walk(atom.node)
                if isinstance(part, Fact))
        for way in found
    )  # fmt: skip


def _brought_by_visit(name: str, stage: Stage, kind_facts: set[str]) -> bool:
    if (
        name in ("today", "days", "days.ever", "period_over", "decision", f"outcome.{stage.key}")
        or name in PER_VISIT
    ):
        return True
    group = name.partition(".")[0]
    return group in ("overdue", "votes") or name in kind_facts or f"{group}.*" in kind_facts


def _circle(edges: dict[str, dict[str, Rule]], start: str) -> list[str]:
    """A shortest way from a stage back to itself, as the stages on it; empty if there is none."""
    ways_here = [[start]]
    seen: set[str] = set()
    while ways_here:
        way = ways_here.pop(0)
        for target in edges[way[-1]]:
            if target == start:
                return way
            if target not in seen:
                seen.add(target)
                ways_here.append([*way, target])
    return []
