"""The journey as a whole: every stage can be reached and left, every rule can fire, nothing turns in circles."""

from .definition import Process, Rule, Stage
from .kinds import Kind
from .loading import Draft
from .logic import follows, possible, ways
from .nodes import Fact, walk
from .problems import similar
from .scope import PER_VISIT


def check_graph(draft: Draft, process: Process) -> None:
    """Note stages that cannot be reached or left, rules that can never fire, and loops."""
    _check_reached(draft, process)
    for stage in process.stages.values():
        if not any(_is_way_out(draft, process, stage, rule) for rule in process.rules_in(stage.key)):
            draft.error("no_way_out", ("stages", stage.key), stage=stage.key)
    _check_never(draft, process)
    _check_loops(draft, process)


def target_of(process: Process, rule: Rule) -> str | None:
    """The stage that a rule moves to. A mistyped one counts as the one that it resembles, since that has been
    reported."""
    if rule.action != "move":
        return None
    return rule.target if rule.target in process.stages else similar(rule.target, process.stages) or None


def _check_reached(draft: Draft, process: Process) -> None:
    first = process.first if process.first in process.stages else similar(process.first, process.stages)
    if not first:
        return
    reached, new = {first}, [first]
    while new:
        for rule in process.rules_in(new.pop()):
            target = target_of(process, rule)
            if target and target not in reached:
                reached.add(target)
                new.append(target)
    for key in process.stages:
        if key not in reached and key not in process.goes_to.values():
            draft.error("not_reached", ("stages", key), stage=key)


def _is_way_out(draft: Draft, process: Process, stage: Stage, rule: Rule) -> bool:
    """Whether a rule can take a proposal out of a stage. That its proposer may withdraw it is no way to count on."""
    if not rule.leaves or target_of(process, rule) == stage.key:
        return False
    if rule.key not in draft.unread and not possible(rule.when):
        return False
    return rule.scope is not None or rule.by != ("proposer",)


def _check_never(draft: Draft, process: Process) -> None:
    told: set[str] = set()
    for rule in process.every_rule:
        if rule.when and rule.key not in draft.unread and not possible(rule.when):
            told.add(rule.key)
            draft.error("never_true", (*draft.paths[rule.key], "when"))
    for rules in [process.rules, *(process.rules_in(key) for key in process.stages)]:
        for place, rule in enumerate(rules):
            above = next((one for one in rules[:place] if _hides(draft, process, one, rule)), None)
            if above and rule.key not in told:
                told.add(rule.key)
                draft.error("never_fires", draft.paths[rule.key], above=above.line)


def _hides(draft: Draft, process: Process, above: Rule, rule: Rule) -> bool:
    """Whether the upper of two rules always leaves before the lower could fire."""
    if not above.leaves or not above.automatic or {above.key, rule.key} & draft.unread:
        return False
    if above.scope is None and above.action == "move":
        return False
    if target_of(process, above) == rule.scope and rule.scope is not None:
        return False
    return follows(above.when, rule.when)


def _check_loops(draft: Draft, process: Process) -> None:
    """A circle of moves that need neither a person nor the calendar would turn at once."""
    edges: dict[str, dict[str, Rule]] = {key: {} for key in process.stages}
    for stage in process.stages.values():
        kind = draft.kinds.get(stage.kind)
        for rule in stage.rules:
            target = target_of(process, rule)
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
    found = ways(rule.when)
    if found is None:
        return False
    own = set(kind.facts) if kind else set()
    return any(
        not any(_brought_by_visit(part.name, stage, own) for atom in way for part in walk(atom.node)
                if isinstance(part, Fact))
        for way in found
    )  # fmt: skip


def _brought_by_visit(name: str, stage: Stage, kind_facts: set[str]) -> bool:
    if name in ("today", "days", "days.ever", "period_over", "decision", f"outcome.{stage.key}") or name in PER_VISIT:
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
