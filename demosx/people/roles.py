"""The roles that every site begins with, and which permissions each has. A site renames them and adds its own."""

from collections.abc import Mapping

from ..core.i18n import language
from ..core.permissions import book
from ..core.settings import Role, named, site
from ..process.vocabulary import ROLES
from ..process.words import BUILT_IN

VISITOR, MEMBER, VERIFIED = "visitor", "member", "verified"
FOLLOWING = (VISITOR, MEMBER, VERIFIED)  # from what an account is, not from what it was given
DOOR = frozenset({"desk:see"})  # opens the desk and does nothing by itself

NAMES: dict[str, dict[str, str]] = {
    **{key: dict(BUILT_IN[key]) for key in ROLES},
    "field_helper": {"ko": "현장 도우미", "en": "Field helper"},
}

_MEMBER = frozenset(
    "proposal:create proposal:support proposal:follow proposal:edit_own proposal:withdraw_own "
    "proposal:add_own proposal:join "
    "opinion:create opinion:agree opinion:report ballot:vote".split()
)
# Whom a process file names as deciding, answering or owing something is asked of the file, by the checks of these.
_DESK = frozenset(
    "desk:see journey:press review:decide answer:write duty:complete duty:pause duty:extend".split()
)
_RUN = _DESK | frozenset(
    "intake:enter intake:manage "
    "proposal:see_hidden proposal:hide proposal:merge proposal:assign proposal:note proposal:edit_area "
    "proposal:sort proposal:label opinion:moderate document:write review:decide agenda:write "
    "deliberation:prepare answer:write commitment:write "
    "duty:complete duty:assign duty:pause_all duty:hand_over proposal:ask_supplement".split()
)
_OFFICER = _DESK | frozenset(
    "intake:enter intake:manage "
    "proposal:create_agency proposal:note document:write answer:write commitment:write duty:complete "
    "proposal:ask_supplement".split()
)

PERMISSIONS: dict[str, frozenset[str]] = {
    VISITOR: frozenset(),
    MEMBER: _MEMBER,
    "verified": _MEMBER,
    "operator": _RUN
    | {
        "support:discount",
        "review:restart",
        "terms:edit",
        "label:edit",
        "reply:edit",
        "daylog:edit",
        "event:manage",
    },
    "official": _RUN
    | frozenset(
        "proposal:create_agency people:verify terms:edit label:edit reply:edit daylog:edit event:manage".split()
    ),
    "officer": _OFFICER,
    "planning_panel": _DESK | {"review:decide", "agenda:write", "proposal:note"},
    "drawn_panel": _DESK | {"review:decide"},
    "aide": _DESK | {"proposal:note"},
    "head": _DESK | {"answer:write"},
    "field_helper": frozenset({"desk:see", "intake:enter"}),
    "lead": _RUN
    | frozenset(
        "support:discount proposal:create_agency review:restart journey:override looks:inspect "
        "terms:edit label:edit reply:edit daylog:edit event:manage".split()
    ),
    "admin": frozenset(
        "desk:see people:see people:grant people:verify people:forget privacy:see settings:see looks:inspect".split()
    ),
}


def known_roles(roles: Mapping[str, Role] | None = None) -> tuple[str, ...]:
    """Every role of a site: ours first, then its own. Without `roles`, of the current one."""
    own = site().roles if roles is None else roles
    return (*NAMES, *(key for key in own if key not in NAMES))


def grantable_roles() -> tuple[str, ...]:
    """The roles that somebody can be given; the others follow from having an account, confirmed and verified."""
    return tuple(key for key in known_roles() if key not in FOLLOWING)


def works_everywhere(role: str) -> bool:
    """Whether a role has nothing to do but what concerns the whole site, so that a limit would leave nothing of it."""
    words = book().roles.get(role, frozenset())
    return bool(words & book().everywhere) and words <= book().everywhere | DOOR


def takes_second_factor(role: str) -> bool:
    """Whether a role counts only in a session in which a second factor was shown.

    As the site says of the role; else for all but citizens who were drawn by lot, unless the site asks nobody for one.
    """
    own = site().roles.get(role)
    if own is not None and own.second_factor is not None:
        return own.second_factor
    return site().sign_in.second_factor and role != "drawn_panel"


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
