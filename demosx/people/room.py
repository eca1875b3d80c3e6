"""The room in the application: its pages, permissions and commands."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import mail  # noqa: F401 — its table belongs to every site
from ..core.permissions import book_of
from . import login, models  # noqa: F401 — its tables belong to every site
from .views import bp


def init_app(app: Flask) -> None:
    """Give an application its people."""
    book = book_of(app)
    book.declare("people:see", _l("See accounts and their roles"))
    book.declare("people:grant", _l("Give and take roles, suspend accounts, keep departments"))
    login.init_app(app)
    app.register_blueprint(bp)
