"""Who may do what, as it is: every permission of this site with its sentence, by room, and the roles that have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ..core.permissions import book
from ..people.roles import FOLLOWING, known_roles, name_of, takes_second_factor

ROOMS: Mapping[str, Any] = {
    "proposal": _l("Proposals"),
    "support": _l("Supports"),
    "opinion": _l("Opinions"),
    "ballot": _l("Votes"),
    "review": _l("Reviews"),
    "agenda": _l("Agenda items"),
    "document": _l("Documents"),
    "deliberation": _l("Deliberations"),
    "answer": _l("Answers"),
    "commitment": _l("Promises"),
    "duty": _l("Duties and their days"),
    "journey": _l("The way of a proposal"),
    "desk": _l("Desk"),
    "people": _l("People"),
    "privacy": _l("Personal data"),
    "looks": _l("Looks"),
    "settings": _l("Site"),
}


@dataclass(frozen=True)
class Row:
    """One permission: its word, its sentence, the roles that have it."""

    permission: str
    sentence: str
    roles: frozenset[str]
    looks_at_subject: bool
    everywhere: bool
    """Whether it concerns the whole site, so that a limited role does not give it."""


@dataclass(frozen=True)
class Group:
    """The permissions of one room."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class RoleColumn:
    """A role as it is here."""

    key: str
    name: str
    second_factor: bool
    follows: bool
    """Whether it comes from what an account is, so that nobody is given it."""


def roles() -> list[RoleColumn]:
    """The roles of this site, in their order."""
    return [
        RoleColumn(key, name_of(key), key not in FOLLOWING and takes_second_factor(key), key in FOLLOWING)
        for key in known_roles()
    ]


def matrix() -> list[Group]:
    """Every permission, by room: ours in the order of a proposal's way, then those of plugins."""
    known, words = book(), list(ROOMS)
    found: dict[str, list[Row]] = {}
    for permission, sentence in known.sentences.items():
        having = frozenset(role for role, held in known.roles.items() if permission in held)
        row = Row(
            permission, str(sentence), having, permission in known.checks, permission in known.everywhere
        )
        found.setdefault(permission.partition(":")[0], []).append(row)
    order = sorted(found, key=lambda room: (words.index(room) if room in words else len(words), room))
    return [Group(str(ROOMS.get(room, room)), found[room]) for room in order]
