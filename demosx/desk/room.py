"""The room in the application: the staff's pages, and the public list of what is overdue."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from ..core import ticks
from ..core.permissions import book_of
from ..journey.access import here
from ..people.holdings import add_holding
from . import clocks, leaving, models, unverified  # noqa: F401 — its table belongs to every site
from .holdings import HOLDING
from .views import bp, public_bp


def init_app(app: Flask) -> None:
    """Give an application its desk."""
    book = book_of(app)
    book.declare("desk:see", _l("See the desk"))
    book.declare("proposal:note", _l("Read and write notes for colleagues"), here("proposal:note"))
    book.declare("journey:press", _l("Press the buttons that the process gives"), here("journey:press"))
    book.declare(
        "journey:override", _l("Move, end and reopen outside of the rules"), here("journey:override")
    )
    book.declare("duty:assign", _l("Say who works on a duty"), here("duty:assign"))
    book.declare("duty:complete", _l("Say that a duty is done"))
    book.declare(clocks.PAUSE, _l("Stop the clock of what one owes, and let it run on"), clocks.may_pause)
    book.declare(clocks.PAUSE_ALL, _l("Stop every clock and let it run on"), here(clocks.PAUSE_ALL))
    book.declare(clocks.EXTEND, _l("Extend what the process file lets one extend"), clocks.may_extend)
    book.declare(clocks.HAND_OVER, _l("Hand a duty over to another department"), here(clocks.HAND_OVER))
    book.declare("settings:see", _l("See the state of the site"), everywhere=True)
    leaving.listen()
    unverified.listen()
    add_holding(app, HOLDING)
    ticks.register(app, "duties_given_back", leaving.return_ended)
    app.register_blueprint(bp)
    app.register_blueprint(public_bp)
