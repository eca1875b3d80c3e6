"""The room in the application: its pages, permissions and commands."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import mail, ticks
from ..core.db import transaction
from ..core.permissions import book_of
from . import login, services
from .views import bp


def init_app(app: Flask) -> None:
    """Give an application its people."""
    book = book_of(app)
    book.declare("people:see", _l("See accounts and their roles"))
    book.declare("people:grant", _l("Give and take roles, suspend accounts, keep departments"))
    login.init_app(app)
    app.register_blueprint(bp)
    ticks.register(app, "asked_letters", services.write_asked_letters)
    ticks.register(app, "forgotten", _tidy)
    ticks.register(app, "addresses_forgotten", mail.forget_addresses)


def _tidy() -> int:
    with transaction():
        return services.forget_expired()
