"""The room in the application: the public pages over everything."""

from flask import Flask

from . import home, how, rules


def init_app(app: Flask) -> None:
    """Give an application its home page, the page that explains it and the history of its rules."""
    app.register_blueprint(home.bp)
    app.register_blueprint(how.bp)
    app.register_blueprint(rules.bp)
