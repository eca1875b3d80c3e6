"""The stage kind `deliberation`: a question, materials, a secret ballot, and opinions."""

from ...plugins import Plugin
from .ask import bp as ask
from .kind import DELIBERATION
from .room import PERMISSIONS, init_app
from .views import bp
from .workplace import bp as workplace

plugin = Plugin(
    name="deliberation",
    stage_kinds=(DELIBERATION,),
    blueprints=(bp, workplace, ask),
    permissions=PERMISSIONS,
    setup=init_app,
)
