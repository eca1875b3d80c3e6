"""The room in the application: two public pages."""

from flask import Flask

from . import home, how


def init_app(app: Flask) -> None:
    """Give an application its home page and the page that explains it."""
    app.register_blueprint(home.bp)
    app.register_blueprint(how.bp)
