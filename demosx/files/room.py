"""What the room of files brings to an application."""

from flask import Flask

from ..core import storage, ticks
from ..core.settings import Site
from ..people.holdings import add_holding
from . import receiving
from .holdings import HOLDING
from .services import settle
from .views import bp


def init_app(app: Flask) -> None:
    """Give an application its uploads."""
    site: Site = app.extensions["demosx_site"]
    storage.init_app(app, site.folder / "data" / "files")
    receiving.init_app(app)
    ticks.register(app, "files", settle)
    app.register_blueprint(bp)
    add_holding(app, HOLDING)
