"""The stage kind `review`: a panel or one person decides, and writes the agenda item."""

from ...plugins import Plugin
from .kind import REVIEW
from .room import PERMISSIONS, init_app
from .views import bp

plugin = Plugin(
    name="review", stage_kinds=(REVIEW,), blueprints=(bp,), permissions=PERMISSIONS, setup=init_app
)
