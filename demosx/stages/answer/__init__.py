"""The stage kind `answer`, and answers to every other duty that asks for one."""

from ...plugins import Plugin
from .kind import ANSWER
from .results import bp as results
from .room import PERMISSIONS, init_app
from .views import bp

plugin = Plugin(
    name="answer", stage_kinds=(ANSWER,), blueprints=(bp, results), permissions=PERMISSIONS, setup=init_app
)
