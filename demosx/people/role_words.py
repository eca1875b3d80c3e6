"""A role that somebody holds, in words: what it is called here, to what it is limited, and for how long."""

from flask_babel import gettext as _

from ..core.i18n import day_full, local_name
from .models import RoleGrant
from .roles import name_of
from .scopes import scopes


def described(given: RoleGrant) -> str:
    """A role with its limits and its days, in the language of whoever reads."""
    told = ", ".join(limits(given))
    return f"{name_of(given.role)} ({told})" if told else name_of(given.role)


def limits(given: RoleGrant) -> list[str]:
    """To what a role is limited, and from when until when it counts."""
    said = [
        local_name(given.department.names, given.department.key) if given.department else "",
        given.post.name if given.post else "",
        scopes().processes().get(given.process, given.process) if given.process else "",
        scopes().panels().get(given.panel, given.panel) if given.panel else "",
        _("from %(day)s", day=day_full(given.begins_on)) if given.begins_on else "",
        _("until %(day)s", day=day_full(given.ends_on)) if given.ends_on else "",
    ]
    return [one for one in said if one]
