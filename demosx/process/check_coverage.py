"""What may not be meant: words without a name, results that no rule reads, thresholds out of order."""

from collections.abc import Iterable, Mapping

from .conditions import Condition
from .definition import REPORT, Process, Rule, Stage
from .loading import Draft
from .logic import Atom, follows, ways
from .nodes import Compare, Fact, Literal, Node, Number, walk
from .problems import listed
from .source import Path
from .words import BUILT_IN, Names


def check_coverage(draft: Draft, process: Process) -> None:
    """Note warnings."""
    _check_names(draft, process)
    _check_words(draft, process)
    for stage in process.stages.values():
        if stage.key not in draft.unsure:
            _check_stage_read(draft, process, stage)
        _check_thresholds(draft, stage.rules)
    _check_thresholds(draft, process.rules)
    _check_duties_used(draft, process)
    _check_ages(draft, process)


def _check_ages(draft: Draft, process: Process) -> None:
    """Say where an age is asked for, which no account tells yet."""
    if process.minimum_age:
        draft.warn("age_unknown", ("minimum_age",))
    for stage in process.stages.values():
        if stage.minimum_age:
            draft.warn("age_unknown", ("stages", stage.key, "minimum_age"))


def _check_names(draft: Draft, process: Process) -> None:
    _named(draft, ("name",), process.name)
    for stage in process.stages.values():
        _named(draft, ("stages", stage.key, "name"), stage.name)
        choices = getattr(stage.options, "choices", None)
        for key, names in choices.items() if isinstance(choices, Mapping) else ():
            _named(draft, ("stages", stage.key, "choices", key), names)
    for duty in process.duties.values():
        _named(draft, ("duties", duty.key, "name"), duty.name)
    for rule in process.every_rule:
        _named(draft, (*draft.paths[rule.key], "label"), rule.label)


def _named(draft: Draft, path: Path, names: Names) -> None:
    """Warn of a name that lacks a language of the site. Names that could not be read have been reported."""
    missing = [lang for lang in draft.vocabulary.languages if lang not in names]
    if names and missing and path in draft.lines.lines:
        draft.warn("name_missing", path, languages=listed(missing))


def _check_words(draft: Draft, process: Process) -> None:
    """Every word that people see has a name in every language of the site."""
    seen: set[str] = set()
    for key, path in _shown_words(draft, process):
        own = process.words.entries.get(key, {})
        known = own or BUILT_IN.get(key, {})
        missing = [lang for lang in draft.vocabulary.languages if lang not in known]
        if missing and key not in seen:
            seen.add(key)
            at: Path = ("words", key) if own else path
            draft.warn("word_missing", at, key=key, languages=listed(missing))


def _shown_words(draft: Draft, process: Process) -> Iterable[tuple[str, Path]]:
    for rule in process.every_rule:
        if rule.action in ("end", "mark"):
            yield rule.target, (*draft.paths[rule.key], rule.action)
    for stage in process.stages.values():
        for option in ("decides", "outcomes"):
            for word in getattr(stage, option):
                yield word, ("stages", stage.key, option)
        for word in stage.pause:
            yield word, ("stages", stage.key, "pause")
    for duty in process.duties.values():
        for word in duty.outcomes:
            yield word, ("duties", duty.key, "outcomes")
        for word in duty.pause:
            yield word, ("duties", duty.key, "pause")


def _check_stage_read(draft: Draft, process: Process, stage: Stage) -> None:
    """A period, decision or answer that no rule reads leaves a proposal where it is."""
    path: Path = ("stages", stage.key)
    rules = process.rules_in(stage.key)
    if any(rule.key in draft.unread for rule in rules):
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
    """Which of a fact's words a condition tells apart: those it compares with, or all where it asks for any other."""
    if condition is None or fact not in condition.reads:
        return set()
    read: set[str] = set()
    for part in walk(condition.node):
        if isinstance(part, Compare) and Fact(fact) in (part.left, part.right):
            other = part.right if part.left == Fact(fact) else part.left
            if part.sign == "==" and isinstance(other, Literal):
                read.add(str(other.amount))
            else:
                read |= set(words)
    return read


def _check_duties_used(draft: Draft, process: Process) -> None:
    opened = {rule.target for rule in process.every_rule if rule.action == "open"}
    read = {name for rule in process.every_rule if rule.when for name in rule.when.reads}
    for duty in process.duties.values():
        path: Path = ("duties", duty.key)
        if duty.key not in opened and duty.key != REPORT and not _paused_by(process, duty.key):
            draft.warn("duty_never_opened", path, duty=duty.key)
        elif duty.outcomes and f"outcome.{duty.key}" not in read and not draft.unread:
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
        found = _threshold(rule)
        if found is None or rule.key in draft.unread:
            continue
        fact, number = found
        above = highest.get(fact)
        if above and number < above[0] and not follows(above[1].when, rule.when):
            draft.warn("thresholds_out_of_order", (*draft.paths[rule.key], "when"), line=above[1].line)
        elif above is None or number > above[0]:
            highest[fact] = (number, rule)


def _threshold(rule: Rule) -> tuple[Node, Number] | None:
    """What a rule that waits for one number alone waits for."""
    found = ways(rule.when)
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
