"""The room in the application: one's own data, leaving, and what is deleted when its time is over."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..consent.wording import offer_notice
from ..core import ticks
from ..core.i18n import language
from ..core.permissions import book_of
from ..people.me import AccountPage, add_account_page
from . import dormant, forgotten, letters, models, retention, rules  # noqa: F401 — its table belongs to every site
from .notice import markdown
from .views import bp


def init_app(app: Flask) -> None:
    """Give an application this room."""
    book = book_of(app)
    book.declare("people:forget", _l("Delete the account of somebody who asks for it"), everywhere=True)
    book.declare("privacy:see", _l("See how long data is kept and what was deleted"), everywhere=True)
    app.register_blueprint(bp)
    add_account_page(app, AccountPage("privacy.data", _l("My data"), 80))
    rules.init_app(app)
    offer_notice(app, lambda: markdown(language()))
    ticks.register(app, "unused_accounts", dormant.look_after_unused)
    ticks.register(app, "old_data_deleted", retention.delete_old)
    ticks.register(app, "last_letters_forgotten", letters.forget_last_addresses)
    ticks.register(app, "left_noted", forgotten.keep_up)
