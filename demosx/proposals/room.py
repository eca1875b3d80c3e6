"""What the room of proposals brings to an application."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.paging import Page
from ..core.pending import name_act
from ..core.permissions import book_of
from ..files.receiving import accept_uploads
from ..journey.access import here
from ..journey.holdings import HOLDINGS as journey_holdings
from ..journey.owners import add_companions
from ..journey.people import narrowed
from ..journey.queries import add_beside
from ..journey.scopes import SCOPES
from ..people.holdings import add_holding
from ..people.me import MeSection, add_me_section
from ..people.scopes import set_scopes
from . import (  # noqa: F401 — tables and pages that are always there
    access,
    addition_views,
    agency_views,
    attached,
    clock_history,
    composing,
    own_duties,
    receipt_views,
    search_following,
    search_table,
    sharing,
    show,
    standing_still,
    statistics,
    supplement_views,
    supplements,
    together_views,
    version_views,
    writing_history,
    writing_models,
)
from .cards import cards
from .holdings import HOLDING
from .models import Proposal
from .parts import Section, add_section
from .queries import filed_by
from .search_additions import SOURCE as ADDITIONS
from .search_index import add_source
from .search_rebuild import go_on
from .ticking import settle_due
from .views import bp
from .writing_holdings import HOLDINGS as WRITING
from .writing_queries import BESIDE, proposed_together, proposing_together

ON_MY_PAGE = 10


def init_app(app: Flask) -> None:
    """Give an application its proposals."""
    _declare(app)
    for beside in BESIDE:
        add_beside(app, beside)
    add_companions(app, lambda proposal: proposing_together(proposal.id))
    ticks.register(app, "proposals_settled", settle_due)
    ticks.register(app, "search_rebuilt", go_on)
    ticks.register(app, "tables_looked_at", statistics.keep_up)
    add_source(app, ADDITIONS)
    ticks.register(app, "supplements_lapsed", supplements.note_lapsed)
    app.register_blueprint(bp)
    clock_history.init_app(app)
    composing.init_app(app)
    writing_history.init_app(app)
    attached.init_app(app)
    sharing.init_app(app)
    add_holding(app, HOLDING)
    for holding in (*WRITING, *journey_holdings):
        add_holding(app, holding)
    _name_acts(app)
    _add_sections(app)


def _declare(app: Flask) -> None:
    """What one may do with proposals, and where."""
    book = book_of(app)
    book.narrow = narrowed
    set_scopes(app, SCOPES)
    book.declare("proposal:create", _l("File a proposal"), political=True)
    book.declare("proposal:create_agency", _l("File a proposal of the city"))
    book.declare("proposal:edit_own", _l("Change the text of one's own proposal"), access.may_edit)
    book.declare("proposal:withdraw_own", _l("Use the proposer's buttons"), access.is_proposer)
    book.declare("proposal:add_own", _l("Add to what one proposes, and answer for it"), access.proposes)
    book.declare("proposal:join", _l("Propose together with others"), political=True)
    book.declare(supplements.ASK, _l("Ask proposers for a supplement"), here(supplements.ASK))
    book.declare("proposal:see_hidden", _l("See hidden proposals and drafts"), here("proposal:see_hidden"))
    book.declare("proposal:hide", _l("Hide proposals and show them again"), here("proposal:hide"))
    book.declare("proposal:edit_area", _l("Set a proposal's area and district"), here("proposal:edit_area"))


def _name_acts(app: Flask) -> None:
    """How what waits for signing in is spoken of."""
    name_act(
        app,
        "proposals.file",
        _l("File your proposal"),
        _l("Your proposal is kept. Once you sign in or join, it is filed."),
        written=True,
    )
    name_act(
        app,
        "proposals.join_together",
        _l("Propose it together"),
        _l("Once you sign in or join, you propose this together."),
        pressed=(
            _l("Propose it together"),
            _l("You do not propose this yet. Please press “Propose it together” once more."),
        ),
    )


def _add_sections(app: Flask) -> None:
    """What stands on a proposal's page, and on that of its proposers."""
    add_section(app, Section("supplement", supplement_views.WAITING, supplement_views.waiting, order=-30))
    add_section(app, Section("originals", "proposals/_originals.html", agency_views.originals, order=1))
    accept_uploads(app, "proposals.add_original")
    add_section(app, Section("supplements", supplement_views.TEMPLATE, supplement_views.over, order=2))
    add_section(app, Section("own_duties", own_duties.TEMPLATE, own_duties.section, order=-20))
    add_section(app, Section("standing", standing_still.TEMPLATE, standing_still.section, order=-10))
    add_me_section(app, MeSection("proposals", "proposals/mine.html", pages=_mine, order=10))
    add_me_section(app, MeSection("together", "proposals/mine_together.html", _together, order=12))


def _mine(account_id: int, cursor: str | None, size: int) -> tuple[dict[str, Any], Page[Proposal]]:
    page = filed_by(account_id, cursor, size)
    return {"my_proposals": cards(page.items)}, page


def _together(account_id: int) -> dict[str, Any]:
    return {"together": cards(proposed_together(account_id, ON_MY_PAGE))}
