"""What the ballots bring to an application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.permissions import book_of
from ..people.holdings import add_holding
from .holdings import HOLDING
from .mixing import mix_closed


def init_app(app: Flask) -> None:
    """Declare who may vote, whether voting is open being the stage's to say, and mix what has closed."""
    book_of(app).declare("ballot:vote", _l("Vote in a deliberation"), political=True)
    ticks.register(app, "ballots_mixed", mix_closed)
    add_holding(app, HOLDING)
