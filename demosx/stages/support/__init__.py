"""The stage kind `support`: one support a person, and what happens from which number on."""

from ...plugins import Plugin
from .kind import SUPPORT
from .room import PERMISSIONS, setup
from .views import bp

plugin = Plugin(
    name="support", stage_kinds=(SUPPORT,), blueprints=(bp,), permissions=PERMISSIONS, setup=setup
)
