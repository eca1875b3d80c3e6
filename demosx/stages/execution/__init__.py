"""The stage kind `execution`: what was promised, and what becomes of it."""

from ...plugins import Plugin
from .kind import EXECUTION
from .room import PERMISSIONS, init_app
from .views import bp

plugin = Plugin(
    name="execution", stage_kinds=(EXECUTION,), blueprints=(bp,), permissions=PERMISSIONS, setup=init_app
)
