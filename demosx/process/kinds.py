"""What the language needs to know of a stage kind. Nothing here knows what a kind does."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from pydantic import BaseModel

from .explained import Meaning

Value = Decimal | int | str | bool
"""What a fact can be. A day is a word in the form 2019-03-04."""


class FactType(StrEnum):
    """What may be done with a fact: numbers are compared and counted with, words compared, flags stand
    alone."""

    NUMBER = "number"
    WORD = "word"
    FLAG = "flag"
    DAY = "day"


class Kind(Protocol):
    """A stage kind as engine and check see it.

    Three names among its options have a meaning of their own wherever they occur: `decides` (the words a
    decision may be), `outcomes` (the words the stage's own duty may end with) and `choices` (a table of what
    can be voted for). `facts`: what its conditions may read beyond the common ones; a name that ends in `.*`
    means one per key of `choices`. `meaning` says what the kind is for, `meanings` what its actions and facts are, by
    their names.
    """

    @property
    def name(self) -> str: ...
    @property
    def options(self) -> type[BaseModel]: ...
    @property
    def offers(self) -> frozenset[str]: ...
    @property
    def facts(self) -> Mapping[str, FactType]: ...
    @property
    def meaning(self) -> Meaning | None: ...
    @property
    def meanings(self) -> Mapping[str, Meaning]: ...


class NoOptions(BaseModel):
    """The options of a stage whose own could not be read."""


def words_of(options: BaseModel, name: str) -> tuple[str, ...]:
    """The words under one of the three shared option names, in the file's order; none where the kind has no
    such option."""
    value: Any = getattr(options, name, None)
    return tuple(str(word) for word in value) if value else ()


def nothing_counted(kind: Kind, choices: Iterable[str]) -> dict[str, Value]:
    """What a stage kind measures where nothing has happened yet: numbers are 0, flags are off, words are missing."""
    zero: dict[FactType, Value] = {FactType.NUMBER: 0, FactType.FLAG: False}
    named: dict[str, Value] = {}
    for name, sort in kind.facts.items():
        keys = [name[:-1] + choice for choice in choices] if name.endswith(".*") else [name]
        named |= {key: zero[sort] for key in keys if sort in zero}
    return named
