"""The pages of intake: the fast screen, the list of entries, spreadsheets, the paper form, reach; and claiming."""

from flask import Blueprint

bp = Blueprint("intake", __name__, url_prefix="/desk/intake")
claim_bp = Blueprint("claims", __name__)

from . import (  # noqa: E402, F401 — they add to `bp`
    claim,
    enter,
    entries,
    offline,
    paper,
    reach,
    sheets,
)
