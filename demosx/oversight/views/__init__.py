"""The pages of oversight: the looks at personal data, who may do what and why."""

from flask import Blueprint

bp = Blueprint("oversight", __name__, url_prefix="/desk")

from . import looks, months, permissions  # noqa: E402, F401 — they add to `bp`
