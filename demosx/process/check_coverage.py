"""What may not be meant: results that no rule reads, duties that no rule opens, thresholds out of order."""

from collections.abc import Iterable, Mapping

from .conditions import Condition
from .definition import REPORT, Process, Rule, Stage
from .draft import Draft
from .logic import Atom
from .nodes import Compare, Fact, Literal, Node, Number, walk
from .problems import listed
from .source import Path


def check_coverage(draft: Draft, process: Process) -> None:
    """Note warnings."""
    for stage in process.stages.values():
        if stage.key not in draft.unsure and not draft.lost & {stage.key, None}:
            _check_stage_read(draft, process, stage)
        _check_thresholds(draft, stage.rules)
    _check_thresholds(draft, process.rules)
    _check_duties_used(draft, process)


def _check_stage_read(draft: Draft, process: Process, stage: Stage) -> None:
    """A period, decision or answer that no rule reads leaves a proposal where it is."""
    path: Path = ("stages", stage.key)
    rules = process.rules_in(stage.key)
    if any(rule.key in draft.unread | draft.doubtful for rule in rules):
        return
    read = {name for rule in rules if rule.when for name in rule.when.reads}
    if stage.period and not read & {"period_over", "days"}:
        draft.warn("period_not_read", (*path, "period"), stage=stage.key)
    if stage.decides and not _form_of(process, stage):
        facts = {"decision": rules, f"decisions.{stage.key}": process.every_rule}
        _check_words_read(draft, (*path, "decides"), "decision_not_read", stage, stage.decides, facts)
    elif stage.outcomes:
        facts = {f"outcome.{stage.key}": rules}
        _check_words_read(draft, (*path, "outcomes"), "answer_not_read", stage, stage.outcomes, facts)


def _form_of(process: Process, stage: Stage) -> bool:
    """Whether a later stage takes its form from this one's decision."""
    wanted = f"decisions.{stage.key}"
    return any(getattr(one.options, "form", None) == wanted for one in process.stages.values())


def _check_words_read(
    draft: Draft, path: Path, code: str, stage: Stage, words: tuple[str, ...],
    facts: Mapping[str, tuple[Rule, ...]],
) -> None:  # fmt: skip
    read: set[str] = set()
    for fact, rules in facts.items():
        for rule in rules:
            read |= words_read(rule.when, fact, words)
    if missing := [word for word in words if word not in read]:
        draft.warn(code, path, stage=stage.key, words=listed(missing))


def words_read(condition: Condition | None, fact: str, words: Iterable[str]) -> set[str]:
    """Which of a fact's words a condition tells apart: those it compares with, or all where it asks for any other or
    for one that is mistyped."""
    if condition is None or fact not in condition.reads:
        return set()
    read: set[str] = set()
    for part in walk(condition.node):
        if isinstance(part, Compare) and Fact(fact) in (part.left, part.right):
            other = part.right if part.left == Fact(fact) else part.left
            if part.sign == "==" and isinstance(other, Literal) and str(other.amount) in words:
                read.add(str(other.amount))
            else:
                read |= set(words)
    return read


def _check_duties_used(draft: Draft, process: Process) -> None:
    if not draft.complete:
        return
    naming = draft.naming
    opened = {naming.duty(rule.target) for rule in process.every_rule if rule.action == "open"}
    facts = {name for rule in process.every_rule if rule.when for name in rule.when.reads}
    read = {naming.duty(name.partition(".")[2]) for name in facts if name.startswith("outcome.")}
    for duty in process.duties.values():
        path: Path = ("duties", duty.key)
        if duty.key not in opened and duty.key != REPORT and not _paused_by(process, duty.key):
            draft.warn("duty_never_opened", path, duty=duty.key)
        elif duty.outcomes and duty.key not in read:
            draft.warn("outcome_not_read", (*path, "outcomes"), duty=duty.key)


def _paused_by(process: Process, key: str) -> bool:
    """Whether a clock stands still while this duty is open: people open it then, not a rule."""
    pauses = [stage.pause for stage in process.stages.values()] + [
        duty.pause for duty in process.duties.values()
    ]
    return any(key in reasons for reasons in pauses)


def _check_thresholds(draft: Draft, rules: tuple[Rule, ...]) -> None:
    """Thresholds are read from the top: a lower one below a higher one is probably in the wrong place."""
    highest: dict[Node, tuple[Number, Rule]] = {}
    for rule in rules:
        found = _threshold(draft, rule)
        if found is None or rule.key in draft.unread:
            continue
        fact, number = found
        above = highest.get(fact)
        if above and number < above[0] and not draft.truth(above[1]).follows(draft.truth(rule)):
            draft.warn("thresholds_out_of_order", (*draft.paths[rule.key], "when"), line=above[1].line)
        elif above is None or number > above[0]:
            highest[fact] = (number, rule)


def _threshold(draft: Draft, rule: Rule) -> tuple[Node, Number] | None:
    """What a rule that waits for one number alone waits for."""
    found = draft.truth(rule).ways
    if not rule.automatic or found is None or len(found) != 1 or len(found[0]) != 1:
        return None
    (atom,) = found[0]
    return _least(atom)


def _least(atom: Atom) -> tuple[Node, Number] | None:
    node = atom.node
    if not atom.positive or not isinstance(node, Compare) or node.sign not in (">=", ">"):
        return None
    if not isinstance(node.right, Literal) or isinstance(node.right.amount, str):
        return None
    return node.left, node.right.amount
