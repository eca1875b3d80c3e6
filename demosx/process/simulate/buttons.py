"""Buttons as people spell them: by the rule's key, by its action, by where it leads, or by what stands on it."""

from collections.abc import Iterable

from ..definition import Process, Rule


def short(rule: Rule) -> str:
    """A rule's action and target, `move:agenda`: its key without the stage and the number behind it."""
    return rule.key.partition("/")[2].partition("#")[0]


def labels(rule: Rule, process: Process) -> frozenset[str]:
    """What stands on a button, in every language there is."""
    languages = {*process.words.languages, *rule.label}
    return frozenset(process.label(rule, lang) for lang in languages)


def matching(spelling: str, rules: Iterable[Rule], process: Process) -> list[Rule]:
    """The rules that a spelling may mean, by the first of the four ways in which it means any."""
    rules = list(rules)
    ways = (
        [rule for rule in rules if rule.key == spelling],
        [rule for rule in rules if short(rule) == spelling],
        [rule for rule in rules if rule.target == spelling],
        [rule for rule in rules if spelling in labels(rule, process)],
    )
    return next((found for found in ways if found), [])


def spellings(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The shortest spelling of each rule that means no other."""
    rules = list(rules)
    shorts = [short(rule) for rule in rules]
    return tuple(rule.key if shorts.count(one) > 1 else one for rule, one in zip(rules, shorts, strict=True))
