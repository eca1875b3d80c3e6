"""Permissions that hold for one proposal: a grant limited to a department counts only for what it works on."""

from typing import Any

from ..core.permissions import Actor, Check, book
from .people import people_of


def here(permission: str) -> Check:
    """A check for `declare`: whether a role that holds for this proposal has `permission`."""

    def check(actor: Actor, proposal: Any) -> bool:
        roles = book().roles
        return any(permission in roles.get(role, frozenset()) for role in people_of(actor, proposal))

    return check
