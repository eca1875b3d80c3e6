"""What the ballots bring to an application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core.permissions import book_of


def init_app(app: Flask) -> None:
    """Declare who may vote; whether voting is open is the stage's to say."""
    book_of(app).declare("ballot:vote", _l("Vote in a deliberation"))
