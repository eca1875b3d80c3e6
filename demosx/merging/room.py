"""What merging brings to an application: its permission, its pages, its parts of a proposal's page, its sentences."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core.permissions import book_of
from ..journey.access import here
from ..proposals.history import tell
from ..proposals.parts import Section, add_section
from . import history
from .pages import arrived, onward
from .services import MERGE
from .views import bp, desk_bp


def init_app(app: Flask) -> None:
    """Let an application merge proposals."""
    book_of(app).declare(MERGE, _l("Merge proposals that are alike, and undo that"), here(MERGE))
    app.register_blueprint(bp)
    app.register_blueprint(desk_bp)
    add_section(app, Section("onward", "merging/onward.html", onward, order=-10))
    add_section(app, Section("arrived", "merging/section.html", arrived, order=40))
    tell(app, "merged", history.merged)
    tell(app, "merged_in", history.merged_in)
    tell(app, "unmerged", history.unmerged)
