"""The pages of this room."""

from flask import Blueprint

bp = Blueprint("notifications", __name__)

from . import following, inbox, settings, stopping  # noqa: E402, F401
