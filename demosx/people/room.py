"""The room in the application: its pages, permissions and commands."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import jobs, mail, ticks
from ..core.db import transaction
from ..core.permissions import book_of
from ..core.settings import site
from . import api_tokens, kept, login, services
from .holdings import add_holding
from .looks import REASONS, forget_old
from .me import AccountPage, account_pages, add_account_page
from .views import bp


def init_app(app: Flask) -> None:
    """Give an application its people."""
    book = book_of(app)
    book.declare("people:see", _l("See accounts and their roles"), everywhere=True)
    book.declare(
        "people:grant", _l("Give and take roles, suspend accounts, keep departments"), everywhere=True
    )
    login.init_app(app)
    kept.init_app(app)
    app.register_blueprint(bp)
    app.jinja_env.globals["account_pages"] = account_pages
    add_account_page(app, AccountPage("people.account", _l("Account settings"), 10))
    add_account_page(app, AccountPage("consent.agreements", _l("What I agree to"), 40))
    ticks.register(app, "asked_letters", services.write_asked_letters)
    jobs.on_nudge("asked_letters", services.write_asked_letters)
    ticks.register(app, "forgotten", _tidy)
    ticks.register(app, "arrivals_forgotten", services.forget_arrivals)
    ticks.register(app, "children", services.settle_children)
    ticks.register(app, "addresses_forgotten", mail.forget_addresses)
    ticks.register(app, "looks_forgotten", _forget_looks)
    ticks.register(app, "tokens_forgotten", _forget_tokens)
    add_holding(app, api_tokens.HOLDING)
    app.jinja_env.globals["reason_names"] = REASONS


def _forget_looks() -> int:
    with transaction():
        return forget_old(site().privacy.keep.access_log)


def _forget_tokens() -> int:
    with transaction():
        return api_tokens.forget_old()


def _tidy() -> int:
    with transaction():
        return services.forget_expired()
