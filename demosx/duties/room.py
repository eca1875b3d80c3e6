"""The room in the application."""

from flask import Flask

from ..people.holdings import add_holding
from .holdings import HOLDING


def init_app(app: Flask) -> None:
    """Say what is kept of people: they reach duties through the journey, the stages and the desk."""
    add_holding(app, HOLDING)
