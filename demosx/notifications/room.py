"""The room in the application: it hears what others announce, and reminds when the calendar has moved on."""

from flask import Flask

from ..core import ticks
from ..duties.reminders import remind
from . import listening


def init_app(app: Flask) -> None:
    """Begin to listen. Reminders come after the calendar has acted on the proposals, which may have closed a duty."""
    listening.listen()
    ticks.register(app, "reminders", remind)
