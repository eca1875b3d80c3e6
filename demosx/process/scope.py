"""Which facts a rule may read where it stands, of which type, and which words they may be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .common_facts import COMMON
from .definition import REPORT, Process, Stage, duty_names
from .kinds import FactType, Kind, Value
from .vocabulary import Vocabulary

COUNTED = tuple(fact.name for fact in COMMON if fact.counts)
GROUPS = tuple(fact.group for fact in COMMON if fact.group)
SINGLE = tuple(fact.name for fact in COMMON if not fact.counts and not fact.group)
ALWAYS = {
    fact.name: fact.type
    for fact in COMMON
    if fact.name in SINGLE and fact.type in (FactType.NUMBER, FactType.DAY)
}
PER_VISIT = frozenset(
    [fact.name for fact in COMMON if fact.counts == "visit"] + [f"{name}.here" for name in COUNTED]
)


@dataclass(frozen=True)
class Known:
    """A fact's type, and the words it may be (None where it may be any)."""

    type: FactType
    words: tuple[str, ...] | None = None


Scope = Mapping[str, Known]


def scope_of(
    process: Process, stage: Stage | None, kinds: Mapping[str, Kind], vocabulary: Vocabulary
) -> Scope:
    """The facts that a rule of this stage, or one outside the stages, may read."""
    here = [stage] if stage else list(process.stages.values())
    scope = {name: Known(type) for name, type in ALWAYS.items()}
    for name in COUNTED:
        scope |= {name + part: Known(FactType.NUMBER) for part in ("", ".here", ".ever")}
    scope |= {name: Known(type) for name, type in vocabulary.facts.items()}
    scope |= {name: Known(type) for name, type in given_types(process).items()}
    for one in here:
        scope |= _kind_facts(one, kinds.get(one.kind))
    return scope | dict(_common(process, here, vocabulary)) | dict(_memory(process))


def _common(process: Process, here: list[Stage], vocabulary: Vocabulary) -> Iterator[tuple[str, Known]]:
    yield "origin", Known(FactType.WORD, vocabulary.origins)
    yield "channel", Known(FactType.WORD, vocabulary.channels)
    yield "area", Known(FactType.WORD, vocabulary.areas or None)
    yield "district", Known(FactType.WORD, vocabulary.districts or None)
    if any(stage.period for stage in here):
        yield "period_over", Known(FactType.FLAG)
    decided = tuple(word for stage in here for word in stage.decides)
    if decided:
        yield "decision", Known(FactType.WORD, decided)


def _memory(process: Process) -> Iterator[tuple[str, Known]]:
    """What the engine remembers, whatever the stage."""
    for stage in process.stages.values():
        if stage.decides:
            yield f"decisions.{stage.key}", Known(FactType.WORD, stage.decides)
    for name in duty_names(process):
        duty = process.duties.get(name) or process.duty(name)
        words = duty.outcomes if duty and duty.outcomes else ("done",)
        yield f"outcome.{name}", Known(FactType.WORD, words)
        if name == REPORT or (duty and duty.within):
            yield f"overdue.{name}", Known(FactType.FLAG)
    for mark in process.marks:
        yield f"mark.{mark}", Known(FactType.FLAG)


def _kind_facts(stage: Stage, kind: Kind | None) -> dict[str, Known]:
    """The facts of a stage's kind; a name that ends in `.*` stands for one per choice."""
    facts: dict[str, Known] = {}
    for name, type in (kind.facts if kind else {}).items():
        if name.endswith(".*"):
            facts |= {f"{name[:-1]}{choice}": Known(type) for choice in stage.choices}
        else:
            facts[name] = Known(type)
    return facts


@lru_cache(maxsize=16)
def given_types(process: Process) -> Mapping[str, FactType]:
    """The facts that rules set, by the type of the first value. Every stage's scope asks for them."""
    types: dict[str, FactType] = {}
    for rule in process.every_rule:
        for name, value in rule.set.items():
            types.setdefault(name, type_of_value(value))
    return types


def reserved(kinds: Mapping[str, Kind], vocabulary: Vocabulary) -> frozenset[str]:
    """The facts whose meaning is fixed, which no rule may set."""
    own = [name for kind in kinds.values() for name in kind.facts]
    return frozenset([*COUNTED, *SINGLE, *GROUPS, *vocabulary.facts, *own])


def type_of_value(value: Value) -> FactType:
    """The type of a value that stands in a file."""
    if isinstance(value, bool):
        return FactType.FLAG
    return FactType.WORD if isinstance(value, str) else FactType.NUMBER
