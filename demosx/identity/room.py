"""The room in the application."""

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.db import transaction
from ..people.holdings import add_holding
from ..people.me import AccountPage, add_account_page
from ..people.signals import settled
from ..people.ways import Way, add_way, add_ways_of
from . import providers, services
from .holdings import HOLDINGS
from .passkey_challenges import forget_challenges
from .passkey_site import offered
from .views import bp

PASSKEY = Way(
    key="passkey",
    label=lambda: _("Sign in with a passkey"),
    url=lambda back: url_for("identity.passkey", next=back or None),
    order=80,
    offered=offered,
)


def init_app(app: Flask) -> None:
    """Give an application its further ways of signing in."""
    app.register_blueprint(bp)
    brought = [one for plugin in app.extensions["demosx_registry"].plugins for one in plugin.sign_in]
    providers.init_app(app, app.extensions["demosx_site"], brought)
    settled.connect(services.settle)
    for holding in HOLDINGS:
        add_holding(app, holding)
    add_way(app, PASSKEY)
    add_ways_of(app, services.ways_of)
    add_account_page(app, AccountPage("identity.ways", _l("Ways of signing in"), 15))
    add_account_page(app, AccountPage("identity.security", _l("Signing in and devices"), 20))
    ticks.register(app, "challenges_forgotten", _tidy)


def _tidy() -> int:
    with transaction():
        return forget_challenges()
