"""What scrutiny brings to an application: its permission, its pages, its part of the tick, its sentences."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.permissions import book_of
from ..journey.access import here
from ..people.holdings import add_holding
from ..people.retention import add_retention
from ..proposals.history import tell
from . import noticing, words
from .holdings import HOLDING
from .services import DISCOUNT
from .views import bp


def init_app(app: Flask) -> None:
    """Let an application notice unusual support, and people decide on it."""
    book_of(app).declare(DISCOUNT, _l("Decide that supports do not count, and undo that"), here(DISCOUNT))
    app.register_blueprint(bp)
    ticks.register(app, "supports_looked_through", noticing.look_through)
    add_holding(app, HOLDING)
    add_retention(app, noticing.RETENTION)
    tell(app, "discounted", words.discounted)
    tell(app, "counted_again", words.counted_again)
