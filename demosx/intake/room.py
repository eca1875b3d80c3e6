"""What the room of intake brings to an application."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core.permissions import book_of
from ..events.parts import add_event_part
from ..journey.queries import add_beside
from ..opinions.authors import name_authors
from ..people.holdings import add_holding
from ..people.retention import add_retention
from ..proposals.history import tell
from ..proposals.parts import Section, add_section
from . import at_events, models, provenance, queries, words  # noqa: F401 — the tables
from .access import ENTER, MANAGE, check
from .holdings import HOLDINGS, RETENTIONS
from .views import bp, claim_bp


def init_app(app: Flask) -> None:
    """Give an application its intake."""
    book = book_of(app)
    book.declare(ENTER, _l("Enter what people say who have no account"), check(ENTER))
    book.declare(
        MANAGE, _l("Look after what was entered: spreadsheets, corrections, whom it reaches"), check(MANAGE)
    )
    app.register_blueprint(bp)
    app.register_blueprint(claim_bp)
    name_authors(app, provenance.authors)
    add_beside(app, queries.BESIDE)
    add_section(app, Section("provenance", provenance.TEMPLATE, provenance.section, order=-5))
    for part in at_events.PARTS:
        add_event_part(app, part)
    tell(app, "entered", words.entered)
    tell(app, "claimed", lambda tale: _("Whoever said it has taken it over"))
    tell(app, "entry_corrected", lambda tale: _("What was entered was corrected"))
    tell(app, "entry_removed", lambda tale: _("What was entered was removed"))
    for holding in HOLDINGS:
        add_holding(app, holding)
    for rule in RETENTIONS:
        add_retention(app, rule)
