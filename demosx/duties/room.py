"""The room in the application."""

from flask import Flask

from . import models  # noqa: F401 — its tables belong to every site


def init_app(app: Flask) -> None:
    """Nothing to set up: people reach duties through the journey, the stages and the desk."""
