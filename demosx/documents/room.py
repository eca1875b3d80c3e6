"""What the documents bring to an application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.permissions import Actor, book_of
from ..journey.access import here as for_proposal
from ..journey.queries import Standing, add_beside
from ..people.holdings import add_holding
from ..proposals.history import Tale, tell
from ..proposals.parts import Section, add_section
from .holdings import HOLDING
from .queries import BESIDE
from .views import bp
from .words import PART_NAMES, as_materials


def init_app(app: Flask) -> None:
    """Register the pages, declare who may write documents, and show public ones with their proposal."""
    book_of(app).declare("document:write", _l("Write documents"), for_proposal("document:write"))
    app.register_blueprint(bp)
    add_holding(app, HOLDING)
    add_beside(app, BESIDE)
    add_section(app, Section("documents", "documents/section.html", section, order=30))
    for verb, teller in TELLERS.items():
        tell(app, verb, teller)


def section(here: Standing, actor: Actor) -> Mapping[str, Any] | None:
    """The public documents on a proposal's page, which were read together with where it stands."""
    found = here.shared["Document"]
    return {"materials": as_materials(found)} if found else None


def _part(tale: Tale) -> str:
    return str(PART_NAMES.get(tale.get("part"), ""))


TELLERS = {
    "document_added": lambda tale: _("A document was added: %(part)s", part=_part(tale)),
    "document_changed": lambda tale: _("A document was changed: %(part)s", part=_part(tale)),
    "document_withdrawn": lambda tale: _("A document was taken back: %(part)s", part=_part(tale)),
}
