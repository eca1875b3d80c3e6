"""The pages of one's own data, and the desk's about everybody's."""

from flask import Blueprint

bp = Blueprint("privacy", __name__)

from . import desk, mine  # noqa: E402, F401 — each adds its views
