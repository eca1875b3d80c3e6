"""Participatory budgeting: what a proposal would cost, worked out item by item where everybody can read along."""

from pathlib import Path

from flask_babel import lazy_gettext as _l

from demosx.journey.access import here
from demosx.plugins import Permission, Plugin

from .history import setup
from .kind import COSTING
from .views import bp

HERE = Path(__file__).parent
PROCESSES = HERE / "processes"
"""Process files that use this plugin, to be copied into a site."""

plugin = Plugin(
    name="participatory_budget",
    stage_kinds=(COSTING,),
    blueprints=(bp,),
    permissions=(
        Permission(
            name="costs:write",
            sentence=_l("Work out what a proposal costs"),
            roles=frozenset({"officer", "official", "operator"}),
            check=here("costs:write"),
        ),
    ),
    templates=HERE / "templates",
    translations=HERE / "translations",
    migrations=HERE / "migrations",
    setup=setup,
)
