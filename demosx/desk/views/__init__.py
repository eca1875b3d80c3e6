"""The desk's pages, one file a screen."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")
public_bp = Blueprint("overdue", __name__)

from . import board, clocks, duties, duty, letters, opinions, overdue, proposal  # noqa: E402, F401 — each adds its views
