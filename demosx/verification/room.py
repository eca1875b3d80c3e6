"""The room in the application: its pages, its permission, its part of the tick, and what it hears."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.db import transaction
from ..core.permissions import book_of
from ..people.claims import hear_claims
from ..people.holdings import add_holding
from ..people.me import AccountPage, add_account_page
from . import claims, desk_views, services  # noqa: F401 — the desk adds its pages to `bp`
from .holdings import HOLDINGS
from .views import bp


def init_app(app: Flask) -> None:
    """Give an application this room."""
    book_of(app).declare(
        "people:verify", _l("Issue codes for checks of who people are, and undo checks"), everywhere=True
    )
    app.register_blueprint(bp)
    add_account_page(app, AccountPage("verification.choose", _l("Who I am"), 25))
    hear_claims(app, claims.heard)
    for holding in HOLDINGS:
        add_holding(app, holding)
    ticks.register(app, "verification_codes", _tidy)


def _tidy() -> int:
    with transaction():
        return services.forget_codes() + services.forget_answers()
