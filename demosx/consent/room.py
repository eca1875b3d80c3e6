"""The room in the application: the texts, the questions, and the hurdle for whoever has not answered them."""

from flask import Flask

from ..core.permissions import book_of
from .hurdle import agreed_first
from .views import bp
from .wording import public_texts


def init_app(app: Flask) -> None:
    """Give an application this room."""
    app.register_blueprint(bp)
    app.jinja_env.globals["public_texts"] = public_texts
    book_of(app).hurdles.append(agreed_first)
