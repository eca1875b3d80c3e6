"""What a site knows beyond its process files: roles, regions, categories, languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import known_words
from .kinds import FactType

ROLES = tuple(known_words.ROLES)
PEOPLE_BY_RELATION = tuple(known_words.RELATIONS)
NEEDS = tuple(known_words.NEEDS)
TRANSFER = "transfer"
PAUSE_REASONS = tuple(known_words.PAUSES)


@dataclass(frozen=True)
class Vocabulary:
    """The words that the files of a site may use.

    `areas` and `districts` are keys; where none are given, any word is accepted. `facts`: what plugins
    measure for every proposal, whatever its stage. `unreachable` are roles that nobody can have here, such as
    `verified` on a site without a check of who people are.
    """

    roles: tuple[str, ...] = ROLES
    areas: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("ko", "en")
    channels: tuple[str, ...] = ("online", "field", "workshop", "paper", "phone")
    origins: tuple[str, ...] = ("citizen", "agency")
    facts: Mapping[str, FactType] = field(default_factory=dict)
    unreachable: frozenset[str] = frozenset()

    @property
    def people(self) -> tuple[str, ...]:
        """Whom a file may name: the roles, the proposer and the department in charge."""
        return self.roles + PEOPLE_BY_RELATION
