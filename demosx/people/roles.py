"""The roles that every site begins with, and which permissions each has. A site renames them and adds its own."""

from collections.abc import Mapping

from ..core.i18n import language
from ..core.settings import Role, named, site
from ..process.vocabulary import ROLES
from ..process.words import BUILT_IN

VISITOR, MEMBER = "visitor", "member"

NAMES: dict[str, dict[str, str]] = {key: dict(BUILT_IN[key]) for key in ROLES}

_MEMBER = frozenset(
    "proposal:create proposal:support proposal:edit_own proposal:withdraw_own "
    "opinion:create opinion:agree opinion:report ballot:vote".split()
)
# Whom a process file names as deciding, answering or owing something is asked of the file, by the checks of these.
_DESK = frozenset(
    "desk:see journey:press review:decide answer:write duty:complete duty:pause duty:extend".split()
)
_RUN = _DESK | frozenset(
    "proposal:see_hidden proposal:hide proposal:merge proposal:assign proposal:note proposal:edit_area "
    "opinion:moderate document:write review:decide agenda:write deliberation:prepare answer:write commitment:write "
    "duty:complete duty:assign duty:pause_all duty:hand_over".split()
)
_OFFICER = _DESK | frozenset(
    "proposal:create_agency proposal:note document:write answer:write commitment:write duty:complete".split()
)

PERMISSIONS: dict[str, frozenset[str]] = {
    VISITOR: frozenset(),
    MEMBER: _MEMBER,
    "verified": _MEMBER,
    "operator": _RUN | {"review:restart"},
    "official": _RUN | {"proposal:create_agency"},
    "officer": _OFFICER,
    "planning_panel": _DESK | {"review:decide", "agenda:write", "proposal:note"},
    "drawn_panel": _DESK | {"review:decide"},
    "aide": _DESK | {"proposal:note"},
    "head": _DESK | {"answer:write"},
    "lead": _RUN | {"proposal:create_agency", "review:restart", "journey:override"},
    "admin": frozenset({"desk:see", "people:see", "people:grant", "settings:see"}),
}


def known_roles(roles: Mapping[str, Role] | None = None) -> tuple[str, ...]:
    """Every role of a site: ours first, then its own. Without `roles`, of the current one."""
    own = site().roles if roles is None else roles
    return (*NAMES, *(key for key in own if key not in NAMES))


def grantable_roles() -> tuple[str, ...]:
    """The roles that somebody can be given; the others follow from having an account."""
    return tuple(key for key in known_roles() if key not in (VISITOR, MEMBER))


def name_of(role: str) -> str:
    """What the role is called here, in the reader's language."""
    own = site().roles.get(role)
    return named({**NAMES.get(role, {}), **(own.name if own else {})}, language(), role)


def permissions_of_roles(roles: Mapping[str, Role], declared: frozenset[str]) -> dict[str, frozenset[str]]:
    """Which role has which permissions: ours, where a room of this site has declared them, or what the site says.

    What a site says is taken as it stands, so that a mistyped permission is noticed and not dropped.
    """
    given = {role: words & declared for role, words in PERMISSIONS.items()}
    for key, role in roles.items():
        given[key] = given.get(key, frozenset()) if role.permissions is None else frozenset(role.permissions)
    return given
