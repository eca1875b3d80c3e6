"""What the rest of the site needs to know of this room: how the history tells of an import."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from ..core.i18n import number
from ..proposals.history import Tale, tell


def init_app(app: Flask) -> None:
    """Give the entries of imports their sentence."""
    tell(app, "imported", _imported)


def _imported(tale: Tale) -> str:
    supports = int(tale.entry.data.get("supports") or 0)
    if not supports:
        return _("It was taken over from %(source)s", source=tale.get("source"))
    return ngettext(
        "It was taken over from %(source)s, with %(count)s supporter there",
        "It was taken over from %(source)s, with %(count)s supporters there",
        supports,
        source=tale.get("source"),
        count=number(supports),
    )
