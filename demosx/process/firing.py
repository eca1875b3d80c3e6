"""How a firing is remembered, so that it happens once."""

from .definition import Rule
from .state import Fired, State


def firing(rule: Rule, state: State) -> Fired:
    """What stands for one firing of a rule: the visit (or the whole journey, for a rule outside the stages),
    its key, and the numbers of the decisions and openings that it reads. A new decision or opening makes a
    new firing."""
    visit = state.visit.number if rule.scope else 0
    reads = rule.when.once_each if rule.when else ()
    return visit, rule.key, ";".join(f"{name}:{_number_of(name, state)}" for name in reads)


def has_fired(rule: Rule, state: State) -> bool:
    """Whether an automatic rule has fired here with what it reads now."""
    return firing(rule, state) in state.fired


def deed(key: str) -> str:
    """What the rule with this key does, whatever makes it do so: `open:department_answer`."""
    return key.partition("/")[2].partition("#")[0]


def still_counts(fired: Fired, state: State) -> bool:
    """Whether the decisions and openings that a firing has read are still the latest of their kind."""
    read = [part.rpartition(":") for part in fired[2].split(";") if part]
    return all(_number_of(name, state) == int(number) for name, _, number in read)


def _number_of(name: str, state: State) -> int:
    if name == "decision":
        decision = state.decision()
        return decision.number if decision else 0
    group, _, key = name.partition(".")
    if group == "decisions":
        return state.decisions[key].number if key in state.decisions else 0
    return state.duties[key].number if key in state.duties else 0
