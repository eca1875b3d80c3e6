"""What merging brings to an application: its permission, its pages, its parts of a proposal's page, its sentences."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.permissions import book_of
from ..journey.access import here
from ..people.holdings import add_holding
from ..proposals.history import tell
from ..proposals.parts import Section, add_section
from . import candidate_views, candidates, history, offer_views, offer_words, offers
from .holdings import CANDIDATES, OFFERS
from .pages import arrived, offered, onward, similar
from .services import MERGE
from .views import bp, desk_bp


def init_app(app: Flask) -> None:
    """Let an application merge proposals."""
    book_of(app).declare(MERGE, _l("Merge proposals that are alike, and undo that"), here(MERGE))
    app.register_blueprint(bp)
    app.register_blueprint(desk_bp)
    app.register_blueprint(candidate_views.bp)
    app.register_blueprint(offer_views.bp)
    candidates.listen()
    offers.listen()
    offer_words.listen()
    for holding in (OFFERS, CANDIDATES):
        add_holding(app, holding)
    ticks.register(app, "proposals_compared", candidates.compare_waiting)
    ticks.register(app, "merge_offers_lapsed", offers.lapse_due)
    add_section(app, Section("onward", "merging/onward.html", onward, order=-10))
    add_section(app, Section("merge_offers", "merging/_offered.html", offered, order=-15))
    add_section(app, Section("arrived", "merging/section.html", arrived, order=40))
    add_section(app, Section("similar", "proposals/_similar.html", similar, order=60))
    tell(app, "merged", history.merged)
    tell(app, "merged_in", history.merged_in)
    tell(app, "unmerged", history.unmerged)
