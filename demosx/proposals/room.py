"""What the room of proposals brings to an application."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.permissions import book_of
from ..journey.access import here
from ..people.me import MeSection, add_me_section
from . import access, clock_history, own_duties, search_table, show, standing_still  # noqa: F401 — always there
from .cards import cards
from .parts import Section, add_section
from .queries import filed_by
from .ticking import settle_due
from .views import bp

ON_MY_PAGE = 10


def init_app(app: Flask) -> None:
    """Give an application its proposals."""
    book = book_of(app)
    book.declare("proposal:create", _l("File a proposal"))
    book.declare("proposal:create_agency", _l("File a proposal of the city"))
    book.declare("proposal:edit_own", _l("Change the text of one's own proposal"), access.may_edit)
    book.declare("proposal:withdraw_own", _l("Use the proposer's buttons"), access.is_proposer)
    book.declare("proposal:see_hidden", _l("See hidden proposals and drafts"), here("proposal:see_hidden"))
    book.declare("proposal:hide", _l("Hide proposals and show them again"), here("proposal:hide"))
    book.declare("proposal:edit_area", _l("Set a proposal's area and district"), here("proposal:edit_area"))
    ticks.register(app, "proposals_settled", settle_due)
    app.register_blueprint(bp)
    clock_history.init_app(app)
    add_section(app, Section("own_duties", own_duties.TEMPLATE, own_duties.section, order=-20))
    add_section(app, Section("standing", standing_still.TEMPLATE, standing_still.section, order=-10))
    add_me_section(app, MeSection("proposals", "proposals/mine.html", _mine, order=10))


def _mine(account_id: int) -> dict[str, Any]:
    page = filed_by(account_id, size=ON_MY_PAGE)
    return {"my_proposals": cards(page.items)}
